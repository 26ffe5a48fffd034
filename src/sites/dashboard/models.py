"""What a centre has set out to do in a year."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table


class Counted(StrEnum):
    """The indicators of the results that a centre can set itself a target for; named as there."""

    REGISTRATIONS = "registrations"
    ENROLMENTS = "enrolments"
    HOURS_ATTENDED = "hours_attended"
    CERTIFICATES = "certificates"


class SiteTarget(SiteRecord, table=True):
    """One number for one year, set by the centre's manager."""

    __tablename__ = "site_targets"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "year", "indicator"),
        one_of("indicator", Counted),
        CheckConstraint("year between 1990 and 2100", name="year_possible"),
        CheckConstraint("goal between 1 and 10000000", name="goal_possible"),
    )

    year: int
    indicator: Counted = Field(sa_type=TextEnum(Counted))
    goal: int
