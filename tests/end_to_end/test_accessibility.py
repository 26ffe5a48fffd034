"""Every page, in French, Polish and mirrored pseudo-Arabic, light and dark: no finding of axe, no sideways scroll."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.end_to_end.conftest import AXE
from tests.end_to_end.pages import PEOPLE, crawl, starts_for

pytestmark = pytest.mark.browser

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549", "RGAAv4"]


# A page looks different in the dark, but it says the same: there only colours are judged again.
_IN_THE_DARK = ["color-contrast", "link-in-text-block"]


@pytest.mark.parametrize("kind", list(PEOPLE))
@pytest.mark.parametrize("tag", ["fr", "pl", "ar-XB"])
def test_every_page_is_accessible_and_fits_a_narrow_phone(opened: Callable[..., Page], kind: str, tag: str) -> None:
    who, starts = starts_for(kind, tag)
    page = opened(starts[0], who=who)
    axe = AXE.read_text()
    findings: list[str] = []

    def look(path: str) -> None:
        page.evaluate(axe)
        findings.extend(f"{path}: {one}" for one in _violations(page, {"type": "tag", "values": _TAGS}))
        page.emulate_media(color_scheme="dark")
        findings.extend(f"{path} (dark): {one}" for one in _violations(page, {"type": "rule", "values": _IN_THE_DARK}))
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 900})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            findings.append(f"{path}: {width} px wide on a phone of 320 px")
        page.set_viewport_size({"width": 1280, "height": 900})

    assert crawl(page, starts, look, prefix=tag) > 2
    assert findings == []


def _violations(page: Page, what: dict[str, Any]) -> list[str]:
    options = {"runOnly": what, "resultTypes": ["violations"]}
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{one['id']}: {one['help']}: {node['html'][:150]}" for one in result["violations"] for node in one["nodes"][:3]
    ]
