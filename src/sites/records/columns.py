"""Which column of a file holds what: headings in any language of the interface, in any order."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from i18n.search import fold
from sites.records.errors import ColumnsMissing, ColumnsTwice
from sites.records.headings import HEADINGS
from sites.records.rows import Column

REQUIRED = (Column.LEARNER_REF, Column.CURRICULUM, Column.COHORT, Column.STATUS)
NAMES = (Column.GIVEN_NAME, Column.FAMILY_NAME)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each column stands, and which headings nobody knows."""

    positions: Mapping[Column, int]
    ignored: tuple[str, ...]
    width: int


def squeezed(text: str) -> str:
    """A word reduced to its letters and digits: without case, accents, spaces, marks of any kind."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def header(column: Column, language: str) -> str:
    """The heading of a column for people who read `language`, as the template to fill in has it."""
    headings = HEADINGS[column]
    return headings.get(language.split("-")[0], headings["en"])[0]


@cache
def _known() -> Mapping[str, Mapping[Column, frozenset[str]]]:
    """Squeezed heading -> the columns it may mean, each with the languages in which it does."""
    known: defaultdict[str, defaultdict[Column, set[str]]] = defaultdict(lambda: defaultdict(set))
    for column, by_language in HEADINGS.items():
        known[squeezed(column)][column].add("en")
        for language, headings in by_language.items():
            for heading in headings:
                known[squeezed(heading)][column].add(language)
    return {
        heading: {column: frozenset(languages) for column, languages in columns.items()}
        for heading, columns in known.items()
    }


def columns_recognised(headings: Iterable[str]) -> int:
    return sum(squeezed(heading) in _known() for heading in headings)


def _column_of(heading: str, spoken: Counter[str]) -> Column | None:
    """`Nom` is a family name in French and a given name in Catalan: the other headings decide."""
    candidates = _known().get(squeezed(heading), {})
    by_weight = sorted(
        candidates, key=lambda column: max(spoken[language] for language in candidates[column]), reverse=True
    )
    return by_weight[0] if by_weight else None


def layout(headings: Sequence[str]) -> Layout:
    """Raises `ColumnsMissing` when a file cannot be a list of participations, and `ColumnsTwice`."""
    spoken = Counter(
        language
        for heading in headings
        for languages in _known().get(squeezed(heading), {}).values()
        for language in languages
    )
    positions: dict[Column, int] = {}
    twice: list[str] = []
    ignored: list[str] = []
    for position, heading in enumerate(headings):
        column = _column_of(heading, spoken)
        if column is None:
            ignored.extend([heading] if heading else [])
        elif column in positions:
            twice.append(heading)
        else:
            positions[column] = position
    missing = [str(column) for column in REQUIRED if column not in positions]
    if not any(column in positions for column in NAMES):
        missing.append(str(Column.GIVEN_NAME))
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    if twice:
        raise ColumnsTwice(columns=", ".join(twice))
    return Layout(positions, tuple(ignored), len(headings))
