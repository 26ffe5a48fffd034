"""Which features the program is made of. The one list where a new one is named."""

from collections.abc import Sequence
from typing import Any

from core.web.patterns_page import patterns_page
from core.web.static_files import static_file
from network.curricula.api import CurriculaApi
from network.curricula.pages import CurriculumPages
from network.headquarters.pages import HeadquartersPages
from network.history.pages import HISTORY_PAGES
from network.people import jobs as people_jobs
from network.people.account_pages import AccountPages
from network.people.pages import LinkPages, SignInPages
from network.people.team_pages import PeoplePages, TeamPages
from network.public.pages import NetworkPages
from network.public.robots import robots, sitemap_index
from network.results.api import ResultsApi
from network.rollout.pages import RolloutPages
from network.units.api import UnitsApi
from network.units.pages import UnitPages
from server.api_reader import description
from server.health import HEALTH
from sites.attendance import forgetting as forgetting_attendance
from sites.attendance import measures as attendance
from sites.attendance import waiting as attendance_waiting
from sites.attendance.api import AttendanceApi
from sites.attendance.pages import AttendancePages, FlagPages, PaperPages
from sites.certificates import forgetting as forgetting_certificates
from sites.certificates import jobs as certificate_jobs
from sites.certificates import measures as certificates
from sites.certificates.api import CertificatesApi
from sites.certificates.issuer_api import IssuerApi
from sites.certificates.pages import CertificatePages, CohortCertificatePages, HolderPages, VerifyPages
from sites.cohorts import measures as cohorts
from sites.cohorts.api import RoomsApi, SessionChangesApi, SessionsApi
from sites.cohorts.pages.cohorts import CohortPages
from sites.cohorts.pages.copying import CopyPages
from sites.cohorts.pages.moving import MovingPages
from sites.cohorts.pages.proposals import ProposalPages
from sites.cohorts.pages.rooms import RoomPages
from sites.cohorts.pages.sessions import SessionPages
from sites.cohorts.pages.venues import VenuePages
from sites.dashboard import waiting as dashboard_waiting
from sites.dashboard.api import CohortsApi
from sites.dashboard.downloads import cohorts_download
from sites.dashboard.pages.cohorts import CohortListPages
from sites.dashboard.pages.search import SearchPages
from sites.dashboard.pages.settings import SettingsPages
from sites.dashboard.pages.targets import TargetPages
from sites.dashboard.pages.today import TodayPages
from sites.door import jobs as door_jobs
from sites.door.pages import CheckInPages, ScreenPages
from sites.events import forgetting as forgetting_events
from sites.events import jobs as event_jobs
from sites.events.api import EventsApi
from sites.events.pages import EventDeskPages, EventPages, EventPlanningPages
from sites.figures.pages import FiguresPages
from sites.funding import measures as funding
from sites.funding.api import FundingApi
from sites.funding.pages.budget import BudgetPages
from sites.funding.pages.overview import MoneyPages
from sites.funding.pages.sources import SourcePages
from sites.funding.pages.spending import SpendingPages
from sites.learners.api import DuplicatesApi
from sites.learners.downloads import learners_download
from sites.learners.pages import LearnerPages
from sites.mine import forgetting as forgetting_ways_in
from sites.mine import jobs as mine_jobs
from sites.mine.data_pages import MyDataPages
from sites.mine.pages import MyPages
from sites.outcomes import forgetting as forgetting_outcomes
from sites.outcomes import jobs as outcome_jobs
from sites.outcomes import measures as outcomes
from sites.outcomes.api import OutcomesApi
from sites.outcomes.pages.public import AnswerPages
from sites.outcomes.pages.staff import FollowUpPages
from sites.paths.pages import PathPages
from sites.planning import jobs as planning_jobs
from sites.planning import listeners as planning_listeners
from sites.planning.pages import PlanningPages
from sites.privacy import forgetting as forgetting_requests
from sites.privacy import jobs as privacy_jobs
from sites.privacy.api import LearnersApi
from sites.privacy.pages import ErasePages, PrivacyPages
from sites.projects import forgetting as forgetting_projects
from sites.projects import measures as projects
from sites.projects.api import ProjectsApi
from sites.projects.pages import ProjectPages, ProjectWorkPages
from sites.public.feed import calendar_feed, course_calendar
from sites.public.pages import PublicPages
from sites.public.search import PublicSearch
from sites.public.share import SharePictures
from sites.public.site_pages import SitePages
from sites.public.sitemap import sitemap
from sites.records.pages import ImportPages
from sites.registrations import forgetting as forgetting_registrations
from sites.registrations import jobs as registration_jobs
from sites.registrations import listeners as registration_listeners
from sites.registrations import measures as registrations
from sites.registrations import waiting as registration_waiting
from sites.registrations.api import PlacesApi, RegistrationsApi
from sites.registrations.downloads import registrations_download
from sites.registrations.pages import AskingPages, CounterPages, RegisterPages, RegistrationPages
from sites.startups import forgetting as forgetting_startups
from sites.startups import measures as startups
from sites.startups.api import StartupsApi
from sites.startups.pages import StartupHelpPages, StartupPages
from sites.website.api import WebsiteApi
from sites.website.pages.contact import ContactPages, HoursPages
from sites.website.pages.editing import EditingPages
from sites.website.pages.overview import WebsitePages

ROUTES: Sequence[Any] = (
    cohorts_download,
    learners_download,
    registrations_download,
    static_file,
    patterns_page,
    description,
    *HEALTH,
    SignInPages,
    LinkPages,
    AccountPages,
    TeamPages,
    PeoplePages,
    CurriculaApi,
    CurriculumPages,
    UnitPages,
    HeadquartersPages,
    RolloutPages,
    FiguresPages,
    *HISTORY_PAGES,
    UnitsApi,
    ResultsApi,
    ImportPages,
    CohortPages,
    SessionPages,
    MovingPages,
    ProposalPages,
    CopyPages,
    RoomPages,
    PlanningPages,
    VenuePages,
    SessionsApi,
    SessionChangesApi,
    RoomsApi,
    NetworkPages,
    robots,
    sitemap_index,
    sitemap,
    PublicPages,
    SitePages,
    PublicSearch,
    SharePictures,
    RegisterPages,
    EventPages,
    EventPlanningPages,
    EventDeskPages,
    ProjectPages,
    ProjectWorkPages,
    StartupPages,
    StartupHelpPages,
    PathPages,
    EventsApi,
    ProjectsApi,
    StartupsApi,
    calendar_feed,
    course_calendar,
    RegistrationPages,
    AskingPages,
    CounterPages,
    PlacesApi,
    DuplicatesApi,
    LearnerPages,
    RegistrationsApi,
    TodayPages,
    CohortListPages,
    SearchPages,
    SettingsPages,
    TargetPages,
    CohortsApi,
    AttendancePages,
    FlagPages,
    PaperPages,
    AttendanceApi,
    ScreenPages,
    CheckInPages,
    AnswerPages,
    FollowUpPages,
    OutcomesApi,
    MyPages,
    MyDataPages,
    PrivacyPages,
    ErasePages,
    LearnersApi,
    WebsitePages,
    WebsiteApi,
    EditingPages,
    HoursPages,
    ContactPages,
    MoneyPages,
    SourcePages,
    SpendingPages,
    BudgetPages,
    FundingApi,
    CertificatePages,
    CohortCertificatePages,
    HolderPages,
    VerifyPages,
    CertificatesApi,
    IssuerApi,
)

# Imported for what they register: what is counted at a site.
MEASURES: Sequence[Any] = (attendance, certificates, cohorts, funding, outcomes, projects, registrations, startups)

# Imported for the jobs they register.
JOBS: Sequence[Any] = (
    certificate_jobs,
    door_jobs,
    event_jobs,
    mine_jobs,
    outcome_jobs,
    people_jobs,
    planning_jobs,
    privacy_jobs,
    registration_jobs,
)

# Imported because they follow what other features change.
LISTENERS: Sequence[Any] = (planning_listeners, registration_listeners)

# Imported for what they say about the data of learners: what is stored, and how it is forgotten.
FORGETTING: Sequence[Any] = (
    forgetting_registrations,
    forgetting_attendance,
    forgetting_certificates,
    forgetting_outcomes,
    forgetting_events,
    forgetting_projects,
    forgetting_startups,
    forgetting_requests,
    forgetting_ways_in,
)

# Imported for what they say waits for somebody.
WAITING: Sequence[Any] = (registration_waiting, attendance_waiting, dashboard_waiting)
