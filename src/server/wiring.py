"""Which features the program is made of. The one list where a new one is named."""

from collections.abc import Sequence
from typing import Any

from core.web.static_files import static_file
from network.curricula.api import CurriculaApi
from network.people import jobs as people_jobs
from network.people.account_pages import AccountPages
from network.people.pages import LinkPages, SignInPages
from network.people.team_pages import PeoplePages, TeamPages
from network.units.api import UnitsApi
from server.api_reader import description
from server.health import HEALTH
from sites.attendance import measures as attendance
from sites.certificates import measures as certificates
from sites.cohorts import measures as cohorts
from sites.cohorts.api import CohortsApi
from sites.cohorts.pages.cohorts import CohortPages
from sites.cohorts.pages.sessions import SessionPages
from sites.cohorts.pages.venues import VenuePages
from sites.funding import measures as funding
from sites.outcomes import measures as outcomes
from sites.projects import measures as projects
from sites.records.pages import ImportPages
from sites.registrations import measures as registrations

ROUTES: Sequence[Any] = (
    static_file,
    description,
    *HEALTH,
    SignInPages,
    LinkPages,
    AccountPages,
    TeamPages,
    PeoplePages,
    CurriculaApi,
    UnitsApi,
    ImportPages,
    CohortPages,
    SessionPages,
    VenuePages,
    CohortsApi,
)

# Imported for what they register: what is counted at a site.
MEASURES: Sequence[Any] = (attendance, certificates, cohorts, funding, outcomes, projects, registrations)

# Imported for the jobs they register.
JOBS: Sequence[Any] = (people_jobs,)
