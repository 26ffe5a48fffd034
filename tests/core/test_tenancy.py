"""Whose rows a session sees, as the runtime role, with another site's rows there to leak."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.content import Localized
from sites.cohorts.models import Venue
from tests.factories import NewSite


async def _venue(database: Database, site: NewSite, code: str) -> None:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        session.add(Venue(site_id=site.id, code=code, name=Localized(en=code)))


async def _codes(database: Database, scope: DataScope) -> list[str]:
    async with unit_of_work(database, scope) as session:
        return list((await session.execute(select(Venue.code).order_by(Venue.code))).scalars())  # type: ignore[call-overload]  # SQLModel's typing of columns


async def test_a_site_sees_its_own_rows_only(database: Database, brussels: NewSite, warsaw: NewSite) -> None:
    await _venue(database, brussels, "becentral")
    await _venue(database, warsaw, "praga")

    assert await _codes(database, DataScope.of_site(brussels.id)) == ["becentral"]
    assert await _codes(database, DataScope.of_site(warsaw.id)) == ["praga"]


async def test_without_a_site_there_is_nothing(database: Database, brussels: NewSite) -> None:
    await _venue(database, brussels, "becentral")

    async with database.engine("app").connect() as connection:
        assert (await connection.execute(text("select count(*) from sites.venues"))).scalar() == 0


async def test_a_pooled_connection_carries_nothing_over(database: Database, brussels: NewSite) -> None:
    await _venue(database, brussels, "becentral")

    async with database.engine("app").connect() as connection:
        await connection.exec_driver_sql("select core.enter($1)", (brussels.id,))
        assert (await connection.execute(select(func.count()).select_from(Venue))).scalar() == 1
        await connection.commit()
        assert (await connection.execute(select(func.count()).select_from(Venue))).scalar() == 0


async def test_writing_for_another_site_is_refused(database: Database, brussels: NewSite, warsaw: NewSite) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with unit_of_work(database, DataScope.of_site(warsaw.id)) as session:
            session.add(Venue(site_id=brussels.id, code="stolen", name=Localized(en="Stolen")))


async def test_the_networks_role_cannot_name_a_sites_table(database: Database, brussels: NewSite) -> None:
    with pytest.raises(DBAPIError, match="permission denied for schema sites"):
        await _codes(database, DataScope.of_network())


async def test_every_statement_names_the_site(database: Database, brussels: NewSite, statements: list[str]) -> None:
    await _codes(database, DataScope.of_site(brussels.id))

    queries = [one for one in statements if "sites.venues" in one]
    assert len(queries) == 1
    assert "venues.site_id = $" in queries[0]
