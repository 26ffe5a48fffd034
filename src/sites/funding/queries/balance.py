"""What is left of each source, what a learner costs, and what no source carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.curricula.models import Curriculum, Programme
from network.results.indicators import ABOUT_PEOPLE, ANSWERED, GROUPS, INDICATORS
from sites.cohorts.models import Cohort
from sites.funding.queries.allocation import Place, carried_by_source, carriers, people_by_source
from sites.funding.queries.ledger import Planned, Spent, budget, spending
from sites.funding.queries.sources import Source, purposes, site_currency, sources
from sites.funding.rules import NOTHING, Alert, alerts, month_ends, per_person, planned_by
from sites.registrations.models import Learner, Registration, RegistrationStatus

TARGETS = tuple(code for code, one in INDICATORS.items() if one.numerator.attribute is not None)
"""The indicators a source can set a floor for: shares of its learners."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolment with the answers that targets look at, by the name of the question."""

    place: Place
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Balance:
    """One source. Money is in the centre's currency; `left` and `used` are none where the amount has no rate."""

    source: Source
    spent: Decimal
    planned: Decimal
    learners: int
    per_learner: Decimal | None
    reached: Decimal | None
    alerts: Sequence[Alert]

    @property
    def left(self) -> Decimal | None:
        return None if self.source.given is None else self.source.given - self.spent

    @property
    def used(self) -> Decimal | None:
        return self.spent / self.source.given if self.source.given else None


@dataclass(frozen=True, slots=True)
class ProgrammeMoney:
    """`programme` none: what belongs to none, such as the rent."""

    programme: Programme | None
    planned: Decimal
    spent: Decimal
    learners: int
    per_learner: Decimal | None


@dataclass(frozen=True, slots=True)
class CohortMoney:
    """Only what was booked on the cohort itself."""

    code: str
    title: Localized
    planned: Decimal
    spent: Decimal
    learners: int
    per_learner: Decimal | None
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class Pace:
    """At the end of a month: what was spent, none in months to come, and what the plan says."""

    day: date
    spent: Decimal | None
    planned: Decimal


@dataclass(frozen=True, slots=True)
class Accounts:
    """Everything the money pages are made of, read once."""

    currency: str
    today: date
    sources: list[Source]
    lines: list[Spent]
    budget: list[Planned]
    enrolled: list[Enrolled]

    @property
    def unconverted(self) -> int:
        return sum(line.value is None for line in self.lines)

    @property
    def carried(self) -> dict[UUID | None, Decimal]:
        return carried_by_source(self.lines, self.sources)

    @property
    def people(self) -> Mapping[UUID, frozenset[bytes]]:
        return people_by_source((one.place for one in self.enrolled), self.sources)

    def balances(self) -> list[Balance]:
        spent, people = self.carried, self.people
        return [self._balance(one, spent.get(one.id, NOTHING), people[one.id]) for one in self.sources]

    def balance(self, source: Source) -> Balance:
        return next(one for one in self.balances() if one.source.id == source.id)

    def _balance(self, source: Source, spent: Decimal, people: frozenset[bytes]) -> Balance:
        planned = self.planned_by(source, self.today)
        reached = self._reached(source)
        found = alerts(
            amount=source.given or NOTHING,
            spent=spent,
            planned=planned,
            until_on=source.until_on,
            today=self.today,
            target=source.target_share,
            reached=reached,
        )
        return Balance(source, spent, planned, len(people), per_person(spent, len(people)), reached, found)

    def planned_by(self, source: Source, day: date) -> Decimal:
        """By its budget lines; without any, its amount at an even pace."""
        lines = [(one.from_on, one.until_on, one.amount) for one in self.budget if one.source_id == source.id]
        if not lines:
            lines = [(source.from_on, source.until_on, source.given or NOTHING)]
        return sum((planned_by(day, from_on=a, until_on=b, amount=amount) for a, b, amount in lines), NOTHING)

    def pace(self, source: Source) -> list[Pace]:
        """Month by month over the time of the source, from the first month with anything to show."""
        lines = sorted(
            ((line.booked_on, part) for line in self.lines for part in [self._part(line, source)] if part),
            key=lambda one: one[0],
        )
        paces = [
            Pace(
                day,
                None
                if day.replace(day=1) > self.today
                else sum((part for booked_on, part in lines if booked_on <= day), NOTHING),
                self.planned_by(source, day),
            )
            for day in month_ends(source.from_on, source.until_on)
        ]
        begun = next((at for at, one in enumerate(paces) if one.spent or one.planned), 0)
        return paces[max(begun - 1, 0) :]

    def _part(self, line: Spent, source: Source) -> Decimal:
        return carried_by_source([line], self.sources).get(source.id, NOTHING)

    def _reached(self, source: Source) -> Decimal | None:
        """The share its target asks for, among its learners who answered; a person by their first enrolment."""
        if source.target_indicator is None or source.target_indicator not in TARGETS:
            return None
        wanted = INDICATORS[source.target_indicator].numerator
        if wanted.attribute is None or wanted.answer is None:
            return None
        groups = GROUPS[wanted.attribute]
        counted, answered = groups.get(wanted.answer, (wanted.answer,)), groups[ANSWERED]
        first: dict[bytes, str] = {}
        for one in self.enrolled:
            sharing = carriers(
                [source], cohort_id=one.place.cohort_id, programme=one.place.programme, day=one.place.day
            )
            if sharing:
                first.setdefault(one.place.person, one.answers[wanted.attribute])
        known = [answer for answer in first.values() if answer in answered]
        return Decimal(sum(answer in counted for answer in known)) / len(known) if known else None

    def different_people(self) -> int:
        """Behind all sources together."""
        return len(frozenset().union(*self.people.values()))

    def paid_by_several(self) -> int:
        """People more than one source paid for."""
        times: dict[bytes, int] = {}
        for people in self.people.values():
            for person in people:
                times[person] = times.get(person, 0) + 1
        return sum(count > 1 for count in times.values())

    def by_programme(self, year: int) -> list[ProgrammeMoney]:
        found = []
        for programme in (*Programme, None):
            planned = sum((_in_year(one, year) for one in self.budget if one.programme is programme), NOTHING)
            spent = sum((one.value or NOTHING for one in self.lines if _is_of(one, programme, year)), NOTHING)
            people = {
                one.place.person
                for one in self.enrolled
                if one.place.programme is programme and one.place.day.year == year
            }
            if planned or spent or people:
                each = per_person(spent, len(people)) if spent else None
                found.append(ProgrammeMoney(programme, planned, spent, len(people), each))
        return found

    def spent_in(self, year: int) -> Decimal:
        return sum((one.value or NOTHING for one in self.lines if one.booked_on.year == year), NOTHING)

    def people_in(self, year: int) -> int:
        return len({one.place.person for one in self.enrolled if one.place.day.year == year})


async def accounts(session: AsyncSession, *, today: date) -> Accounts:
    return Accounts(
        await site_currency(session),
        today,
        await sources(session),
        await spending(session),
        await budget(session),
        await _enrolled(session),
    )


async def cohort_money(session: AsyncSession, known: Accounts, *, year: int) -> list[CohortMoney]:
    """Cohorts that began in the year and have money or a budget of their own."""
    found = []
    for one in await purposes(session):
        lines = [line.value or NOTHING for line in known.lines if line.cohort_id == one.id]
        plans = [line.amount for line in known.budget if line.cohort_id == one.id]
        if one.starts_on.year != year or not (lines or plans):
            continue
        people = {place.place.person for place in known.enrolled if place.place.cohort_id == one.id}
        spent = sum(lines, NOTHING)
        names = {source.id: source.name for source in known.sources}
        sharing = carriers(known.sources, cohort_id=one.id, programme=one.programme, day=one.starts_on)
        found.append(
            CohortMoney(
                one.code,
                one.title,
                sum(plans, NOTHING),
                spent,
                len(people),
                per_person(spent, len(people)),
                [names[source_id] for source_id, _ in sharing],
            )
        )
    return found


def _is_of(line: Spent, programme: Programme | None, year: int) -> bool:
    return line.programme is programme and line.booked_on.year == year


def _in_year(line: Planned, year: int) -> Decimal:
    """What the plan spends between New Year and its eve."""
    at = {"from_on": line.from_on, "until_on": line.until_on, "amount": line.amount}
    return planned_by(date(year, 12, 31), **at) - planned_by(date(year - 1, 12, 31), **at)  # type: ignore[arg-type]  # a mapping has one type of value


async def _enrolled(session: AsyncSession) -> list[Enrolled]:
    """As enrolments are counted, in the order in which a person's first answer is chosen."""
    status, left_on = col(Registration.status), col(Registration.left_on)
    kept = (RegistrationStatus.CONFIRMED, RegistrationStatus.COMPLETED, RegistrationStatus.NOT_COMPLETED)
    stayed = and_(status == RegistrationStatus.WITHDRAWN, or_(left_on.is_(None), left_on >= col(Cohort.starts_on)))
    questions = tuple(str(attribute) for attribute in ABOUT_PEOPLE)
    found = await session.execute(
        select(
            col(Learner.person_key),
            col(Cohort.id),
            col(Curriculum.programme),
            col(Cohort.starts_on),
            *(getattr(Registration, question) for question in questions),
        )
        .select_from(Registration)
        .join(
            Cohort,
            and_(col(Cohort.site_id) == col(Registration.site_id), col(Cohort.id) == col(Registration.cohort_id)),
        )
        .join(
            Learner,
            and_(col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id)),
        )
        .join(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .where(or_(status.in_(kept), stayed))
        .order_by(col(Cohort.starts_on), col(Registration.registered_on), col(Cohort.code))
    )
    return [
        Enrolled(
            Place(bytes(person), cohort_id, programme, starts_on),
            {question: str(answer) for question, answer in zip(questions, answers, strict=True)},
        )
        for person, cohort_id, programme, starts_on, *answers in found
    ]
