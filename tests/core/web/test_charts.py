"""What a chart owes its reader: nothing hidden becomes a zero, the table says all, Arabic runs from the right."""

import re
from xml.etree import ElementTree

import pytest

from core.web.charts import Chart, Figure, Line, Target, Whole, bar_chart, dot_chart, line_chart, share_chart, sparkline
from core.web.charts.drawing import wrapped
from core.web.charts.scales import round_ticks

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = [
    Figure("Network", 930, strong=True),
    Figure("Brussels", 620, group="Belgium"),
    Figure("Antwerp", None, suppressed=True, group="Belgium"),
    Figure("Warsaw", 310, group="Poland", note="provisional"),
    Figure("Madrid", None, group="Spain"),
]


def count(value: float) -> str:
    return f"{value:g}"


def percent(value: float) -> str:
    return f"{value:.0%}"


def bars(*, rtl: bool = False, target: Target | None = None) -> Chart:
    return bar_chart(
        FIGURES, id="reach", title="Who we reach", unit="Learners", show=count, rtl=rtl, whole=True, target=target
    )


def every_kind(*, rtl: bool = False) -> list[Chart]:
    months = [Figure("January", 10), Figure("February", None, suppressed=True), Figure("March", 30)]
    rates = [Figure("Brussels", 0.7, low=0.6, high=0.8, note="n = 41"), Figure("Antwerp", None, suppressed=True)]
    return [
        bars(rtl=rtl),
        dot_chart(rates, id="rates", title="Rates", unit="Rate", show=percent, rtl=rtl),
        line_chart([Line("All", months)], id="months", title="Months", unit="Learners", show=count, rtl=rtl),
        share_chart(
            [Whole("Brussels", [0.6, 0.4]), Whole("Antwerp", None)],
            ["Women", "Men"],
            id="gender",
            title="Gender",
            show=percent,
            rtl=rtl,
        ),
    ]


def marks(picture: str, tag: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(picture).findall(f".//{SVG}{tag}")  # noqa: S314 -- our own picture


def titles(picture: str) -> dict[str, ElementTree.Element]:
    """Each mark by the words shown for it."""
    found = {}
    for mark in [*marks(picture, "rect"), *marks(picture, "circle")]:
        words = mark.findtext(f"{SVG}title")
        if words:
            found[words] = mark
    return found


@pytest.mark.parametrize("rtl", [False, True])
def test_every_picture_is_sound_xml_with_a_name_and_a_description(rtl: bool) -> None:
    for chart in every_kind(rtl=rtl):
        for picture in (chart.wide, chart.narrow):
            root = ElementTree.fromstring(picture)  # noqa: S314 -- our own picture
            assert root.get("role") == "img"
            named = {element.get("id") for element in root.iter() if element.get("id")}
            assert set((root.get("aria-labelledby") or "").split()) <= named
            assert root.findtext(f"{SVG}title") == chart.title


def test_no_picture_carries_a_style_attribute_which_the_security_policy_would_refuse() -> None:
    for chart in every_kind():
        assert "style=" not in chart.wide + chart.narrow


def test_the_pictures_of_a_page_share_no_id() -> None:
    ids = [
        found
        for chart in every_kind()
        for form in (chart.wide, chart.narrow)
        for found in re.findall(r' id="([^"]+)"', form)
    ]
    assert len(ids) == len(set(ids))


def test_a_hidden_figure_is_a_hatched_gap_with_the_word_and_never_a_zero() -> None:
    for chart in every_kind():
        hidden = [mark for words, mark in titles(chart.wide).items() if "hidden: small group" in words]
        assert hidden, chart.id
        assert all("hatch" in mark.get("fill", "") for mark in hidden)
        said = [cell for row in chart.rows for cell in row if row[0] in ("Antwerp", "February")]
        assert "hidden: small group" in said
        assert "0" not in said
        assert "0%" not in said


def test_a_figure_that_does_not_exist_is_told_apart_from_a_hidden_one() -> None:
    rows = {row[0]: row[1] for row in bars().rows}
    assert rows["Madrid"] == "no figure"
    assert rows["Antwerp"] == "hidden: small group"


def test_a_bar_is_as_long_as_its_figure() -> None:
    lengths = {words: float(mark.get("width", "0")) for words, mark in titles(bars().wide).items()}
    assert lengths["Brussels: 620"] == pytest.approx(2 * lengths["Warsaw: 310 (provisional)"], abs=0.2)


def test_from_right_to_left_a_bar_starts_at_the_right() -> None:
    left = titles(bars().wide)["Brussels: 620"]
    right = titles(bars(rtl=True).wide)["Brussels: 620"]
    start = float(left.get("x", "0"))
    assert float(right.get("x", "0")) + float(right.get("width", "0")) == pytest.approx(720 - start, abs=0.2)


def test_a_target_beyond_every_figure_still_lies_inside_the_picture() -> None:
    picture = bars(target=Target(2000, "Target 2000")).wide
    line = next(mark for mark in marks(picture, "line") if mark.get("class") == "target")
    assert float(line.get("x1", "0")) < 720


def test_a_name_full_of_markup_is_only_a_name() -> None:
    chart = bar_chart(
        [Figure('<script>alert("x")</script>', 3)], id="x", title="A & B", unit="n", show=count, rtl=False
    )
    assert "<script>" not in chart.wide
    assert "A &amp; B" in chart.wide


def test_a_negative_figure_is_refused_where_bars_start_at_zero() -> None:
    with pytest.raises(ValueError, match="zero"):
        bar_chart([Figure("x", -1)], id="x", title="t", unit="n", show=count, rtl=False)


def test_the_highest_and_lowest_are_said_of_the_parts_and_not_of_their_total() -> None:
    assert bars().summary == "Highest: Brussels, 620. Lowest: Warsaw, 310. Figures about small groups are hidden."


def test_an_expected_figure_is_dashed_and_called_expected() -> None:
    months = [Figure("January", 10), Figure("February", 20), Figure("March", 30)]
    chart = line_chart([Line("All", months, expected_from=2)], id="x", title="t", unit="n", show=count, rtl=False)
    dashed = [bool(piece.get("stroke-dasharray")) for piece in marks(chart.wide, "polyline")]
    assert dashed == [False, True]
    assert chart.rows[2] == ("March", "30 (expected)")


def test_a_line_does_not_cross_a_hidden_month() -> None:
    months = [Figure("1", 10), Figure("2", 20), Figure("3", None, suppressed=True), Figure("4", 40), Figure("5", 50)]
    chart = line_chart([Line("All", months)], id="x", title="t", unit="n", show=count, rtl=False)
    assert len(marks(chart.wide, "polyline")) == 2


def test_shares_fill_the_whole_line() -> None:
    widths = [
        float(mark.get("width", "0"))
        for words, mark in titles(every_kind()[3].wide).items()
        if words.startswith("Brussels")
    ]
    assert widths[0] / widths[1] == pytest.approx(1.5, abs=0.02)


def test_the_places_of_a_figure_with_no_others_around_it() -> None:
    chart = bar_chart([Figure("Only", 0)], id="x", title="t", unit="n", show=count, rtl=False)
    assert "Only: 0" in titles(chart.wide)
    assert bar_chart([], id="x", title="t", unit="n", show=count, rtl=False).rows == []


@pytest.mark.parametrize(
    ("values", "whole", "ticks"),
    [
        ([0, 3], True, (0, 1, 2, 3)),
        ([7], False, (0, 2, 4, 6, 8)),
        ([1284], True, (0, 500, 1000, 1500)),
        ([0.71], False, (0, 0.2, 0.4, 0.6, 0.8)),
        ([0], True, (0, 1)),
    ],
)
def test_the_axis_has_round_numbers_that_enclose_the_figures(
    values: list[float], whole: bool, ticks: tuple[float, ...]
) -> None:
    assert round_ticks(values, whole=whole) == pytest.approx(ticks)


def test_a_long_label_is_broken_between_words_and_keeps_all_of_them() -> None:
    assert " ".join(wrapped("Liège and the province of Luxembourg", size=15, room=120)) == (
        "Liège and the province of Luxembourg"
    )


def test_a_sparkline_breaks_where_a_figure_is_missing_and_needs_two_to_be_a_line() -> None:
    assert sparkline([1, 2, None, 3, 4], rtl=False).count("<polyline") == 2
    assert sparkline([1, None], rtl=False) == ""
