"""Every page, in French, Polish and mirrored pseudo-Arabic, light and dark: no finding of axe, no sideways scroll."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.end_to_end.conftest import AXE
from tests.end_to_end.pages import PEOPLE, crawl, starts_for

pytestmark = pytest.mark.browser

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549", "RGAAv4"]


@pytest.mark.parametrize("kind", list(PEOPLE))
@pytest.mark.parametrize("tag", ["fr", "pl", "ar-XB"])
def test_every_page_is_accessible(opened: Callable[..., Page], kind: str, tag: str) -> None:
    who, starts = starts_for(kind, tag)
    page = opened(starts[0], who=who)
    axe = AXE.read_text()

    findings: list[str] = []
    for path in crawl(page, starts, prefix=tag):
        page.goto(path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the words it knows
            findings += [f"{path} ({scheme}): {one}" for one in _violations(page, axe)]

    assert findings == []


@pytest.mark.parametrize("kind", list(PEOPLE))
@pytest.mark.parametrize("tag", ["fr", "ar-XB"])
def test_every_page_fits_a_narrow_phone(opened: Callable[..., Page], kind: str, tag: str) -> None:
    who, starts = starts_for(kind, tag)
    page = opened(starts[0], who=who, width=320)

    too_wide = []
    for path in crawl(page, starts, prefix=tag):
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            too_wide.append(f"{path}: {width} px")

    assert too_wide == []


def _violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    result: dict[str, Any] = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", _TAGS)
    return [
        f"{one['id']}: {one['help']}: {node['html'][:150]}" for one in result["violations"] for node in one["nodes"][:3]
    ]
