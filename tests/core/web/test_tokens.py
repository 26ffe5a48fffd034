"""The colours, held to what eyes need: text 4.5:1, marks 3:1, in both themes."""

import re
from itertools import product
from pathlib import Path

import pytest

import core.web
from core.web.charts.drawing import COLOURS, INK

ASSETS = Path(core.web.__file__).parent / "assets"
TOKENS = (ASSETS / "tokens.css").read_text()

TEXT = ["ink", "ink-soft", "accent", "accent-strong", "good", "warn", "bad", "info"]
GROUNDS = ["paper", "surface", "sunken"]
ON_OWN_GROUND = [("good", "good-soft"), ("warn", "warn-soft"), ("bad", "bad-soft"), ("info", "info-soft")]
ON_STRONG = [("on-accent", "accent"), ("on-accent", "accent-strong"), ("accent-strong", "accent-soft")]
CHECKED_MARKS = [("surface", tone) for tone in ("good", "warn", "bad", "info")]
SHARE_LABELS = [("surface", f"chart-{number}") for number in range(1, 5)]
MARKS = [f"chart-{number}" for number in range(1, 7)] + ["chart-quiet", "line-strong", "focus"]


def block(start: str) -> dict[str, str]:
    after = TOKENS.split(start, 1)[1]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", after.split("}", 1)[0]))


THEMES = {"light": block(":root {"), "dark": block(':root[data-theme="dark"] {')}


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("text", "ground"), [*product(TEXT, GROUNDS), *ON_OWN_GROUND, *ON_STRONG, *CHECKED_MARKS, *SHARE_LABELS]
)
def test_text_can_be_read_on_its_ground(theme: str, text: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), list(product(MARKS, ["paper", "surface"])))
def test_marks_can_be_seen_on_their_ground(theme: str, mark: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[mark], colours[ground]) >= 3


def test_the_dark_theme_is_the_same_chosen_or_followed() -> None:
    assert block(':root[data-theme="auto"] {') == THEMES["dark"]


def test_the_dark_theme_leaves_no_colour_out() -> None:
    assert THEMES["dark"].keys() == THEMES["light"].keys()


def test_a_picture_alone_has_the_light_themes_colours() -> None:
    light = THEMES["light"]
    names = {
        "quiet-mark": "chart-quiet",
        "soft": "ink-soft",
        "grid": "line",
        "axis": "line-strong",
        "interval": "ink-soft",
        "on-mark": "surface",
        "land": "chart-land",
        "country": "chart-country",
    }
    names |= {f"c{number}": f"chart-{number}" for number in range(1, 7)}
    assert {css: light[token] for css, token in names.items()} == COLOURS
    assert light["ink"] == INK


def test_only_the_tokens_name_colours() -> None:
    for sheet in ASSETS.glob("*.css"):
        if sheet.name in ("tokens.css", "print.css", "api-reader.css"):
            continue
        assert not re.findall(r"#[0-9a-f]{3,8}\b(?![\w-]*\")", sheet.read_text()), sheet.name


def test_sides_are_named_by_the_line_of_reading() -> None:
    """`left` and `right` stand only where a rule for [dir="rtl"] says the opposite: gradients and shadows."""
    physical = re.compile(
        r"(margin|padding|border)-(left|right)\b|(?<![\w-])(left|right):|text-align: (left|right)|float: (left|right)"
    )
    for sheet in ASSETS.glob("*.css"):
        if sheet.name != "api-reader.css":
            assert not physical.search(sheet.read_text()), sheet.name
