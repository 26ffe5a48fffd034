"""Outlines of the world (Natural Earth at 1:110 million, through the npm package world-atlas), as rings of longitude
and latitude. The build puts the file beside the other assets."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale

from core.web.asset_manifest import built_file

Point = tuple[float, float]
Ring = tuple[Point, ...]

# Where the atlas shortens a name or calls a country otherwise than CLDR does.
_OTHER_NAMES = {
    "BA": "Bosnia and Herz.",
    "CD": "Dem. Rep. Congo",
    "CF": "Central African Rep.",
    "CG": "Congo",
    "CI": "Côte d'Ivoire",
    "DO": "Dominican Rep.",
    "GQ": "Eq. Guinea",
    "MK": "Macedonia",
    "MM": "Myanmar",
    "PS": "Palestine",
    "SB": "Solomon Is.",
    "SS": "S. Sudan",
    "SZ": "eSwatini",
    "TR": "Turkey",
    "TT": "Trinidad and Tobago",
    "US": "United States of America",
}


@dataclass(frozen=True)
class Atlas:
    """`land` is one shape without borders: whose land it is, is said only of the network's own countries."""

    land: tuple[Ring, ...]
    countries: dict[str, tuple[Ring, ...]]

    def country(self, code: str) -> tuple[Ring, ...]:
        """By ISO 3166 code; nothing for a country too small for this scale."""
        name = _OTHER_NAMES.get(code) or Locale("en").territories.get(code, "")
        return self.countries.get(name, ())


@cache
def atlas() -> Atlas:
    return decoded(json.loads(built_file("countries-110m.json").read_text()))


def decoded(topology: dict[str, Any]) -> Atlas:
    """TopoJSON: lines shared by neighbours are stored once, as whole-number steps from point to point."""
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = [_line(steps, scale, offset) for steps in topology["arcs"]]
    shapes = topology["objects"]
    return Atlas(
        land=tuple(ring for shape in shapes["land"]["geometries"] for ring in _rings(shape, lines)),
        countries={
            shape["properties"]["name"]: tuple(_rings(shape, lines)) for shape in shapes["countries"]["geometries"]
        },
    )


def _line(steps: list[list[int]], scale: list[float], offset: list[float]) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + offset[0], y * scale[1] + offset[1]))
    return points


def _rings(shape: dict[str, Any], lines: list[list[Point]]) -> list[Ring]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [_ring(numbers, lines) for polygon in polygons for numbers in polygon]


def _ring(numbers: list[int], lines: list[list[Point]]) -> Ring:
    """A negative number means the line is walked backwards."""
    points: list[Point] = []
    for number in numbers:
        piece = lines[number] if number >= 0 else lines[~number][::-1]
        points.extend(piece[1:] if points else piece)
    return tuple(points)
