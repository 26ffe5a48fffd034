"""Rows for tests, made through the runtime roles. Every function fills what the test does not say."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.clock import new_id
from core.database import Database, unit_of_work
from core.secrets import token_hash
from core.tenancy import DataScope
from i18n.content import Localized
from network.access.roles import Role
from network.curricula.models import Curriculum, CurriculumVersion, Level, Programme
from network.people.models import Person, RoleGrant, SignIn
from network.units.models import Placement, Site, SiteStatus, Unit, UnitKind

FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True)
class NewSite:
    id: UUID
    code: str


async def make_unit(
    database: Database, code: str, kind: UnitKind, parent: str | None = None, country: str | None = None
) -> UUID:
    async with unit_of_work(database, DataScope.of_network()) as session:
        unit = Unit(code=code, kind=kind, name=Localized(en=code.title()), country=country)
        session.add(unit)
        await session.flush()
        if parent is not None:
            parent_id = (await session.execute(select(Unit.id).where(Unit.code == parent))).scalar_one()  # type: ignore[call-overload]  # SQLModel's columns are typed as their values
            session.add(Placement(unit_id=unit.id, parent_id=parent_id, from_on=FIRST_DAY))
        return unit.id


async def make_tree(database: Database) -> None:
    await make_unit(database, "network", UnitKind.GROUP)
    await make_unit(database, "europe", UnitKind.REGION, "network")
    for country in ("be", "pl", "es"):
        await make_unit(database, country, UnitKind.COUNTRY, "europe", country.upper())


async def make_site(
    database: Database,
    code: str,
    *,
    country: str = "BE",
    parent: str = "be",
    languages: list[str] | None = None,
    zone: str = "Europe/Brussels",
    currency: str = "EUR",
    status: SiteStatus = SiteStatus.OPEN,
) -> NewSite:
    unit_id = await make_unit(database, code, UnitKind.SITE, parent, country)
    async with unit_of_work(database, DataScope.of_network()) as session:
        session.add(
            Site(
                id=unit_id,
                country=country,
                languages=languages or ["fr", "en"],
                zone=zone,
                currency=currency,
                first_weekday=0,
                weekend=[5, 6],
                status=status,
            )
        )
    return NewSite(unit_id, code)


async def make_curriculum(
    database: Database,
    code: str = "web-first-steps",
    *,
    programme: Programme = Programme.CODING_SCHOOL,
    level: Level = Level.BASIC,
    hours: int = 30,
) -> UUID:
    async with unit_of_work(database, DataScope.of_network()) as session:
        curriculum = Curriculum(code=code, programme=programme, level=level, published_number=1)
        session.add(curriculum)
        await session.flush()
        session.add(
            CurriculumVersion(
                curriculum_id=curriculum.id,
                number=1,
                title=Localized(en="First steps on the web", fr="Premiers pas sur le web", pl="Pierwsze kroki w sieci"),
                hours=hours,  # type: ignore[arg-type]  # pydantic makes a Decimal of it
                published_on=date(2026, 1, 1),
            )
        )
        return curriculum.id


async def make_person(
    database: Database,
    email: str,
    role: Role,
    unit_id: UUID,
    *,
    name: str = "Ada Example",
    language: str = "fr",
    **more: Any,
) -> UUID:
    async with unit_of_work(database, DataScope.of_network()) as session:
        person = Person(email=email, name=name, language=language, **more)
        session.add(person)
        await session.flush()
        session.add(RoleGrant(person_id=person.id, role=role, unit_id=unit_id))
        return person.id


async def signed_in(database: Database, client: Any, person_id: UUID) -> str:
    """Sign the client in without the form; gives the CSRF token for its posts."""
    token = f"test-{new_id()}"
    async with unit_of_work(database, DataScope.of_network()) as session:
        session.add(SignIn(token_hash=token_hash(token), person_id=person_id, csrf_token="test-csrf"))
    client.cookies.set("archipel_session", token)
    return "test-csrf"
