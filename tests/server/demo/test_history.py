"""Two years of made-up records in which nothing impossible happens."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations, pairwise
from time import perf_counter

import pytest

from network.results.breakdowns import AgeBand, Gender, age_band, education_band
from server.demo.content import SITE_CODES, library, site_content
from server.demo.history import history
from server.demo.records import CohortRecord, RegistrationRecord, SiteHistory
from server.demo.working_days import WorkingDays
from sites.attendance.models import AttendanceStatus
from sites.cohorts.models import CohortStatus, SessionStatus
from sites.outcomes.models import Milestone
from sites.projects.models import ProjectStage
from sites.registrations.models import RegistrationStatus as Status
from sites.startups.models import StartupStage

A_MONDAY = date(2026, 11, 23)
TODAYS = (A_MONDAY, date(2026, 8, 8), date(2027, 1, 4), date(2025, 3, 12))
OPEN_SITES = ("brussels", "poland", "spain")
PLACES = (Status.CONFIRMED, Status.COMPLETED, Status.NOT_COMPLETED, Status.WITHDRAWN)

_made: dict[tuple[str, date], SiteHistory] = {}


def _history(code: str, until: date = A_MONDAY) -> SiteHistory:
    if (code, until) not in _made:
        _made[code, until] = history(site_content(code), until=until)
    return _made[code, until]


def _cohorts(made: SiteHistory) -> dict[str, CohortRecord]:
    return {cohort.code: cohort for cohort in made.cohorts}


def _registrations(made: SiteHistory) -> dict[tuple[str, str], RegistrationRecord]:
    return {(record.cohort, record.learner): record for record in made.registrations}


def _is_enrolment(record: RegistrationRecord, cohort: CohortRecord) -> bool:
    return record.status in PLACES and (record.left_on is None or record.left_on >= cohort.starts_on)


every_open_site = pytest.mark.parametrize("code", OPEN_SITES)
every_today = pytest.mark.parametrize("until", TODAYS, ids=str)


def test_the_same_day_and_seed_make_the_same_history() -> None:
    for code in SITE_CODES:
        assert history(site_content(code), until=A_MONDAY) == _history(code)
    assert history(site_content("spain"), until=A_MONDAY, seed=7) != _history("spain")


def test_all_four_centres_are_made_in_two_seconds() -> None:
    started = perf_counter()
    for code in SITE_CODES:
        history(site_content(code), until=date(2026, 10, 5))
    assert perf_counter() - started < 2 * 4  # four times the promise: other tests may run beside


@pytest.mark.parametrize(("code", "low", "high"), [("brussels", 600, 800), ("poland", 290, 420), ("spain", 200, 310)])
@every_today
def test_centres_have_the_size_they_are_known_for(code: str, low: int, high: int, until: date) -> None:
    made = _history(code, until)
    cohorts = _cohorts(made)
    a_year_ago = until - timedelta(days=365)
    learners = {
        record.learner
        for record in made.registrations
        if a_year_ago < cohorts[record.cohort].starts_on <= until and _is_enrolment(record, cohorts[record.cohort])
    }
    assert low <= len(learners) <= high


@every_open_site
@every_today
def test_sessions_keep_to_working_days_and_fill_the_hours(code: str, until: date) -> None:
    made = _history(code, until)
    days = WorkingDays(site_content(code), until.year - 3, until.year + 1)
    for cohort in made.cohorts:
        assert cohort.starts_on == cohort.sessions[0].day
        assert cohort.ends_on == cohort.sessions[-1].day
        modules = {module.code for module in library()[cohort.curriculum].modules}
        assert {session.module for session in cohort.sessions} == modules
        assert all(session.day in days and session.starts < session.ends for session in cohort.sessions)
        assert [session.day for session in cohort.sessions] == sorted({session.day for session in cohort.sessions})
        if cohort.status is not CohortStatus.CANCELLED:
            taught = sum(s.minutes for s in cohort.sessions if s.status is not SessionStatus.CANCELLED)
            assert taught == library()[cohort.curriculum].hours * 60
        assert all((s.status is SessionStatus.PLANNED) <= (s.day >= until) for s in cohort.sessions)


@every_open_site
@every_today
def test_no_two_groups_sit_in_one_room(code: str, until: date) -> None:
    made = _history(code, until)
    rooms = {venue.code: venue for venue in site_content(code).venues}
    meetings = defaultdict(list)
    for cohort in made.cohorts:
        room = rooms[cohort.venue]
        assert room.capacity is None or cohort.capacity <= room.capacity
        for session in cohort.sessions:
            if not room.is_online:
                meetings[cohort.venue, session.day].append((session.starts, session.ends))
    for event in made.events:
        if not rooms[event.content.venue].is_online and event.ends_on == event.day:
            meetings[event.content.venue, event.day].append((event.content.starts, event.content.ends))
    for taken in meetings.values():
        taken.sort()
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(taken))


@every_open_site
@every_today
def test_registrations_are_possible(code: str, until: date) -> None:
    made = _history(code, until)
    cohorts = _cohorts(made)
    learners = {learner.ref: learner for learner in made.learners}
    assert len(_registrations(made)) == len(made.registrations), "nobody registers twice"
    for record in made.registrations:
        cohort = cohorts[record.cohort]
        registered_on = record.registered_at.date()
        assert cohort.opens_on <= registered_on <= min(cohort.starts_on, until)
        assert record.left_on is None or registered_on <= record.left_on <= min(cohort.ends_on, until)
        assert (record.left_on is not None) == (record.status in (Status.CANCELLED, Status.WITHDRAWN))
        assert (record.queue_number is not None) == (record.status in (Status.WAITING, Status.OFFERED))
        ended = record.status in (Status.COMPLETED, Status.NOT_COMPLETED)
        assert not ended or cohort.ends_on < until
        assert record.status is not Status.CONFIRMED or cohort.ends_on >= until
        who = learners[record.learner]
        assert record.age_band is age_band(who.birth_date, who.birth_year, cohort.starts_on)
        assert record.education is education_band(record.isced)


@every_open_site
@every_today
def test_no_cohort_holds_more_people_than_seats(code: str, until: date) -> None:
    made = _history(code, until)
    cohorts = _cohorts(made)
    seated = Counter(
        record.cohort for record in made.registrations if record.status in (*PLACES, Status.OFFERED, Status.APPLIED)
    )
    waiting = Counter(record.cohort for record in made.registrations if record.status is Status.WAITING)
    for cohort_code, taken in seated.items():
        assert taken <= cohorts[cohort_code].capacity
    for cohort_code in waiting:
        assert seated[cohort_code] == cohorts[cohort_code].capacity, "nobody waits beside a free seat"


@every_open_site
def test_nobody_is_in_two_courses_at_once(code: str) -> None:
    made = _history(code)
    cohorts = _cohorts(made)
    times = defaultdict(list)
    for record in made.registrations:
        if record.status in PLACES:
            times[record.learner].append((cohorts[record.cohort].starts_on, cohorts[record.cohort].ends_on))
    assert any(len(courses) > 1 for courses in times.values())
    for courses in times.values():
        courses.sort()
        assert all(earlier[1] < later[0] for earlier, later in pairwise(courses))


@every_open_site
@every_today
def test_marks_are_given_to_those_who_hold_a_place_while_they_hold_it(code: str, until: date) -> None:
    made = _history(code, until)
    places = _registrations(made)
    sessions = {(cohort.code, session.number): session for cohort in made.cohorts for session in cohort.sessions}
    assert len({mark[:3] for mark in made.marks}) == len(made.marks)
    for mark in made.marks:
        session, record = sessions[mark.cohort, mark.session], places[mark.cohort, mark.learner]
        assert session.status is SessionStatus.HELD
        assert session.day < until
        assert record.status in PLACES
        assert record.left_on is None or session.day <= record.left_on
        there = mark.status in (AttendanceStatus.PRESENT, AttendanceStatus.LATE)
        assert (0 < mark.minutes <= session.minutes) if there else mark.minutes == 0


@every_open_site
@every_today
def test_completion_is_plausible(code: str, until: date) -> None:
    made = _history(code, until)
    cohorts = _cohorts(made)
    ended = [r for r in made.registrations if _is_enrolment(r, cohorts[r.cohort]) and r.status is not Status.CONFIRMED]
    assert 0.62 < sum(record.status is Status.COMPLETED for record in ended) / len(ended) < 0.88
    was_there = sum(mark.minutes > 0 for mark in made.marks) / len(made.marks)
    assert 0.75 < was_there < 0.95


@every_open_site
def test_certificates_follow_completion(code: str) -> None:
    made = _history(code)
    places, cohorts = _registrations(made), _cohorts(made)
    assert made.certificates
    for certificate in made.certificates:
        assert places[certificate.cohort, certificate.learner].status is Status.COMPLETED
        assert cohorts[certificate.cohort].ends_on < certificate.issued_on <= A_MONDAY
        assert certificate.revoked_on is None or certificate.issued_on <= certificate.revoked_on <= A_MONDAY


@every_open_site
def test_outcomes_are_asked_after_the_exit_and_answered_later(code: str) -> None:
    made = _history(code)
    keys = {(outcome.cohort, outcome.learner, outcome.milestone) for outcome in made.outcomes}
    assert len(keys) == len(made.outcomes)
    for outcome in made.outcomes:
        assert outcome.exit_on <= outcome.asked_on <= A_MONDAY
        assert (outcome.answered_on is None) == (outcome.situation is None)
        assert outcome.answered_on is None or outcome.asked_on <= outcome.answered_on <= A_MONDAY
    late = [outcome for outcome in made.outcomes if outcome.milestone is Milestone.SIX_MONTHS]
    assert 0.45 < sum(outcome.situation is not None for outcome in late) / len(late) < 0.8


@every_open_site
@every_today
def test_there_is_something_to_do_today(code: str, until: date) -> None:
    made = _history(code, until)
    open_cohorts = [cohort for cohort in made.cohorts if cohort.status is CohortStatus.OPEN]
    assert len(open_cohorts) >= 3
    assert any(record.registered_at.date() == until for record in made.registrations)
    running = [cohort for cohort in made.cohorts if cohort.starts_on < until <= cohort.ends_on]
    if running and until in WorkingDays(site_content(code), until.year, until.year):
        planned = [s for c in made.cohorts for s in c.sessions if s.status is SessionStatus.PLANNED]
        assert any(session.day == until for session in planned)


@every_open_site
def test_summer_is_quiet_and_autumn_busy(code: str) -> None:
    months = Counter(cohort.starts_on.month for cohort in _history(code).cohorts)
    assert months[9] + months[10] > 3 * (months[7] + months[8])


def test_some_groups_are_small_enough_to_be_hidden() -> None:
    for code in OPEN_SITES:
        ages = Counter(record.age_band for record in _history(code).registrations)
        assert 0 < ages[AgeBand.UNDER_18] < 40


def test_those_who_do_not_call_themselves_women_or_men_are_enough_to_be_shown_in_a_year() -> None:
    for code in ("brussels", "poland"):
        genders = Counter(record.gender for record in _history(code).registrations)
        assert min(genders[Gender.NON_BINARY], genders[Gender.NO_ANSWER]) >= 10


def test_some_people_come_to_two_centres() -> None:
    emails = {code: {who.email for who in _history(code).learners if who.email} for code in OPEN_SITES}
    assert 4 <= len(emails["brussels"] & emails["poland"]) <= 8
    assert 4 <= len(emails["brussels"] & emails["spain"]) <= 8
    assert 2 <= len(emails["poland"] & emails["spain"]) <= 5


@every_open_site
def test_people_have_invented_addresses_of_their_own(code: str) -> None:
    made = _history(code)
    emails = [learner.email for learner in made.learners if learner.email]
    assert len(set(emails)) == len(emails)
    assert all(email.endswith("learners.example") and email.isascii() for email in emails)
    assert len({learner.ref for learner in made.learners}) == len(made.learners)


def test_nobody_sits_in_two_countries_at_once() -> None:
    times = defaultdict(list)
    for code in OPEN_SITES:
        made = _history(code)
        cohorts, people = _cohorts(made), {learner.ref: learner.email for learner in made.learners}
        for record in made.registrations:
            email = people[record.learner]
            if email and email.endswith("@learners.example"):
                times[email].append((cohorts[record.cohort].starts_on, cohorts[record.cohort].ends_on, code))
    assert any(len({code for _, _, code in courses}) > 1 for courses in times.values())
    for courses in times.values():
        for first, second in combinations(sorted(courses), 2):
            assert first[2] == second[2] or first[1] < second[0]


def test_names_come_in_several_scripts() -> None:
    in_warsaw = [learner for learner in _history("poland").learners if learner.language == "uk"]
    assert len(in_warsaw) > 50
    assert any("а" <= learner.family_name[1] <= "я" for learner in in_warsaw)
    assert any(learner.language == "ar" for learner in _history("brussels").learners)


def test_events_are_counted_once_they_are_over() -> None:
    for code in OPEN_SITES:
        for event in _history(code).events:
            assert event.head_count is None or event.ends_on < A_MONDAY
        assert any(event.day > A_MONDAY for event in _history(code).events)


@every_open_site
def test_projects_and_startups_say_where_they_stand(code: str) -> None:
    made = _history(code)
    for project in made.projects:
        assert (project.stage is ProjectStage.FINISHED) == (project.finished_on is not None)
        assert project.started_on <= (project.finished_on or A_MONDAY) <= A_MONDAY
    for startup in made.startups:
        assert (startup.stage is StartupStage.ALUMNI) == (startup.left_on is not None)
        assert startup.joined_on <= (startup.left_on or A_MONDAY) <= A_MONDAY


@every_open_site
def test_spending_stays_within_its_funding(code: str) -> None:
    site = site_content(code)
    for source in site.sources:
        lines = [line for line in _history(code).spending if line.source == source.code]
        assert sum(line.amount for line in lines) < source.amount
        assert all(source.from_on <= line.booked_on <= min(source.until_on, A_MONDAY) for line in lines)


@every_today
def test_luxembourg_only_plans_its_pilot(until: date) -> None:
    made = _history("luxembourg", until)
    (pilot,) = made.cohorts
    assert pilot.capacity == 12
    assert pilot.status is CohortStatus.DRAFT
    assert pilot.starts_on > until
    assert not any((made.learners, made.registrations, made.marks, made.certificates, made.outcomes))
