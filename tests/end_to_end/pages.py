"""Which pages there are: found by following links, one for each shape of address."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_SITES = re.compile(r"/(brussels|poland|spain|luxembourg)(?=/|$)")
_AFTER = re.compile(
    r"(?<=/)(certificates|cohorts|courses|curricula|events|indicators|news|projects|rooms|sources|startups|units|venues|verify)"
    r"/(?!new|check)[^/?]+"
)
_NOT_PAGES = (".atom", ".ics", ".csv", ".jwt", ".json", ".pdf", ".png", ".xlsx", "/api/", "/downloads/")


def shape(path: str) -> str:
    """`/en-XA/brussels/courses/web-2026` and its like: one shape."""
    plain = _SITES.sub("/SITE", _ID.sub("ID", urlsplit(path).path))
    return _AFTER.sub(r"\1/CODE", plain)


def crawl(page: Page, starts: list[str], look: Callable[[str], None], *, prefix: str, most: int = 60) -> int:
    """Look at each page below `/prefix/` that links lead to from `starts`, each shape once; how
    many there were. The page is signed in as whoever shall see them."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting and len(found) < most:
        path = waiting.pop(0)
        if shape(path) in found:
            continue
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"
        found.add(shape(path))
        look(path)
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        waiting += [link for link in links if _is_ours(link, prefix) and shape(link) not in found]
    return len(found)


def _is_ours(link: str, prefix: str) -> bool:
    return link.startswith(f"/{prefix}/") and not any(part in link for part in _NOT_PAGES) and "?" not in link


PEOPLE = {
    "public": (None, ["/{tag}/", "/{tag}/{site}", "/{tag}/sign-in", "/{tag}/password"]),
    "manager": ("brussels@demo.example", ["/{tag}/manage/brussels"]),
    "trainer": ("trainer.brussels@demo.example", ["/{tag}/manage/brussels"]),
    "headquarters": ("hq@demo.example", ["/{tag}/hq"]),
    "rollout": ("rollout@demo.example", ["/{tag}/rollout"]),
}


def starts_for(kind: str, tag: str) -> tuple[str | None, list[str]]:
    """Who looks, and where they begin. The public reads Warsaw in Polish and Brussels otherwise."""
    who, paths = PEOPLE[kind]
    site = "poland" if tag == "pl" else "brussels"
    return who, [path.format(tag=tag, site=site) for path in paths]
