"""The globe on paper: equal areas around the middle of what is shown, fitted into a frame."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.web.maps.atlas import Point

_LEAST_SPAN = math.radians(9)  # one centre alone still shows its region
_BEYOND = math.radians(80)  # farther from the middle nothing is drawn


@dataclass(frozen=True)
class Frame:
    longitude: float
    latitude: float
    scale: float
    width: float
    height: float

    def place(self, point: Point) -> Point:
        x, y = _flat(point, self.longitude, self.latitude)
        return (self.width / 2 + x * self.scale, self.height / 2 - y * self.scale)

    def path(self, rings: Iterable[Sequence[Point]]) -> str:
        """What of the rings can be seen, as the data of one path."""
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: Sequence[Point]) -> str:
        near = [point for point in ring if _distance(point, self.longitude, self.latitude) < _BEYOND]
        places = [self.place(point) for point in near]
        if len(places) < 3 or not self._touches(places):
            return ""
        written: list[str] = []
        for x, y in places:
            spot = f"{x:.0f} {y:.0f}"
            if not written or written[-1] != spot:
                written.append(spot)
        return f"M{'L'.join(written)}Z" if len(written) > 2 else ""

    def _touches(self, places: Sequence[Point]) -> bool:
        across, down = [x for x, _ in places], [y for _, y in places]
        return max(across) > 0 and min(across) < self.width and max(down) > 0 and min(down) < self.height


def frame_around(points: Sequence[Point], *, width: float, height: float, margin: float) -> Frame:
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    middle = ((min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2)
    flat = [_flat(point, *middle) for point in points]
    across = max(max(abs(x) for x, _ in flat) * 2, _LEAST_SPAN)
    down = max(max(abs(y) for _, y in flat) * 2, _LEAST_SPAN)
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / down)
    return Frame(*middle, scale=scale, width=width, height=height)


def _distance(point: Point, longitude: float, latitude: float) -> float:
    x, y = math.radians(point[0] - longitude), math.radians(point[1])
    middle = math.radians(latitude)
    cosine = math.sin(middle) * math.sin(y) + math.cos(middle) * math.cos(y) * math.cos(x)
    return math.acos(max(-1.0, min(1.0, cosine)))


def _flat(point: Point, longitude: float, latitude: float) -> Point:
    """Lambert's azimuthal equal-area projection, on a globe of radius 1."""
    x, y, middle = math.radians(point[0] - longitude), math.radians(point[1]), math.radians(latitude)
    cosine = math.sin(middle) * math.sin(y) + math.cos(middle) * math.cos(y) * math.cos(x)
    stretch = math.sqrt(2 / max(1 + cosine, 1e-9))
    return (
        stretch * math.cos(y) * math.sin(x),
        stretch * (math.cos(middle) * math.sin(y) - math.sin(middle) * math.cos(y) * math.cos(x)),
    )
