"""Documents lead where they say, and say the same as the code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
NAMED_FILE = re.compile(r"`((?:core|i18n|network|sites|server)/[\w/]+\.py|(?:src|tests|docs|tools|deploy)/[\w/.-]+)`")
# Made by a command, not kept by hand.
MADE = {"src/core/web/static/dist"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = set(NAMED_FILE.findall(page.read_text(encoding="utf-8"))) - MADE
    missing = [name for name in named if not (ROOT / name).exists() and not (ROOT / "src" / name).exists()]
    assert not missing


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    numbered = [path for path in folder.glob("*.md") if path.name != "README.md"]
    assert not [path.name for path in numbered if f"({path.name})" not in index]
    numbers = [path.name[:4] for path in numbered]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=lambda page: page.stem)
def test_a_decision_asks_decides_and_fits_on_a_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(page.name[:4])}. ")
    assert "## Question" in text
    assert "## Decision" in text
    assert len(text.splitlines()) <= 60


def test_the_glossary_for_translators_has_every_language() -> None:
    from i18n.languages import INTERFACE_LANGUAGES, SOURCE_LANGUAGE  # noqa: PLC0415 -- the pages above need none of the program

    text = (ROOT / "docs" / "translation-glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    heading = {cell.strip() for cell in rows[0]}
    assert heading == {"English", *INTERFACE_LANGUAGES} - {SOURCE_LANGUAGE}
    assert not [row[0] for row in rows[2:] if len(row) != len(rows[0]) or not all(cell.strip() for cell in row)]
