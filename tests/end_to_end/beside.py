"""Run beside the demo server: `make PEOPLE`, a course that meets now, or say what a session had `noted`."""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from core.audit import AuditEntry
from core.clock import new_id, utc_now
from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from network.curricula.models import Curriculum
from network.units.models import Unit
from server.backing import open_database
from sites.cohorts.models import Cohort, CohortStatus, Session
from sites.registrations.identity import name_sort_key, search_text
from sites.registrations.models import Learner, Registration, RegistrationStatus


async def _make(database: Database, site_id: UUID, people: int) -> dict[str, Any]:
    now = utc_now()
    begins, code = now - timedelta(minutes=20), f"e2e-{new_id().hex[-8:]}"
    async with unit_of_work(database, DataScope.of_site(site_id)) as session:
        curriculum = (await session.execute(select(col(Curriculum.id)).limit(1))).scalar_one()
        cohort = Cohort(
            site_id=site_id,
            code=code,
            curriculum_id=curriculum,
            languages=["fr"],
            status=CohortStatus.OPEN,
            starts_on=now.date(),
            ends_on=now.date() + timedelta(days=30),
        )
        session.add(cohort)
        await session.flush()
        held = Session(
            site_id=site_id,
            cohort_id=cohort.id,
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
            zone="Europe/Brussels",
            held_on=now.date(),
        )
        session.add(held)
        made = []
        for number in range(people):
            given, family, ref = "Amina", f"Exemple {number + 1:02}", f"{code}-{number}"
            learner = Learner(
                site_id=site_id,
                ref=ref,
                given_name=given,
                family_name=family,
                email=f"{ref}@learners.example",
                person_key=new_id().bytes * 2,
                sort_key=name_sort_key(given, family, language="fr"),
                search=search_text(given, family, email=None, ref=ref),
            )
            session.add(learner)
            await session.flush()
            place = Registration(
                site_id=site_id,
                cohort_id=cohort.id,
                learner_id=learner.id,
                status=RegistrationStatus.CONFIRMED,
                registered_on=now.date(),
            )
            session.add(place)
            await session.flush()
            made.append(str(place.id))
        return {"session": str(held.id), "registrations": made}


async def _noted(database: Database, site_id: UUID, session_id: UUID) -> list[Any]:
    async with unit_of_work(database, DataScope.of_site(site_id)) as session:
        found = await session.execute(
            select(col(AuditEntry.after))
            .where(col(AuditEntry.subject_id) == session_id, col(AuditEntry.action) == "attendance.mark")
            .order_by(col(AuditEntry.at), col(AuditEntry.id))
        )
        return list(found.scalars())


async def main(home: str, what: str, which: str) -> None:
    async with open_database(Settings(home=Path(home)), migrate=False) as database:
        async with unit_of_work(database, DataScope.of_network()) as session:
            site_id = (await session.execute(select(col(Unit.id)).where(col(Unit.code) == "brussels"))).scalar_one()
        found = await (
            _make(database, site_id, int(which)) if what == "make" else _noted(database, site_id, UUID(which))
        )
    print(json.dumps(found))  # noqa: T201 -- the answer of this command


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
