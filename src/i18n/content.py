"""Content that people write in several languages, as one immutable value and one JSONB column."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from markupsafe import Markup
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema
from sqlalchemy import ColumnElement, Dialect, func, literal, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from i18n.active import current
from i18n.languages import SOURCE_LANGUAGE, base_language, direction, find_language, is_language_tag
from i18n.pseudo import pseudo_text


def text_hash(text: str) -> str:
    """Names a source text: a translation whose source now hashes differently is stale."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).strip().encode()).hexdigest()[:16]


class Localized(Mapping[str, str]):
    """One text in several languages: `{"fr": "…", "nl": "…"}`. Texts are normalised; empty ones are not kept.

    `str()` gives the reader's language, or the next best one. In a page, `{{ course.title }}` marks a text that had
    to be taken from another language with `lang` and `dir`; inside an attribute write `{{ course.title|plain }}`.
    """

    __slots__ = ("_hash", "_texts")

    def __init__(self, texts: Mapping[str, str] | None = None, /, **more: str) -> None:
        kept: dict[str, str] = {}
        for tag, text in {**(texts or {}), **more}.items():
            if not isinstance(text, str) or not isinstance(tag, str):
                raise ValueError("a localized text is an object of language tags and texts")
            if not is_language_tag(tag):
                raise ValueError(f"not a language tag: {tag[:40]!r}")
            if "\x00" in text:
                raise ValueError("a text cannot contain NUL")
            if normal := unicodedata.normalize("NFC", text).strip():
                kept[tag] = normal
        self._texts = MappingProxyType(kept)
        self._hash = hash(frozenset(kept.items()))

    def __getitem__(self, tag: str) -> str:
        return self._texts[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Localized({dict(self._texts)!r})"

    def resolve(self, chain: Sequence[str] | None = None) -> tuple[str, str | None]:
        """The text and the language it really is in; ("", None) when there is none at all.

        Without `chain`, the reader's. A text in no language of the chain is better than nothing: the first is taken.
        """
        for tag in current().chain if chain is None else chain:
            for candidate in (tag, base_language(tag)):
                if candidate in self._texts:
                    return self._texts[candidate], candidate
        for tag, text in self._texts.items():
            return text, tag
        return "", None

    def with_text(self, tag: str, text: str) -> "Localized":
        """A copy with this text; an empty text takes the language out."""
        return Localized({**self._texts, tag: text})

    def missing(self, languages: Iterable[str]) -> tuple[str, ...]:
        """Which of these languages have no text yet."""
        return tuple(tag for tag in languages if tag not in self._texts)

    def __str__(self) -> str:
        return pseudo_text(current().tag, self.resolve()[0])

    def __html__(self) -> Markup:
        text, language = self.resolve()
        page = current().tag
        shown = pseudo_text(page, text)
        if language is None or _reads_as(page) == base_language(language):
            return Markup.escape(shown)
        return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction(language), shown)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """In JSON an object of texts, both ways."""
        texts = core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema())
        from_texts = core_schema.no_info_after_validator_function(cls, texts)
        return core_schema.json_or_python_schema(
            json_schema=from_texts,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_texts]),
            serialization=core_schema.plain_serializer_function_ser_schema(dict, return_schema=texts),
        )


def _reads_as(page: str) -> str:
    """The language of a page; a pseudo-language is English to a screen reader."""
    language = find_language(page)
    return SOURCE_LANGUAGE if language and language.is_pseudo else base_language(page)


class LocalizedColumn(TypeDecorator[Localized]):
    """Stores `Localized` as a JSONB object. In a model: `Field(sa_type=LocalizedColumn)`."""

    impl = JSONB(none_as_null=True)
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[Localized]):
        """What a query may ask of one column."""

        def text(self, tag: str) -> ColumnElement[str]:
            """The text in exactly this language, or NULL."""
            text: ColumnElement[str] = type_coerce(self.expr, JSONB)[tag].astext
            return text

        def resolved(self, chain: Sequence[str]) -> ColumnElement[str]:
            """The text as `Localized.resolve` would choose it within the chain; empty otherwise."""
            return func.coalesce(*(self.text(tag) for tag in chain), literal(""))

        def has(self, tag: str) -> ColumnElement[bool]:
            found: ColumnElement[bool] = type_coerce(self.expr, JSONB).has_key(tag)
            return found

    comparator_factory = Comparator

    def process_bind_param(self, value: Any, dialect: Dialect) -> dict[str, str] | None:
        if value is None:
            return None
        return dict(value if isinstance(value, Localized) else Localized(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Localized | None:
        return None if value is None else Localized(value)

    def compare_values(self, x: Any, y: Any) -> bool:
        """Equal texts are no change, whatever object holds them: no idle UPDATE."""
        return bool(x == y)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return self if isinstance(value, Mapping) else self.impl_instance.coerce_compared_value(op, value)
