"""Every table of the program, named once, so that metadata is whole wherever it is needed."""

from core.audit import AuditEntry
from core.idempotency import IdempotencyKey
from core.jobs import Job
from core.throttle import Attempt
from network.curricula.models import Curriculum, CurriculumModule, CurriculumVersion
from network.people.models import ApiToken, Invitation, PasswordLink, Person, RoleGrant, SignIn
from network.results.models import ExchangeRate, Fact, RecountMark, ResultStamp
from network.units.models import Placement, Site, Unit
from sites.attendance.models import AbsenceFlag, AttendanceMark, ClosedSheet
from sites.certificates.models import Assessment, Certificate, CertificateRule, SigningKey
from sites.cohorts.models import Cohort, CohortTrainer, Room, Session, SessionTrainer, Venue
from sites.dashboard.models import SiteTarget
from sites.events.models import Event, EventPlace
from sites.funding.models import BudgetLine, FundingShare, FundingSource, SpendingLine
from sites.mine.models import LearnerFeed, LearnerLink, LearnerSignIn
from sites.outcomes.models import Outcome
from sites.privacy.models import PrivacyRequest, RetentionChoice, RetentionRun
from sites.projects.models import MachineUse, Project, ProjectMember, ProjectPhoto, ProjectStep
from sites.registrations.models import (
    AskedQuestion,
    CohortAdmission,
    ConsentText,
    GuardianConsent,
    Learner,
    LearnerDistinction,
    LearnerMerge,
    PlaceOffer,
    Registration,
    RegistrationRules,
)
from sites.startups.models import (
    Startup,
    StartupFounder,
    StartupGain,
    StartupMentor,
    StartupMilestone,
    StartupStay,
    StartupStep,
)
from sites.website.models import OpeningException, OpeningHours, PageVersion, PublicDetails, WebPage

CORE = (AuditEntry, IdempotencyKey, Job, Attempt)
NETWORK = (
    Unit,
    Placement,
    Site,
    Person,
    RoleGrant,
    SignIn,
    Invitation,
    PasswordLink,
    ApiToken,
    Curriculum,
    CurriculumVersion,
    CurriculumModule,
    ExchangeRate,
    ResultStamp,
)
SITES = (
    Venue,
    Room,
    Cohort,
    CohortTrainer,
    Session,
    SessionTrainer,
    Learner,
    Registration,
    PlaceOffer,
    RegistrationRules,
    AskedQuestion,
    CohortAdmission,
    ConsentText,
    GuardianConsent,
    LearnerMerge,
    LearnerDistinction,
    AttendanceMark,
    ClosedSheet,
    AbsenceFlag,
    SiteTarget,
    Certificate,
    CertificateRule,
    Assessment,
    SigningKey,
    Event,
    EventPlace,
    Project,
    ProjectStep,
    ProjectMember,
    MachineUse,
    ProjectPhoto,
    Startup,
    StartupStay,
    StartupStep,
    StartupFounder,
    StartupMilestone,
    StartupMentor,
    StartupGain,
    Outcome,
    FundingSource,
    FundingShare,
    BudgetLine,
    SpendingLine,
    LearnerLink,
    LearnerSignIn,
    LearnerFeed,
    PrivacyRequest,
    RetentionChoice,
    RetentionRun,
    WebPage,
    PageVersion,
    PublicDetails,
    OpeningHours,
    OpeningException,
    Fact,
    RecountMark,
)
