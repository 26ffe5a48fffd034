"""The results: what screen, API, command and exports show, and the only way to it.

`results()` brings the facts up to date first, then reads; whatever is not the viewer's own is
protected. A repeated question is answered from what was decided, as long as no fact has changed.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.database import Database
from core.settings import settings
from i18n.messages import _
from network.curricula.models import Programme
from network.results.counting import Counts, Question, ask, cell
from network.results.disclosure import MINIMUM_DENOMINATOR
from network.results.errors import (
    BreakdownNotOffered,
    NothingAsked,
    UnitAndChildren,
    UnknownBreakdown,
    UnknownCurriculum,
    UnknownIndicator,
    UnknownPeriod,
    UnknownProgramme,
    UnknownUnit,
)
from network.results.indicators import INDICATORS, Breakdown, Indicator, Source, Unit
from network.results.network_state import NetworkState, read_state
from network.results.periods import BadPeriod, Period
from network.results.protection import Protection
from network.results.recount import catch_up
from network.results.slices import Slice, answer_cell, counted_labels, question_for
from network.results.tables import LARGEST_TABLE, questions_of
from network.units.models import UnitKind

Number = int | float
_YEARS_KEPT = 16


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one unit, whole or in one category. A suppressed one has no numbers at all;
    one without a value that is not suppressed has nothing to be a share of."""

    indicator: str
    unit: str
    breakdown: Breakdown | None
    category: str | None
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    suppressed: bool
    additive: bool
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "indicator": self.indicator,
            "unit": self.unit,
            "breakdown": {str(self.breakdown): self.category} if self.category is not None else None,
            "value": self.value,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "suppressed": self.suppressed,
            "additive": self.additive,
            **self.more,
            "status": {"provisional": 1.0, "submitted": 0.0, "approved": 0.0},
        }


@dataclass(frozen=True, slots=True)
class Results:
    period: Period
    figures: tuple[Figure, ...]

    def as_json(self) -> dict[str, Any]:
        """The document of the API and of `archipel results`."""
        return {"period": str(self.period), "data": [figure.as_json() for figure in self.figures]}


async def results(
    session: AsyncSession,
    database: Database,
    *,
    indicators: Sequence[str],
    units: Sequence[str] = (),
    children_of: str | None = None,
    period: str,
    breakdown: str | None = None,
    curriculum: str | None = None,
    programme: str | None = None,
    as_site: UUID | Collection[UUID] | None = None,
    belongs_to: Callable[[frozenset[UUID]], bool] | None = None,
    today: date | None = None,
    broken_down: Collection[str] | None = None,
) -> Results:
    """Figures of units, or of a unit and those one level below it (`children_of`), in order.

    `session` is one of the network (role group or worker). `as_site` names the site or sites whose
    own figures the viewer may see as they are; or `belongs_to` is asked about each site's path in
    the tree of `today`. An indicator that does not offer the breakdown, or is not among those to be
    `broken_down`, is given without it; raises an AppError for whatever there is not.
    """
    wanted = [_indicator(code) for code in dict.fromkeys(indicators)]
    when = _period(period)
    state = await current_state(session, database)
    part = _slice(state, wanted, breakdown, curriculum, programme)
    chosen = _units(state, units, children_of, when)
    if not wanted or not chosen:
        raise NothingAsked
    own = _own(state, as_site)
    if belongs_to is not None and today is not None:
        sites = (code for code in chosen if state.kinds[code] == UnitKind.SITE)
        own |= {code for code in sites if belongs_to(state.path(code, today))}
    parts = {
        one: _offered(one, part) if broken_down is None or one.code in broken_down else part.without_breakdown()
        for one in wanted
    }
    year = await _year(session, state, when.year, parts, protected=not own.issuperset(chosen))
    reader = _Reader(year, when, own)
    # Deciding what to hide takes a while the first time, and other requests should not wait for it.
    figures = await asyncio.to_thread(reader.all_of, parts, chosen)
    return Results(when, tuple(figure.finished() for figure in figures))


async def current_state(session: AsyncSession, database: Database) -> NetworkState:
    """The tree and the library, once every change committed so far has been counted."""
    state = await read_state(session)
    if state.pending:
        await catch_up(database, state.pending)
        state = await read_state(session)
    return state


def _own(state: NetworkState, as_site: UUID | Collection[UUID] | None) -> set[str]:
    given = [as_site] if isinstance(as_site, UUID) else as_site or ()
    return {state.units[site] for site in given if site in state.units}


def _indicator(code: str) -> Indicator:
    if code not in INDICATORS:
        raise UnknownIndicator(indicator=code)
    return INDICATORS[code]


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except BadPeriod as error:
        raise UnknownPeriod(period=text) from error


def _slice(
    state: NetworkState,
    wanted: Sequence[Indicator],
    breakdown: str | None,
    curriculum: str | None,
    programme: str | None,
) -> Slice:
    by = None
    if breakdown is not None:
        if breakdown not in set(Breakdown):
            raise UnknownBreakdown(breakdown=breakdown)
        by = Breakdown(breakdown)
        if wanted and not any(by in indicator.breakdowns for indicator in wanted):
            raise BreakdownNotOffered(indicator=str(wanted[0].name), breakdown=breakdown)
    if curriculum is not None and curriculum not in state.curricula:
        raise UnknownCurriculum(curriculum=curriculum)
    if programme is not None and programme not in set(Programme):
        raise UnknownProgramme(programme=programme)
    return Slice(by, curriculum, programme)


def _units(state: NetworkState, units: Sequence[str], children_of: str | None, period: Period) -> list[str]:
    if children_of is not None and units:
        raise UnitAndChildren
    for code in (*units, *filter(None, [children_of])):
        if code not in state.ids:
            raise UnknownUnit(unit=code)
    if children_of is not None:
        return [children_of, *state.children(children_of, period)]
    return list(dict.fromkeys(units))


class _Year:
    """What has been counted and decided for one year, for as long as the facts stay as they are."""

    def __init__(self, state: NetworkState, year: int) -> None:
        self.state = state
        self.year = year
        self.answers: dict[Question, dict[str, Counts]] = {}
        self.protection = Protection(state, year, settings().suppression_threshold, self.answers)

    async def ask(self, session: AsyncSession, questions: Collection[Question]) -> None:
        missing = [question for question in dict.fromkeys(questions) if question not in self.answers]
        if missing:
            self.answers.update(await ask(session, missing, self.state, self.year))


_kept: OrderedDict[Any, _Year] = OrderedDict()


async def _year(
    session: AsyncSession,
    state: NetworkState,
    number: int,
    parts: Mapping[Indicator, Slice],
    *,
    protected: bool,
) -> _Year:
    """What must be hidden takes many more counts than what is shown: they are made where it is needed."""
    key = state.fingerprint, number, settings().suppression_threshold
    year = _kept.setdefault(key, _Year(state, number))
    _kept.move_to_end(key)
    while len(_kept) > _YEARS_KEPT:
        _kept.popitem(last=False)
    questions: list[Question] = []
    for indicator, part in parts.items():
        for one in (part.without_breakdown(), part):
            questions += [question_for(indicator, source, one) for source in _sources(indicator)]
            if protected:
                questions += questions_of(indicator, one.table())
    if any(indicator.unit is Unit.MONEY for indicator in parts):
        questions.append(_UNCONVERTED)
    await year.ask(session, questions)
    return year


_UNCONVERTED = Question(INDICATORS["spend_per_learner"].numerator.counted, ("spending_unconverted",))


def _offered(indicator: Indicator, part: Slice) -> Slice:
    return part if part.breakdown in indicator.breakdowns else part.without_breakdown()


def _sources(indicator: Indicator) -> list[Source]:
    found = (indicator.numerator, indicator.denominator, indicator.non_respondents)
    return [source for source in found if source is not None]


@dataclass(slots=True)
class _Draft:
    """A figure before its texts: those need the reader's language, which a thread has not."""

    indicator: Indicator
    unit: str
    breakdown: Breakdown | None
    category: str | None
    counts: list[Decimal]
    suppressed: bool
    unconverted: int

    def finished(self) -> Figure:
        indicator = self.indicator
        value, numerator, denominator = (None, None, None) if self.suppressed else self._numbers()
        more: dict[str, Any] = {}
        if indicator.non_respondents is not None:
            more["non_respondents"] = None if self.suppressed else int(self.counts[-1])
        if indicator.unit is Unit.MONEY:
            more["rate"] = _rate_text(self.unconverted)
        return Figure(
            indicator.code,
            self.unit,
            self.breakdown if self.category is not None else None,
            self.category,
            value,
            numerator,
            denominator,
            self.suppressed,
            indicator.additive,
            more,
        )

    def _numbers(self) -> tuple[Number | None, Number, Number | None]:
        above = self.counts[0]
        if self.indicator.denominator is None:
            plain = float(above / 60) if self.indicator.unit is Unit.HOURS else int(above)
            return plain, plain, None
        below = self.counts[1]
        if self.indicator.unit is Unit.MONEY:
            value = float(round(above / below, 2)) if below else None
            return value, float(round(above, 2)), int(below)
        return (float(above / below) if below else None), int(above), int(below)


def _rate_text(unconverted: int) -> str:
    currency = settings().currency
    text = _("In %(currency)s, each line at the network's rate of its booking day.", currency=currency)
    if unconverted:
        text += " " + _("Lines without a rate, left out: %(count)s.", count=unconverted)
    return text


@dataclass(frozen=True)
class _Reader:
    year: _Year
    period: Period
    own: Collection[str]

    def all_of(self, parts: Mapping[Indicator, Slice], units: Sequence[str]) -> list[_Draft]:
        found = []
        for indicator, part in parts.items():
            for unit in units:
                found.append(self._draft(indicator, unit, part.without_breakdown(), None))
                found += [self._draft(indicator, unit, part, category) for category in part.categories(self.year.state)]
        return found

    def _draft(self, indicator: Indicator, unit: str, part: Slice, category: str | None) -> _Draft:
        labels = part.labels(self.year.state, category)
        counts = [
            Decimal(0) if labels is None else self._count(indicator, source, unit, part, labels)
            for source in _sources(indicator)
        ]
        hidden = labels is not None and unit not in self.own and self._is_hidden(indicator, unit, part, labels, counts)
        unconverted = self.year.answers.get(_UNCONVERTED, {}).get("spending_unconverted", Counts())
        left_out = int(unconverted.values.get((unit, str(self.period)), 0))
        return _Draft(indicator, unit, part.breakdown, category, counts, hidden, left_out)

    def _count(self, indicator: Indicator, source: Source, unit: str, part: Slice, labels: list[str]) -> Decimal:
        answer = self.year.answers[question_for(indicator, source, part)]
        named = cell(unit, str(self.period), counted_labels(indicator, source, part, labels))
        where = answer_cell(named, source)
        if where is None:
            return Decimal(0)
        return sum(
            (answer[name].values.get(where, Decimal(0)) for name in source.measures if name in answer), Decimal(0)
        )

    def _is_hidden(
        self, indicator: Indicator, unit: str, part: Slice, labels: list[str], counts: list[Decimal]
    ) -> bool:
        if indicator.family is None:
            return False
        attribute = indicator.numerator.attribute
        if len(part.table(attribute)) > LARGEST_TABLE:
            return True
        row = cell(unit, str(self.period), labels)
        protection = self.year.protection
        if indicator.is_rate:
            few = 0 < counts[1] < MINIMUM_DENOMINATOR
            return few or row in protection.hidden_rates(indicator, part.table())
        people = [count for count, source in zip(counts, _sources(indicator), strict=True) if _is_of_people(source)]
        few = any(0 < count < protection.threshold for count in people)
        return few or row in protection.hidden(indicator.family, part.table())


def _is_of_people(source: Source) -> bool:
    """Whether a count is of people, so that a small one shows somebody; money and minutes are not."""
    return source.measures[0] not in {"spending", "minutes"}
