"""Add a venue, change one."""

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.tenancy import site_of
from i18n.content import Localized
from sites.cohorts.actions.typed import Code, Name, Text, WholeNumber, plain
from sites.cohorts.errors import VenueCodeTaken
from sites.cohorts.models import Venue
from sites.cohorts.queries import venue


class VenueTexts(BaseModel):
    """What may change of a venue; its code stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    address: str = Field(default="", max_length=500)
    directions: Text = Field(default_factory=Localized)
    capacity: WholeNumber | None = Field(default=None, ge=1, le=10_000)
    is_online: bool = False


class NewVenue(VenueTexts):
    code: Code


async def venue_code_is_taken(session: AsyncSession, code: str) -> bool:
    found = await session.execute(select(col(Venue.id)).where(col(Venue.code) == code))
    return found.first() is not None


async def add_venue(session: AsyncSession, new: NewVenue) -> Venue:
    """Raises VenueCodeTaken."""
    if await venue_code_is_taken(session, new.code):
        raise VenueCodeTaken(venue=new.code)
    added = Venue(site_id=site_of(session), **new.model_dump())
    try:
        async with session.begin_nested():
            session.add(added)
    except IntegrityError as error:
        raise VenueCodeTaken(venue=new.code) from error
    audit.record(session, action="venue.add", subject=("venue", added.id), name=new.code, after=plain(new.model_dump()))
    return added


async def change_venue(session: AsyncSession, code: str, texts: VenueTexts) -> Venue:
    """Raises VenueNotFound."""
    changed = await venue(session, code)
    wanted = texts.model_dump()
    different = {name: value for name, value in wanted.items() if getattr(changed, name) != value}
    if not different:
        return changed
    before = {name: getattr(changed, name) for name in different}
    for name, value in different.items():
        setattr(changed, name, value)
    audit.record(
        session,
        action="venue.change",
        subject=("venue", changed.id),
        name=code,
        before=plain(before),
        after=plain(different),
    )
    await session.flush()
    return changed
