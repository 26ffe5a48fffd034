"""A certificate issued for a completed registration."""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, site_table


class Certificate(SiteRecord, table=True):
    __tablename__ = "certificates"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "code"),
        part_of={"registration_id": "registrations"},
    )

    registration_id: UUID = Field(index=True)
    code: str = Field(max_length=40, description="what an employer types to check it")
    curriculum_version: int
    issued_on: date
    revoked_on: date | None = None
    revoked_reason: str = ""
