"""The map of centres: decoding, projection, and whose land is drawn as whose."""

from math import hypot

import pytest

from core.web.maps import Place, map_of_sites, sites
from core.web.maps.atlas import Atlas, decoded
from core.web.maps.projection import frame_around

# Two squares side by side that share the line between them.
TOPOLOGY = {
    "transform": {"scale": [1, 1], "translate": [0, 40]},
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 10], [10, 0], [0, -10], [-10, 0]],
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Belgium"}},
                {"type": "MultiPolygon", "arcs": [[[-1, 2]]], "properties": {"name": "Poland"}},
            ]
        },
        "land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[1, 2]]]}]},
    },
}
WORLD = decoded(TOPOLOGY)
BRUSSELS = Place("Brussels", 4.36, 50.85, size=400, said="400 learners")
WARSAW = Place("Warsaw", 21.01, 52.23, size=100)


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch) -> Atlas:
    monkeypatch.setattr(sites, "atlas", lambda: WORLD)
    return WORLD


def test_a_shared_border_is_walked_backwards_by_the_second_country() -> None:
    assert WORLD.country("BE")[0] == ((10, 40), (10, 50), (0, 50), (0, 40), (10, 40))
    assert WORLD.country("PL")[0][:2] == ((10, 50), (10, 40))


def test_a_country_too_small_for_the_scale_has_no_outline_and_stays_a_dot() -> None:
    assert WORLD.country("MT") == ()
    drawn = map_of_sites([Place("Valletta", 14.5, 35.9)], countries={"MT"}, id="m", title="Map", rtl=False)
    assert 'class="country"' not in drawn.wide
    assert "Valletta" in drawn.wide


def test_only_countries_of_the_network_are_outlined() -> None:
    drawn = map_of_sites([BRUSSELS, WARSAW], countries={"BE"}, id="m", title="Map", rtl=False)
    assert drawn.wide.count('class="country"') == 1
    assert drawn.wide.count('class="land"') == 1


def test_every_centre_lies_inside_the_frame() -> None:
    points = [(4.36, 50.85), (21.01, 52.23), (-3.7, 40.42), (35.9, 31.95)]
    frame = frame_around(points, width=720, height=480, margin=80)
    for x, y in map(frame.place, points):
        assert 80 <= x <= 640
        assert 80 <= y <= 400


def test_the_area_of_a_dot_grows_with_its_figure() -> None:
    radii = [sites._radius(place, 400) for place in (BRUSSELS, WARSAW)]
    assert radii[0] ** 2 / radii[1] ** 2 == pytest.approx(4)


def test_equal_areas_stay_equal() -> None:
    frame = frame_around([(0, 30), (20, 60)], width=720, height=480, margin=0)

    def sides(longitude: float, latitude: float) -> float:
        a, b, c = map(frame.place, [(longitude, latitude), (longitude + 0.1, latitude), (longitude, latitude + 0.1)])
        return hypot(b[0] - a[0], b[1] - a[1]) * hypot(c[0] - a[0], c[1] - a[1])

    # Away from the pole a degree is shorter by the cosine of the latitude; nothing else may shrink.
    assert sides(10, 60) / sides(10, 30) == pytest.approx(0.5 / 0.866, rel=0.02)


def test_land_does_not_turn_for_arabic_but_names_run_the_other_way() -> None:
    left, right = (
        map_of_sites([BRUSSELS, WARSAW], countries=(), id="m", title="Map", rtl=rtl) for rtl in (False, True)
    )
    circle = '<circle class="c1 mark-edge dot"'
    assert left.wide.split(circle)[1].split("<title>")[0] == right.wide.split(circle)[1].split("<title>")[0]
    assert 'direction="rtl"' in right.wide


def test_names_that_would_cover_each_other_are_moved_or_left_to_the_list() -> None:
    crowd = [Place(f"Centre {number}", 4.36 + number / 1000, 50.85) for number in range(9)]
    drawn = map_of_sites(crowd, countries=(), id="m", title="Map", rtl=False)
    assert drawn.wide.count("<circle") == 9
    assert 1 <= drawn.wide.count("<text") < 9
