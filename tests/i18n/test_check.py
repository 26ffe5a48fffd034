from pathlib import Path

import pytest

from i18n.check import Finding, check_all
from i18n.extract import update
from i18n.languages import INTERFACE_LANGUAGES
from i18n.status import CatalogueStatus, catalogue_status

CODE = """
from i18n.messages import _, lazy, ngettext, pgettext
LABEL = lazy("Save")
def words(n, name):
    # i18n: said to somebody who arrives
    _("Hello %(name)s", name=name)
    pgettext("month", "May")
    return ngettext("%(n)s seat", "%(n)s seats", n)
"""
PAGE = """
<h1>{{ _("Hello %(name)s", name=name) }}</h1>
{% trans count=n %}
  {{ count }} course
{% pluralize %}
  {{ count }} courses
{% endtrans %}
{{ _n("%(n)s day", "%(n)s days", 3) }}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "src"
    templates = source / "welcome" / "templates" / "welcome"
    templates.mkdir(parents=True)
    (source / "welcome" / "words.py").write_text(CODE)
    (templates / "page.html").write_text(PAGE)
    return source


@pytest.fixture
def locales(tmp_path: Path, source: Path) -> Path:
    locales = tmp_path / "locales"
    update(source, locales)
    for path in locales.glob("*/LC_MESSAGES/messages.po"):
        path.write_text(translated(path.read_text()))
    return locales


def translated(text: str) -> str:
    """Every message with its plural as its translation: right in every language here."""
    lines: list[str] = []
    said = ""
    for line in text.partition("\n\n")[2].split("\n"):
        kind, _, rest = line.partition(" ")
        if kind in ("msgid", "msgid_plural"):
            said = rest
        lines.append(f"{kind} {said}" if kind.startswith("msgstr") else line)
    return text.partition("\n\n")[0] + "\n\n" + "\n".join(lines)


def french(locales: Path) -> Path:
    return locales / "fr" / "LC_MESSAGES" / "messages.po"


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_catalogues_that_are_complete_and_fresh_have_no_finding(source: Path, locales: Path) -> None:
    assert check_all(source, locales) == []


def test_every_kind_of_message_is_collected(locales: Path) -> None:
    template = (locales / "messages.pot").read_text()
    for line in (
        'msgid "Save"',
        'msgctxt "month"',
        'msgid_plural "%(n)s seats"',
        'msgid_plural "%(count)s courses"',
        'msgid_plural "%(n)s days"',
        "#. said to somebody who arrives",
        "#: src/welcome/templates/welcome/page.html src/welcome/words.py",
    ):
        assert line + "\n" in template
    assert not any(mark in template for mark in ("words.py:", "Date", "Generated"))
    assert template.count('msgid "Hello %(name)s"') == 1


def test_updating_twice_changes_nothing(source: Path, locales: Path) -> None:
    assert set(update(source, locales).values()) == {False}
    assert len(update(source, locales)) == 1 + len(INTERFACE_LANGUAGES)


def test_an_update_keeps_translations_adds_new_messages_and_drops_old_ones(source: Path, locales: Path) -> None:
    rewrite(french(locales), 'msgstr "Save"', 'msgstr "Enregistrer"')
    rewrite(french(locales), 'msgid "Save"', '# checked by Ana\nmsgid "Save"')
    rewrite(source / "welcome" / "words.py", '"May"', '"June"')
    update(source, locales)
    text = french(locales).read_text()
    assert "# checked by Ana\n" in text
    assert 'msgid "Save"\nmsgstr "Enregistrer"\n' in text
    assert 'msgctxt "month"\nmsgid "June"\nmsgstr ""\n' in text
    assert "May" not in text


def test_the_plural_rule_of_a_language_is_pinned(source: Path, locales: Path) -> None:
    rewrite(french(locales), "(n > 1)", "(n != 1)")
    assert [finding.rule for finding in check_all(source, locales)] == ["plural"]
    update(source, locales)
    assert check_all(source, locales) == []


def test_a_new_message_without_an_update_is_found_in_every_catalogue(source: Path, locales: Path) -> None:
    (source / "welcome" / "more.py").write_text('_("Brand new")')
    rules = [finding.rule for finding in check_all(source, locales)]
    assert rules == ["new", "stale", *["new"] * len(INTERFACE_LANGUAGES)]


def test_a_message_that_is_gone_is_found(source: Path, locales: Path) -> None:
    rewrite(source / "welcome" / "words.py", 'LABEL = lazy("Save")', "")
    findings = check_all(source, locales)
    assert Finding("fr/LC_MESSAGES/messages.po", "unused", "nobody says this any more: 'Save'") in findings


def test_an_untranslated_and_a_fuzzy_message_are_found_in_a_first_tier_language(source: Path, locales: Path) -> None:
    rewrite(french(locales), 'msgstr "Save"', 'msgstr ""')
    rewrite(french(locales), 'msgctxt "month"', '#, fuzzy\nmsgctxt "month"')
    assert [(finding.where, finding.rule) for finding in check_all(source, locales)] == [
        ("fr/LC_MESSAGES/messages.po", "fuzzy"),
        ("fr", "untranslated"),
    ]


def test_a_wrong_translation_is_found_where_it_is(source: Path, locales: Path) -> None:
    rewrite(french(locales), 'msgstr "Hello %(name)s"', 'msgstr "Salut %(nom)s"')
    assert {str(finding) for finding in check_all(source, locales)} == {
        "fr/LC_MESSAGES/messages.po: placeholder: missing: name in 'Hello %(name)s'",
        "fr/LC_MESSAGES/messages.po: placeholder: not in the source: nom in 'Hello %(name)s'",
    }


def test_a_bare_word_in_a_template_is_found_with_its_line(source: Path, locales: Path) -> None:
    rewrite(source / "welcome" / "templates" / "welcome" / "page.html", "</h1>", "</h1>\nBare")
    place = "src/welcome/templates/welcome/page.html:3"
    assert check_all(source, locales) == [Finding(place, "bare-word", "Bare")]


def test_a_source_that_no_language_could_say_is_found(source: Path, locales: Path) -> None:
    (source / "welcome" / "more.py").write_text('_("100% free")')
    update(source, locales)
    found = [finding for finding in check_all(source, locales) if finding.rule == "percent"]
    assert found[0].where == "src/welcome/more.py"


def test_a_language_without_a_catalogue_is_found(source: Path, locales: Path) -> None:
    french(locales).unlink()
    assert [(finding.where, finding.rule) for finding in check_all(source, locales)] == [
        ("fr/LC_MESSAGES/messages.po", "stale"),
        ("fr", "untranslated"),
    ]


def test_the_status_counts_translated_fuzzy_and_missing(locales: Path) -> None:
    rewrite(french(locales), 'msgstr "Save"', 'msgstr ""')
    rewrite(french(locales), 'msgctxt "month"', '#, fuzzy\nmsgctxt "month"')
    by_language = {status.language: status for status in catalogue_status(locales)}
    assert tuple(by_language) == INTERFACE_LANGUAGES
    assert by_language["fr"] == CatalogueStatus("fr", messages=6, translated=4, fuzzy=1, missing=1)
    assert by_language["pl"] == CatalogueStatus("pl", messages=6, translated=6, fuzzy=0, missing=0)
    assert (by_language["en"].share, by_language["fr"].share) == (1.0, 4 / 6)
