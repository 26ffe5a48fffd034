"""Fills an empty database with the demo network."""

import asyncio
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.people.models import Person
from network.results.recount import recount_all
from network.units.models import Unit
from network.units.queries import unit
from server.demo.accounts import ACCOUNTS
from server.demo.content import SITE_CODES, site_content
from server.demo.history import history
from server.demo.load_network import load_network
from server.demo.load_site import load_site
from server.demo.load_website import load_website
from server.demo.privacy import load_privacy
from server.roles import connect
from sites.cohorts.models import Cohort


async def is_demo(database: Database) -> bool:
    """Whether this database was filled here: nothing else makes the demo's accounts."""
    known = select(col(Person.id)).where(col(Person.email) == ACCOUNTS[0].email)
    async with unit_of_work(database, DataScope.of_network()) as session:
        return (await session.execute(known)).first() is not None


async def load_demo(database: Database, *, today: date) -> None:
    """Units, accounts, the library, and two years of each centre. A database with anything else in it
    is left alone; a demo that was interrupted is completed, centre by centre."""
    async with unit_of_work(database, DataScope.of_network()) as session:
        if not await session.scalar(select(func.count()).select_from(Unit)):
            await load_network(session, today=today)
    if not await is_demo(database):
        return
    async with asyncio.TaskGroup() as sites:
        loading = [sites.create_task(_load_site(database, code, today=today)) for code in SITE_CODES]
    if fresh := [site_id for task in loading if (site_id := task.result()) is not None]:
        await _analyze(database)
        async with asyncio.TaskGroup() as counting:
            for site_id in fresh:
                counting.create_task(recount_all(database, site_id))


async def _load_site(database: Database, code: str, *, today: date) -> UUID | None:
    """The id of the site, if its history was not there yet."""
    async with unit_of_work(database, DataScope.of_network()) as session:
        site_id = (await unit(session, code)).id
    async with unit_of_work(database, DataScope.of_site(site_id)) as session:
        if (await session.execute(select(col(Cohort.id)).limit(1))).first() is not None:
            return None
        content = site_content(code)
        await load_site(session, content, history(content, until=today))
        await load_website(session, code, today=today)
        await load_privacy(session, content, today=today)
    return site_id


async def _analyze(database: Database) -> None:
    """Tell the planner how big the tables have become: counting takes a third of the time then."""
    connection = await connect(database.addresses.owner)
    try:
        await connection.execute("analyze")
    finally:
        await connection.close()
