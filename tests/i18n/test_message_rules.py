import pytest

from i18n.languages import LANGUAGES
from i18n.message_rules import Problem, check_message, check_source, plural_of

FREE = ("One place is free", "%(num)s places are free")
COUNTED = ("%(n)s course is open", "%(n)s courses are open")


def found(source: str | tuple[str, str], translation: str | tuple[str, ...], language: str = "fr") -> list[str]:
    return [problem.rule for problem in problems(source, translation, language)]


def problems(source: str | tuple[str, str], translation: str | tuple[str, ...], language: str = "fr") -> list[Problem]:
    plural = plural_of(LANGUAGES[language].plural_forms)
    return check_message(source, translation, language=language, plural=plural)


PLANTED: dict[str, tuple[str | tuple[str, str], str | tuple[str, ...], list[str]]] = {
    "a renamed placeholder": ("Hi %(name)s", "Salut %(nom)s", ["placeholder", "placeholder"]),
    "a dropped placeholder": ("Hi %(name)s", "Salut", ["placeholder"]),
    "a lone percent sign": ("100%% free", "100% libre", ["percent"]),
    "a tag that is not closed": ("<a href='/x'>Go</a>", "<a href='/x'>Aller", ["tags"]),
    "another address": ('<a href="/x">Go</a>', '<a href="/y">Aller</a>', ["tags"]),
    "an event handler": ("<b>Go</b>", '<b onclick="x()">Aller</b>', ["tags"]),
    "a script": ("Go", "Aller<script>x()</script>", ["tags", "tags"]),
    "another number in a plural": (FREE, ("Une place", "%(n)s places"), ["placeholder", "placeholder", "placeholder"]),
    "a form without its number that stands for two": (
        COUNTED,
        ("Une formation est ouverte", "%(n)s formations"),
        ["placeholder"],
    ),
    "a lost space at the edge": (" of 3", "de 3", ["edges"]),
    "a question mark without its space": ("Really?", "Vraiment?", ["spacing"]),
    "a direction character": ("Go", "Aller\u202e", ["invisible"]),
    "a missing plural form": (COUNTED, ("%(n)s formation", ""), ["plural"]),
}


@pytest.mark.parametrize("defect", PLANTED)
def test_a_planted_defect_is_found(defect: str) -> None:
    source, translation, rules = PLANTED[defect]
    assert found(source, translation) == rules


@pytest.mark.parametrize(
    ("source", "translation", "language"),
    [
        ("Hi %(name)s, 100%% free", "%(name)s, salut\u202f! 100\u00a0%% libre", "fr"),
        ('<a href="%(url)s">Go</a>', 'On y <a href="%(url)s">va</a>', "fr"),
        ('<abbr title="World">W</abbr>', '<abbr title="Monde">M</abbr>', "fr"),
        ("Really?!", "Vraiment\u202f?!", "fr"),
        ("Say 'yes': 10:30, https://example.org?", "Dites «\u00a0oui\u00a0»\u00a0: 10:30, https://example.org", "fr"),
        ("A &amp; B;", "A &amp; B\u202f;", "fr"),
        ("Age < 30", "Leeftijd < 30", "nl"),
        ("One<br>two", "Een<br>twee", "nl"),
        (COUNTED, ("Jedno szkolenie jest otwarte", "%(n)s szkolenia", "%(n)s szkoleń"), "pl"),
        (COUNTED, ("صفر", "واحدة", "اثنتان", "%(n)s دورات", "%(n)s دورة", "%(n)s دورة"), "ar"),
        (FREE, ("Een plaats is vrij", "%(num)s plaatsen zijn vrij"), "nl"),
        (FREE, ("%(num)s place est libre", "%(num)s places sont libres"), "fr"),
        (("Delete it?", "Delete them?"), ("Wissen?", "Wissen?"), "nl"),
    ],
)
def test_a_right_translation_has_no_problem(
    source: str | tuple[str, str], translation: str | tuple[str, ...], language: str
) -> None:
    assert found(source, translation, language) == []


def test_the_number_may_not_go_where_ukrainian_means_one_and_twenty_one() -> None:
    forms = ("Один курс відкрито", "%(n)s курси", "%(n)s курсів")
    assert found(COUNTED, forms, "uk") == ["placeholder"]


def test_another_placeholder_may_not_go_with_the_number() -> None:
    sources = ("%(n)s course in %(town)s", "%(n)s courses in %(town)s")
    assert found(sources, ("Jedno szkolenie", "%(n)s w %(town)s", "%(n)s w %(town)s"), "pl") == ["placeholder"]


@pytest.mark.parametrize(
    "text", ["Go<", "Go <b", "Go <!-- x", "<b>Go</i></b>", "</b>Go<b>", "<b><i>Go</b></i>", "<style>x</style>", "<img>"]
)
def test_broken_or_foreign_markup_is_harmful(text: str) -> None:
    expected = [] if text == "Go<" else ["tags"]
    assert sorted(set(found("Go", text, "nl"))) == expected
    assert all(problem.harmful for problem in problems("Go", text, "nl"))


def test_untidiness_does_no_harm() -> None:
    assert [problem.harmful for problem in problems("Really? ", "Vraiment?")] == [False, False]


def test_a_source_is_checked_too() -> None:
    assert check_source("100%% <b>free</b>") == []
    assert [problem.rule for problem in check_source("100% <p>free")] == ["percent", "tags", "tags"]


def test_a_header_that_is_no_plural_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="plural rule"):
        plural_of("nplurals=two")
