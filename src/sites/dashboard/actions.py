"""Change what a centre says of itself."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.forms import Unacceptable
from i18n.content import Localized
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import lazy
from network.units.models import Site
from sites.cohorts.actions.typed import Text, plain
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
