"""Two centres, each with a row of its own in every table that holds centres' rows."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from network.people.models import RoleGrant
from tests.factories import NewSite, make_curriculum, make_person
from tests.isolation.rows import Filled, fill

BRUSSELS_MARK = "bxlsecret"
WARSAW_MARK = "wawown"


@dataclass(frozen=True)
class TwoSites:
    brussels: Filled
    warsaw: Filled
    brussels_manager: UUID
    warsaw_manager: UUID
    brussels_grant: UUID


@pytest.fixture
async def two_sites(database: Database, brussels: NewSite, warsaw: NewSite) -> TwoSites:
    curriculum = await make_curriculum(database)
    managers = {}
    filled = {}
    for site, mark in ((brussels, BRUSSELS_MARK), (warsaw, WARSAW_MARK)):
        manager = await make_person(
            database, f"manager@{mark}.example.org", Role.SITE_MANAGER, site.id, name=f"{mark}-people-name"
        )
        network = {"network.curricula": curriculum, "network.people": manager, "network.sites": site.id}
        filled[site.code] = await fill(database, site, mark=mark, network=network)
        managers[site.code] = manager
    async with unit_of_work(database, DataScope.of_network()) as session:
        grant = select(col(RoleGrant.id)).where(col(RoleGrant.person_id) == managers["brussels"])
        brussels_grant = (await session.execute(grant)).scalar_one()
    return TwoSites(filled["brussels"], filled["warsaw"], managers["brussels"], managers["warsaw"], brussels_grant)
