"""No bare word: in the pseudo-locale every letter a reader sees has been through the catalogue."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.end_to_end.pages import PEOPLE, crawl, starts_for

pytestmark = pytest.mark.browser

# Words of two or more plain letters in a text or a spoken attribute, unless marked as a name
# (translate="no") or as being in another language.
_BARE = """
() => {
  const found = [];
  const excused = node => node.closest('[translate=no], bdi, script, noscript, style, code, [lang]:not(html)');
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!parent || excused(parent)) continue;
    if (/[A-Za-z]{2,}/.test(node.textContent)) found.push(node.textContent.trim().slice(0, 80));
  }
  for (const name of ['alt', 'title', 'aria-label', 'placeholder', 'aria-description', 'data-confirm', 'data-said'])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!excused(element) && /[A-Za-z]{2,}/.test(element.getAttribute(name)))
        found.push(`${name}: ${element.getAttribute(name).slice(0, 80)}`);
  return [...new Set(found)];
}
"""


@pytest.mark.parametrize("kind", list(PEOPLE))
def test_no_word_escapes_the_catalogue(opened: Callable[..., Page], kind: str) -> None:
    who, starts = starts_for(kind, "en-XA")
    page = opened(starts[0], who=who)

    bare: list[str] = []

    def look(path: str) -> None:
        bare.extend(f"{path}: {word}" for word in page.evaluate(_BARE))

    assert crawl(page, starts, look, prefix="en-XA") > 2
    assert bare == []
