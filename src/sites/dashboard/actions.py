"""Change what a centre says of itself."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.forms import Unacceptable
from core.tenancy import site_of
from i18n.content import Localized
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import lazy
from network.units.models import Site
from sites.cohorts.actions.typed import Text, plain
from sites.dashboard.models import Counted, SiteTarget
from sites.registrations.identity import is_email


class SiteSettings(BaseModel):
    """The first of the languages is the centre's own: it is shown where a text is missing."""

    model_config = ConfigDict(extra="forbid")

    about: Text = Field(default_factory=Localized)
    practical: Text = Field(default_factory=Localized)
    languages: list[str] = Field(min_length=1, max_length=20)
    address: str = Field(default="", max_length=500)
    contact_email: str = Field(default="", max_length=320)

    @field_validator("languages")
    @classmethod
    def _spoken_here(cls, tags: list[str]) -> list[str]:
        if any(tag not in INTERFACE_LANGUAGES for tag in tags):
            raise Unacceptable(lazy("Please choose one of the list."))
        return list(dict.fromkeys(tags))

    @field_validator("contact_email")
    @classmethod
    def _an_address(cls, email: str) -> str:
        if email and not is_email(email):
            raise Unacceptable(lazy("Please enter an e-mail address, such as name@example.org."))
        return email


async def change_settings(session: AsyncSession, site_id: UUID, wanted: SiteSettings, *, code: str) -> None:
    """Only what differs is written and noted."""
    found = await session.execute(select(Site).where(col(Site.id) == site_id).with_for_update())
    site = found.scalar_one()
    given = wanted.model_dump()
    before = {name: getattr(site, name) for name, value in given.items() if getattr(site, name) != value}
    if not before:
        return
    for name in before:
        setattr(site, name, given[name])
    after = {name: given[name] for name in before}
    audit.record(
        session, action="site.change", subject=("site", site_id), name=code, before=plain(before), after=plain(after)
    )
    await session.flush()


Goal = Annotated[int | None, Field(ge=1, le=10_000_000)]


class Targets(BaseModel):
    """Of one year. None: no target."""

    model_config = ConfigDict(extra="forbid")

    year: int = Field(ge=1990, le=2100)
    registrations: Goal = None
    enrolments: Goal = None
    hours_attended: Goal = None
    certificates: Goal = None


async def set_targets(session: AsyncSession, wanted: Targets) -> None:
    """All of the year's: one that is not given any more goes. Only what differs is written and noted."""
    await session.execute(select(func.pg_advisory_xact_lock(site_of(session).int % 2**63)))
    found = await session.execute(select(SiteTarget).where(col(SiteTarget.year) == wanted.year))
    kept = {one.indicator: one for one in found.scalars()}
    goals = {one: getattr(wanted, one) for one in Counted}
    before = {one: row.goal for one, row in kept.items()}
    changed = [one for one in Counted if before.get(one) != goals[one]]
    if not changed:
        return
    for one in changed:
        if goals[one] is None:
            await session.delete(kept[one])
        elif one in kept:
            kept[one].goal = goals[one]
        else:
            session.add(SiteTarget(site_id=site_of(session), year=wanted.year, indicator=one, goal=goals[one]))
    audit.record(
        session,
        action="site.set_targets",
        subject=("site", site_of(session)),
        name=str(wanted.year),
        before={str(one): before[one] for one in changed if one in before},
        after={str(one): goals[one] for one in changed if goals[one] is not None},
    )
    await session.flush()
