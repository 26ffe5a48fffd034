"""How far the interface is translated, language by language."""

from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog

from i18n.catalogue import LOCALES, catalogue_path, forms_of, key_of, messages_of, read_catalogue
from i18n.extract import read_template
from i18n.languages import LANGUAGES, SOURCE_LANGUAGE, Language


@dataclass(frozen=True, slots=True)
class CatalogueStatus:
    """Counts of messages; a fuzzy one has a translation that somebody still has to confirm, and is not shown."""

    language: str
    messages: int
    translated: int
    fuzzy: int
    missing: int

    @property
    def share(self) -> float:
        """Translated messages as a fraction of 1."""
        return self.translated / self.messages if self.messages else 1.0


def catalogue_status(locales: Path = LOCALES) -> tuple[CatalogueStatus, ...]:
    """All languages of the interface in their order. The source language is complete by definition."""
    template = read_template(locales)
    return tuple(_status(language, template, locales) for language in LANGUAGES.values())


def _status(language: Language, template: Catalog, locales: Path) -> CatalogueStatus:
    wanted = {key_of(message) for message in messages_of(template)}
    if language.tag == SOURCE_LANGUAGE:
        return CatalogueStatus(language.tag, len(wanted), len(wanted), 0, 0)
    path = catalogue_path(language, locales)
    there = messages_of(read_catalogue(path)) if path.exists() else ()
    given = [message for message in there if key_of(message) in wanted and all(forms_of(message))]
    fuzzy = sum(message.fuzzy for message in given)
    return CatalogueStatus(language.tag, len(wanted), len(given) - fuzzy, fuzzy, len(wanted) - len(given))
