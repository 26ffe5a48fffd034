"""`/verify/{code}`: whether a certificate is genuine, for whoever holds the paper."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get
from litestar.params import FromPath, FromQuery
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.database import Database, unit_of_work
from core.forms import clean
from core.permissions import Permission, needs
from core.tenancy import DataScope
from core.throttle import count_attempt, forgive_attempt
from core.web.dependencies import AppDatabase, NetworkDb, client_address
from core.web.pages import Page, see
from i18n.content import Localized
from network.units.models import Site
from sites.certificates.errors import CertificateNotFound
from sites.certificates.pages.files import PRIVATE
from sites.certificates.queries import FullCertificate, certificate_by_code
from sites.certificates.rules import belongs_to, read_code
from sites.certificates.words import REVOCATION_REASONS

_HOUR = timedelta(hours=1)
_MOST_MISSES = 60
_LONGEST = 60


class VerifyPages(Controller):
    path = "/verify"
    include_in_schema = False

    @get("/", name="certificates.check", **needs(Permission.ANYONE))
    async def check_page(self, code: FromQuery[str] = "") -> Response[Any]:
        """Where the number is typed."""
        typed = str(clean(code))[:_LONGEST]
        if typed:
            return see(f"/verify/{_as_in_address(typed)}")
        return Page("certificates/check.html", {"typed": "", "is_unknown": False})

    @get("/{code:str}", name="certificates.verify", **needs(Permission.ANYONE))
    async def verify_page(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        network: NetworkDb,
        database: AppDatabase,
        code: FromPath[str],
    ) -> Page:
        """What the paper shows, and whether it still holds. Only misses are counted: nobody finds one by guessing, and
        an employer may check hundreds."""
        who = client_address(request)
        await count_attempt(database, kind="verify", who=who, limit=_MOST_MISSES, window=_HOUR)
        found = await _certificate(network, database, str(clean(code)))
        if found is None:
            context = {"typed": code[:_LONGEST], "is_unknown": True}
            return Page("certificates/check.html", context, status=404, headers=PRIVATE)
        await forgive_attempt(database, kind="verify", who=who, window=_HOUR)
        context = {
            "certificate": found.listed,
            "full": found,
            "facts": found.facts,
            "centre": Localized(found.facts.get("centre", {})),
            "reason_names": REVOCATION_REASONS,
        }
        return Page("certificates/verify.html", context, headers=PRIVATE)


async def _certificate(network: AsyncSession, database: Database, typed: str) -> FullCertificate | None:
    """The number leads to its site; in there it is looked for."""
    code = read_code(typed)
    if code is None:
        return None
    for site_id in await _sites(network, code):
        async with unit_of_work(database, DataScope.of_site(site_id)) as session:
            try:
                return await certificate_by_code(session, code)
            except CertificateNotFound:
                continue
    return None


async def _sites(network: AsyncSession, code: str) -> list[UUID]:
    """One, but for the rare case that two share the first signs."""
    return [site_id for site_id in (await network.execute(select(col(Site.id)))).scalars() if belongs_to(code, site_id)]


def _as_in_address(typed: str) -> str:
    return read_code(typed) or "".join(sign for sign in typed if sign.isalnum() or sign == "-") or "-"
