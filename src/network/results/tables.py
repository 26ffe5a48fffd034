"""The fixed catalogue of tables that results are published from, and what must be counted for each. Pure."""

from typing import TypeAlias

from network.results.counting import Question
from network.results.indicators import ABOUT_PEOPLE, FAMILIES, LEARNERS, Breakdown, Counted, Indicator

# The dimensions of a table, sorted: (), ("gender",), ("curriculum", "gender"), …
Table: TypeAlias = tuple[str, ...]
LARGEST_TABLE = 2  # dimensions

_COURSES = (Breakdown.CURRICULUM, Breakdown.LEVEL, Breakdown.PROGRAMME)


def table_of(*dimensions: Breakdown | None) -> Table:
    """The table that a slice is cut out of. Within a curriculum its level says nothing new."""
    names = {dimension for dimension in dimensions if dimension is not None}
    if Breakdown.CURRICULUM in names:
        names -= {Breakdown.LEVEL, Breakdown.PROGRAMME}
    return tuple(sorted(names))


def margins_of(table: Table) -> list[Table]:
    """The tables that are decided before this one: all whose sums it could contradict. Levels and
    programmes are sums of curricula, so these come first."""
    found: dict[Table, None] = {}
    for name in table:
        rest = tuple(other for other in table if other != name)
        above = _COURSES[: _COURSES.index(Breakdown(name))] if name in _COURSES else ()
        for smaller in (rest, *(tuple(sorted({*rest, one})) for one in above)):
            merged = table_of(*map(Breakdown, smaller))
            found |= dict.fromkeys([*margins_of(merged), merged])
    return sorted(found, key=lambda one: (len(one), one))


def questions_for(family: str, table: Table) -> list[Question]:
    """What must be counted before a table of a family can be protected, its margins apart.

    Levels and programmes are counted by curriculum and added up. Within a curriculum or programme
    that somebody filters by, people are counted anew: both counts are protected as one cell.
    """
    answers = [Breakdown(name) for name in table if name in ABOUT_PEOPLE]
    of_course = Breakdown.CURRICULUM if len(answers) < len(table) else None
    by, answer_by = [*filter(None, [of_course]), *answers, None, None][:2]
    measures = FAMILIES[family]
    found = [Question(Counted.SUM, tuple(name for name in measures if name != LEARNERS), by, answer_by)]
    if LEARNERS in measures:
        found.append(Question(Counted.PEOPLE, (LEARNERS,), by, answer_by))
        within = [Breakdown(name) for name in table if name in (Breakdown.CURRICULUM, Breakdown.PROGRAMME)]
        beside = answers[0] if answers else Breakdown.LEVEL if Breakdown.LEVEL in table else None
        found += [Question(Counted.PEOPLE, (LEARNERS,), beside, None, chosen) for chosen in within]
    return found


def question_of_table(family: str, table: Table, counted: Counted) -> Question:
    """The one whose answer holds the cells of an unfiltered table."""
    return next(question for question in questions_for(family, table) if question.counted is counted)


def questions_for_rate(indicator: Indicator, table: Table) -> list[Question]:
    """Those whose answers hold the denominators of a rate."""
    below = indicator.denominator
    if indicator.family is None or below is None:
        return []
    if below.measures[0] not in FAMILIES[indicator.family]:
        return [Question(below.counted, below.measures, Breakdown.CURRICULUM if set(table) & set(_COURSES) else None)]
    counted_in = table_of(*map(Breakdown, table), below.attribute)
    found = questions_for(indicator.family, counted_in)
    return [question for question in found if question.counted is below.counted]


def questions_of(indicator: Indicator, table: Table) -> list[Question]:
    """Everything that the protection of an indicator's table and its margins asks for."""
    if indicator.family is None:
        return []
    found: dict[Question, None] = {}
    attribute = indicator.numerator.attribute
    for one in (*margins_of(table), table):
        counted_in = table_of(*map(Breakdown, one), attribute)
        if len(counted_in) <= LARGEST_TABLE:
            for smaller in (*margins_of(counted_in), counted_in):
                found |= dict.fromkeys(questions_for(indicator.family, smaller))
            if indicator.is_rate:
                found |= dict.fromkeys(questions_for_rate(indicator, one))
    return list(found)
