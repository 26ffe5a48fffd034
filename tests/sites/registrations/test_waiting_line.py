"""A state machine over one course: people come, cancel, are offered places, answer or do not; places are added and
taken away, people are moved. A plain list beside the program says what must be true after each step."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from sqlmodel import col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from sites.cohorts.models import Cohort
from sites.cohorts.slots import CohortChanged, tell_listeners
from sites.registrations.actions import (
    accept_offer,
    cancel_registration,
    decline_offer,
    lapse_offers,
    move_in_line,
    register_learner,
)
from sites.registrations.errors import OfferIsGone, PlacesAreTaken
from sites.registrations.models import OfferState, PlaceOffer, Registration, RegistrationSource
from sites.registrations.models import RegistrationStatus as Status
from sites.registrations.queries import registration_lines, staff_course
from tests.factories import NewSite
from tests.sites.registrations.made import SECRET, make_course, somebody

HOURS = timedelta(hours=48)
PEOPLE = 14


@dataclass
class World:
    """Where the machine runs: one site, and the loop of the test, which the machine's own thread hands work to."""

    database: Database
    site: NewSite
    loop: asyncio.AbstractEventLoop
    courses: int = 0

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)


@dataclass
class Line:
    """What should be true, kept as simply as it can be said."""

    capacity: int
    confirmed: list[UUID] = field(default_factory=list)
    offered: dict[UUID, datetime] = field(default_factory=dict)
    waiting: list[UUID] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)
    offers_made: int = 0

    def offer(self, now: datetime) -> None:
        while self.waiting and len(self.confirmed) + len(self.offered) < self.capacity:
            self.offered[self.waiting.pop(0)] = now + HOURS
            self.offers_made += 1


class WaitingLine(RuleBasedStateMachine):
    world: ClassVar[World]

    @initialize(capacity=st.integers(1, 4))
    def open_course(self, capacity: int) -> None:
        self.world.courses += 1
        self.code = f"LINE-{self.world.courses}"
        self.now = utc_now()
        self.line = Line(capacity)
        self.ids: dict[int, UUID] = {}
        self.cohort_id = self.world.run(
            make_course(
                self.world.database,
                self.world.site,
                self.code,
                capacity=capacity,
                starts_on=self.now.date() + timedelta(days=300),
            )
        )

    @property
    def today(self) -> date:
        return self.now.date()

    def do(self, action: Any, *arguments: Any, **named: Any) -> Any:
        async def work() -> Any:
            scope = DataScope.of_site(self.world.site.id)
            async with unit_of_work(self.world.database, scope) as session:
                return await action(session, *arguments, **named)

        return self.world.run(work())

    def somebody_of(self, people: Any, number: int) -> UUID:
        found: UUID = list(people)[number % len(people)]
        return found

    @rule(number=st.integers(1, PEOPLE))
    def register(self, number: int) -> None:
        known = self.ids.get(number)
        if known is not None and known not in self.line.gone:
            return
        made = self.do(
            register_learner,
            self.cohort_id,
            somebody(number),
            today=self.today,
            now=self.now,
            source=RegistrationSource.API,
            secret=SECRET,
            site_language="fr",
        )
        self.ids[number] = made.id
        if made.id in self.line.gone:
            self.line.gone.remove(made.id)
        free = len(self.line.confirmed) + len(self.line.offered) < self.line.capacity
        if free and not self.line.waiting:
            self.line.confirmed.append(made.id)
            assert (made.status, made.waiting_position) == (Status.CONFIRMED, None)
        else:
            self.line.waiting.append(made.id)
            assert (made.status, made.waiting_position) == (Status.WAITING, len(self.line.waiting))

    @precondition(lambda self: self.line.confirmed or self.line.waiting or self.line.offered)
    @rule(number=st.integers(0, 100))
    def cancel(self, number: int) -> None:
        who = self.somebody_of([*self.line.confirmed, *self.line.waiting, *self.line.offered], number)
        for _ in range(2):  # a double press
            self.do(cancel_registration, who, today=self.today, now=self.now)
        self._leave(who)

    @precondition(lambda self: self.line.offered)
    @rule(number=st.integers(0, 100))
    def accept(self, number: int) -> None:
        who = self.somebody_of(self.line.offered, number)
        if self.line.offered[who] <= self.now:
            with pytest.raises(OfferIsGone):
                self.do(accept_offer, who, now=self.now)
            return
        for _ in range(2):
            self.do(accept_offer, who, now=self.now)
        del self.line.offered[who]
        self.line.confirmed.append(who)

    @precondition(lambda self: self.line.offered)
    @rule(number=st.integers(0, 100))
    def decline(self, number: int) -> None:
        who = self.somebody_of(self.line.offered, number)
        for _ in range(2):
            self.do(decline_offer, who, today=self.today, now=self.now)
        self._leave(who)

    @rule(number=st.integers(0, 100))
    def answer_without_an_offer(self, number: int) -> None:
        people = [*self.line.waiting, *self.line.gone]
        if people:
            with pytest.raises(OfferIsGone):
                self.do(accept_offer, self.somebody_of(people, number), now=self.now)

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def deadlines_pass(self) -> None:
        late = [who for who, until in self.line.offered.items() if until <= self.now]
        assert self.do(lapse_offers, now=self.now) == len(late)
        for who in late:
            del self.line.offered[who]
            self.line.gone.append(who)
        self.line.offer(self.now)

    @rule(capacity=st.integers(1, 6))
    def change_capacity(self, capacity: int) -> None:
        async def change(session: Any) -> None:
            cohort = await session.get_one(Cohort, (self.world.site.id, self.cohort_id), with_for_update=True)
            cohort.capacity = capacity
            await session.flush()
            await tell_listeners(session, CohortChanged(cohort, frozenset({"capacity"}), self.now))

        if capacity < len(self.line.confirmed) + len(self.line.offered):
            with pytest.raises(PlacesAreTaken):
                self.do(change)
            return
        self.do(change)
        self.line.capacity = capacity
        self.line.offer(self.now)

    @precondition(lambda self: self.line.waiting)
    @rule(number=st.integers(0, 100), to=st.integers(0, 100))
    def move(self, number: int, to: int) -> None:
        who = self.somebody_of(self.line.waiting, number)
        place = to % len(self.line.waiting)
        self.do(move_in_line, who, to=place + 1, reason="For the test")
        self.line.waiting.remove(who)
        self.line.waiting.insert(place, who)

    def _leave(self, who: UUID) -> None:
        for people in (self.line.confirmed, self.line.waiting):
            if who in people:
                people.remove(who)
        self.line.offered.pop(who, None)
        self.line.gone.append(who)
        self.line.offer(self.now)

    @invariant()
    def everything_is_as_the_line_says(self) -> None:
        if hasattr(self, "line"):
            self.do(self._look)

    async def _look(self, session: Any) -> None:
        lines = await registration_lines(session, self.cohort_id)
        course = await staff_course(session, self.code)
        standing = {line.id: line.status for line in lines}
        assert standing == {
            **dict.fromkeys(self.line.confirmed, Status.CONFIRMED),
            **dict.fromkeys(self.line.offered, Status.OFFERED),
            **dict.fromkeys(self.line.waiting, Status.WAITING),
            **dict.fromkeys(self.line.gone, Status.CANCELLED),
        }
        assert course.seats_taken == len(self.line.confirmed) + len(self.line.offered) <= self.line.capacity
        assert course.waiting == len(self.line.waiting)
        in_line = [
            line.id for line in sorted(lines, key=lambda line: line.waiting_position or 0) if line.waiting_position
        ]
        assert in_line == self.line.waiting
        assert {line.id: line.offered_until for line in lines if line.offered_until} == self.line.offered
        offers = (
            await session.execute(
                select(col(PlaceOffer.state), func.count())
                .join(Registration, col(Registration.id) == col(PlaceOffer.registration_id))
                .where(col(Registration.cohort_id) == self.cohort_id)
                .group_by(col(PlaceOffer.state))
            )
        ).all()
        counted = dict(tuple(row) for row in offers)
        assert counted.get(OfferState.OPEN, 0) == len(self.line.offered)
        assert sum(counted.values()) == self.line.offers_made


async def _walk(database: Database, site: NewSite, *, examples: int, steps: int) -> None:
    WaitingLine.world = World(database, site, asyncio.get_running_loop())
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, WaitingLine, settings=chosen)


async def test_a_place_is_never_given_twice_and_the_order_of_the_line_is_kept(
    database: Database, brussels: NewSite
) -> None:
    await _walk(database, brussels, examples=6, steps=25)


@pytest.mark.long
async def test_five_thousand_steps_of_a_waiting_line(database: Database, brussels: NewSite) -> None:
    await _walk(database, brussels, examples=50, steps=100)
