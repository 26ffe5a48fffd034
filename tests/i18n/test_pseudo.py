import re

from i18n.active import make_state, use_locale
from i18n.content import Localized
from i18n.formatting import country_name, month_name, relative
from i18n.messages import _
from i18n.pseudo import pseudo_text, pseudo_value

_PLAIN_WORD = re.compile(r"[A-Za-z]{2,}")


def test_the_accented_language_grows_texts_and_brackets_them() -> None:
    assert pseudo_text("en-XA", "Save") == "[Šàṽé éééé]"
    long = pseudo_text("en-XA", "Registrations are closed for now")
    assert sum(letter.isalpha() for letter in long) == 28 + 11


def test_what_the_program_needs_is_kept() -> None:
    text = '<a href="/x" title="Go">Hi %(name)s</a> &amp; 100%% https://example.org/go'
    accented = pseudo_text("en-XA", text)
    for kept in ('<a href="/x" title="Go">', "%(name)s", "</a>", "&amp;", "%%", "https://example.org/go"):
        assert kept in accented


def test_no_plain_word_is_left_in_messages_formats_and_content() -> None:
    with use_locale(make_state("en-XA")):
        texts = [_("Save %(n)s files", n=3), month_name(2026, 3), country_name("BE"), relative(3), relative(0)]
        texts.append(str(Localized(en="Web development")))
        texts.append(Localized(en="Web development").__html__())
    assert [text for text in texts if _PLAIN_WORD.search(text)] == []


def test_the_mirrored_language_runs_from_right_to_left_and_keeps_digits() -> None:
    assert pseudo_value("ar-XB", "5 Mar 2026") == "5 \u200f\u202eMar\u202c\u200f 2026"


def test_real_languages_are_left_alone() -> None:
    assert pseudo_text("fr", "Save") == "Save"
