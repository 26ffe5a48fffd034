"""What people write never becomes more than text with a little form."""

import pytest

from i18n.content import Localized
from sites.website.markdown import to_html, to_text
from sites.website.rendering import lead


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        "<iframe src='https://example.org'></iframe>",
        '[x](https://example.org "onmouseover=alert(1)")',
        "<a href='javascript:alert(1)'>x</a>",
        "<svg onload=alert(1)>",
        "<style>body{display:none}</style>",
    ],
)
def test_nothing_that_runs_comes_through(attack: str) -> None:
    made = to_html(attack).lower()
    for tag in ("<script", "<img", "<iframe", "<svg", "<style", "onmouseover", 'href="javascript', 'href="data'):
        assert tag not in made, made


def test_headings_begin_below_the_title_of_the_page() -> None:
    assert to_html("# One\n\n## Two\n\n###### Six") == "<h2>One</h2>\n<h2>Two</h2>\n<h4>Six</h4>\n"


def test_a_link_may_be_to_a_page_a_mail_or_a_telephone() -> None:
    made = to_html("[a](https://example.org) [b](mailto:a@example.org) [c](tel:+3225550123) [d](/brussels/events)")
    assert made.count("href=") == 4


def test_the_words_alone_have_no_signs() -> None:
    assert to_text("## A *title*\n\nSome **bold** [words](https://example.org).") == "A title\nSome bold words."
    assert lead(Localized(en="First paragraph.\n\nSecond.")) == Localized(en="First paragraph.")
