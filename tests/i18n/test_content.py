import pytest
from markupsafe import escape
from pydantic import BaseModel, ValidationError
from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.dialects import postgresql

from i18n.active import make_state, use_locale
from i18n.content import Localized, LocalizedColumn, text_hash


def test_the_reader_gets_their_language_or_the_next_best_one() -> None:
    title = Localized(fr="Été", de="Sommer", en="Summer")
    assert title.resolve(("lb", "fr", "de", "en")) == ("Été", "fr")
    assert title.resolve(("nl", "en")) == ("Summer", "en")
    assert title.resolve(("de-AT",)) == ("Sommer", "de")
    assert title.resolve(("pl",)) == ("Été", "fr")
    assert Localized().resolve(("en",)) == ("", None)
    with use_locale(make_state("de")):
        assert (str(title), title.resolve()) == ("Sommer", ("Sommer", "de"))


def test_texts_are_normalised_and_empty_ones_not_kept() -> None:
    assert dict(Localized(fr=" E\u0301te\u0301 ", nl="  ", de="")) == {"fr": "Été"}
    assert not Localized(fr=" ")


@pytest.mark.parametrize("wrong", [{"FR": "x"}, {"fr_BE": "x"}, {"": "x"}, {"fr": 1}, {"fr": None}, {"fr": "a\x00"}])
def test_what_is_no_localized_text_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"language|text"):
        Localized(wrong)


def test_a_localized_text_never_changes() -> None:
    title = Localized(fr="Été")
    changed = title.with_text("nl", "Zomer")
    assert (dict(title), dict(changed)) == ({"fr": "Été"}, {"fr": "Été", "nl": "Zomer"})
    assert changed.with_text("nl", "") == title
    with pytest.raises(TypeError):
        title["fr"] = "x"  # type: ignore[index]  # that it cannot is what is tested


def test_equal_texts_are_equal_values() -> None:
    one, other = Localized(fr="a", nl="b"), Localized({"nl": "b", "fr": "a"})
    assert one == other == {"fr": "a", "nl": "b"}
    assert len({one, other}) == 1


def test_missing_languages_are_named_in_the_order_asked() -> None:
    assert Localized(fr="x").missing(("nl", "fr", "de")) == ("nl", "de")


def test_a_page_marks_a_text_of_another_language() -> None:
    title = Localized(fr="L'été <1>")
    with use_locale(make_state("fr", "BE")):
        assert escape(title) == "L&#39;été &lt;1&gt;"
    with use_locale(make_state("ar")):
        assert escape(title) == '<span lang="fr" dir="ltr">L&#39;été &lt;1&gt;</span>'
    with use_locale(make_state("fr")):
        assert escape(Localized(ar="صيف")) == '<span lang="ar" dir="rtl">صيف</span>'
    assert escape(Localized()) == ""


def test_under_a_pseudo_language_english_is_at_home() -> None:
    with use_locale(make_state("en-XA")):
        assert escape(Localized(en="Web")) == "[Ŵéƀ ééé]"
        assert escape(Localized(fr="Web")) == '<span lang="fr" dir="ltr">[Ŵéƀ ééé]</span>'


def test_a_hash_names_a_text_however_it_is_typed() -> None:
    assert text_hash("Été ") == text_hash("E\u0301te\u0301") == "adca3dd5be16befd"
    assert text_hash("Été") != text_hash("été")


class Course(BaseModel):
    title: Localized


def test_pydantic_reads_and_writes_an_object_of_texts() -> None:
    course = Course.model_validate_json('{"title": {"fr": " Été "}}')
    assert course.title == Localized(fr="Été")
    assert course.model_dump() == {"title": {"fr": "Été"}}
    assert course.model_dump_json() == '{"title":{"fr":"Été"}}'
    assert Course(title=course.title).title is course.title
    schema = Course.model_json_schema()["properties"]["title"]
    assert (schema["type"], schema["additionalProperties"]) == ("object", {"type": "string"})


@pytest.mark.parametrize("wrong", [{"FR": "x"}, {"fr": 1}, [], "x", None])
def test_pydantic_refuses_other_shapes(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Course.model_validate({"title": wrong})


TABLE = Table("courses", MetaData(), Column("id", Integer), Column("title", LocalizedColumn))


def test_the_column_stores_an_object_and_gives_back_the_value() -> None:
    column, dialect = LocalizedColumn(), postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped in the library
    assert column.process_bind_param(Localized(fr="x"), dialect) == {"fr": "x"}
    assert column.process_bind_param({"fr": " x "}, dialect) == {"fr": "x"}
    assert column.process_bind_param(None, dialect) is None
    assert column.process_result_value({"fr": "x"}, dialect) == Localized(fr="x")
    assert column.process_result_value(None, dialect) is None
    assert column.compare_values(Localized(fr="x"), Localized(fr="x"))
    assert not column.compare_values(Localized(fr="x"), None)
    assert column.cache_ok


def test_queries_can_ask_for_a_language() -> None:
    title = TABLE.c.title
    query = select(title.resolved(("lb", "fr"))).where(title.has("fr"), title.text("fr") == "x", title == {"fr": "x"})
    compiled = query.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]  # untyped in the library
    sql = " ".join(str(compiled).split())
    assert "coalesce(courses.title ->> %(param_1)s::TEXT, courses.title ->> %(param_2)s::TEXT" in sql
    assert "courses.title ? %(param_4)s" in sql
    assert [compiled.params[f"param_{n}"] for n in (1, 2, 4)] == ["lb", "fr", "fr"]
