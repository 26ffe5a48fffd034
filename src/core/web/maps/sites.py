"""The map of centres."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from core.web.charts.drawing import Anchor, Drawing, width_of
from core.web.maps.atlas import Point, atlas
from core.web.maps.projection import Frame, frame_around
from i18n.messages import ngettext

_WIDE = (720.0, 480.0)
_NARROW = (360.0, 320.0)
_SIZE = 15.0
_LARGEST = 20.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """`size`: a figure the dot's area grows with; none: all dots are alike. `said`: shown with the name."""

    name: str
    longitude: float
    latitude: float
    size: float | None = None
    said: str | None = None


@dataclass(frozen=True)
class SiteMap:
    """The same map for a page and for a phone; the page shows one of them."""

    id: str
    title: str
    wide: Markup
    narrow: Markup


def map_of_sites(places: Sequence[Place], *, countries: Collection[str], id: str, title: str, rtl: bool) -> SiteMap:
    """`countries`: ISO codes of the network's countries. Names run with the reader's language, land does not turn."""

    def picture(form: str, width: float, height: float) -> Markup:
        drawing = Drawing(key=f"{id}-{form}", width=width, rtl=rtl, mirrored=False)
        frame = _frame(places, width, height)
        drawing.shape(frame.path(atlas().land), css="land")
        for code in sorted(countries):
            if outline := frame.path(atlas().country(code)):
                drawing.shape(outline, css="country")
        _draw(drawing, places, frame)
        return drawing.finished(height=height, title=title, description=description)

    description = ngettext("%(n)s centre.", "%(n)s centres.", len(places))
    return SiteMap(id=id, title=title, wide=picture("w", *_WIDE), narrow=picture("n", *_NARROW))


def _frame(places: Sequence[Place], width: float, height: float) -> Frame:
    points = [(place.longitude, place.latitude) for place in places] or [(10.0, 50.0)]
    return frame_around(points, width=width, height=height, margin=width / 9)


def _draw(drawing: Drawing, places: Sequence[Place], frame: Frame) -> None:
    largest = max((place.size or 0 for place in places), default=0)
    spots = [(place, frame.place((place.longitude, place.latitude)), _radius(place, largest)) for place in places]
    for place, (x, y), radius in sorted(spots, key=lambda spot: -spot[2]):
        title = f"{place.name}: {place.said}" if place.said else place.name
        drawing.dot(x, y, radius, css="c1 mark-edge", title=title)
    taken = [(x - radius, y - radius, x + radius, y + radius) for _, (x, y), radius in spots]
    for place, (x, y), radius in spots:
        _name(drawing, place.name, (x, y), radius, taken)


def _radius(place: Place, largest: float) -> float:
    if place.size is None or largest <= 0:
        return 8.0
    return max(5.0, _LARGEST * math.sqrt(place.size / largest))


def _name(drawing: Drawing, name: str, spot: Point, radius: float, taken: list[Box]) -> None:
    """Where it covers no other dot or name; if there is no such place the name stands in the list alone."""
    for x, y, anchor, box in _positions(name, spot, radius):
        if box[0] >= 0 and box[2] <= drawing.width and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            drawing.text(x, y, name, size=_SIZE, css="strong halo", anchor=_turned(anchor) if drawing.rtl else anchor)
            return


def _positions(name: str, spot: Point, radius: float) -> Iterator[tuple[float, float, Anchor, Box]]:
    x, y = spot
    width, half = width_of(name, _SIZE), _SIZE / 2
    right, left, low = x + radius + 6, x - radius - 6, y + radius + _SIZE + 2
    yield right, y + 5, "start", (right, y - half, right + width, y + half)
    yield left, y + 5, "end", (left - width, y - half, left, y + half)
    yield x, low, "middle", (x - width / 2, low - _SIZE, x + width / 2, low + 4)
    high = y - radius - 6
    yield x, high, "middle", (x - width / 2, high - _SIZE, x + width / 2, high + 4)


def _turned(anchor: Anchor) -> Anchor:
    """In a picture written from right to left, `start` is the right end of the words."""
    turned: dict[Anchor, Anchor] = {"start": "end", "end": "start", "middle": "middle"}
    return turned[anchor]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
