"""Markdown as people write it, HTML as a browser may have it: no raw HTML, no images, no scripts, links checked."""

from functools import lru_cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS: Final = {
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "code", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_SCHEMES: Final = {"https", "http", "mailto", "tel"}


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable("table")
    parser.disable(["image", "html_block", "html_inline"])
    return parser


_PARSER: Final = _parser()


@lru_cache(maxsize=512)
def to_html(text: str) -> Markup:
    """A page has its one h1 already: what is written as the first level becomes the second."""
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"
    made = _PARSER.renderer.render(tokens, _PARSER.options, {})
    clean = nh3.clean(
        made,
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
    )
    return Markup(clean)  # noqa: S704 -- cleaned the line before


@lru_cache(maxsize=512)
def to_text(text: str) -> str:
    """The words alone, for search, feeds and the line under a title."""
    lines = (token.children or [] for token in _PARSER.parse(text) if token.type == "inline")
    return "\n".join("".join(_words(child.type, child.content) for child in line) for line in lines)


def _words(kind: str, content: str) -> str:
    return " " if kind in ("softbreak", "hardbreak") else content
