"""What the accelerator adds to the results."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, func
from sqlmodel import col

from network.curricula.models import Programme
from network.results.measuring import SubjectKind, fact, measure
from sites.startups.models import Startup, StartupStay

_STILL_GOING_ON = date(9999, 12, 31)


@measure("startups", subject=SubjectKind.STARTUP)
def startups() -> Select[Any]:
    """A span for each time it was there, counted in every period that it touches; in none twice."""
    latest: Any = sa.select(
        col(Startup.site_id).label("site_id"),
        col(Startup.id).label("startup_id"),
        col(Startup.joined_on).label("from_on"),
        func.coalesce(col(Startup.left_on), sa.literal(_STILL_GOING_ON)).label("until_on"),
    )
    earlier: Any = sa.select(
        col(StartupStay.site_id), col(StartupStay.startup_id), col(StartupStay.from_on), col(StartupStay.until_on)
    )
    stays = sa.union_all(latest, earlier).subquery("stays")
    query = fact(
        site_id=stays.c.site_id,
        subject_id=stays.c.startup_id,
        day=stays.c.from_on,
        until_on=stays.c.until_on,
        programme=Programme.ACCELERATOR.value,
        people=0,
    )
    return query.select_from(stays)
