"""Makes up a demo centre's last two years and coming weeks, the same each time for the same day."""

from datetime import date

from server.demo import activities, aftermath, attendance, timetable
from server.demo.chance import Chance
from server.demo.content import SiteContent
from server.demo.records import CertificateRecord, MarkRecord, OutcomeRecord, RegistrationRecord, SiteHistory
from server.demo.registrations import Admissions
from server.demo.rooms import Rooms
from server.demo.working_days import WorkingDays

SEED = 20220601


def history(site: SiteContent, *, until: date, seed: int = SEED) -> SiteHistory:
    """`until` is the site's today: nothing that needs somebody to have acted is dated after it."""

    def chance(subject: str) -> Chance:
        return Chance(f"{seed}:{site.code}:{subject}")

    since = max(until - timetable.YEARS_BACK, site.opened_on or date.min)
    days = WorkingDays(site, since.year - 1, until.year + 1)
    rooms = Rooms(site)
    cohorts = timetable.cohorts(site, until=until, days=days, rooms=rooms, chance=chance("cohorts"))
    admissions = Admissions(site, until=until, seed=seed, chance=chance("people"), how_many=len(cohorts))
    present, after = chance("attendance"), chance("aftermath")
    registrations: list[RegistrationRecord] = []
    marks: list[MarkRecord] = []
    certificates: list[CertificateRecord] = []
    outcomes: list[OutcomeRecord] = []
    for place, cohort in enumerate(cohorts):
        found = admissions.of(cohort, place)
        registrations += found
        marks += attendance.marks(cohort, found, until=until, chance=present)
        certificates += aftermath.certificates(cohort, found, until=until, chance=after)
        outcomes += aftermath.outcomes(cohort, found, until=until, chance=after)
    beyond = chance("activities")
    return SiteHistory(
        site=site.code,
        cohorts=tuple(cohorts),
        learners=tuple(admissions.learners.values()),
        registrations=tuple(registrations),
        marks=tuple(marks),
        certificates=tuple(certificates),
        outcomes=tuple(outcomes),
        events=tuple(activities.events(site, since=since, until=until, days=days, rooms=rooms, chance=beyond)),
        projects=tuple(activities.projects(site, since=since, until=until, chance=beyond)),
        startups=tuple(activities.startups(site, since=since, until=until, chance=beyond)),
        spending=tuple(activities.spending(site, since=since, until=until, days=days, chance=beyond)),
    )
