"""The learner's own link: the certificate as paper and as a badge, without an account."""

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from core.permissions import Permission, needs
from core.settings import Settings
from core.web.dependencies import AppSettings, Db
from core.web.pages import Page
from sites.certificates.actions import badge_of
from sites.certificates.badges import badge_picture
from sites.certificates.errors import CertificateLinkNotFound, CertificateNotFound, NoLongerPrintable
from sites.certificates.links import is_token_of
from sites.certificates.pages.files import PRIVATE, as_file
from sites.certificates.printing import certificates_pdf
from sites.certificates.queries import FullCertificate, certificate_by_code
from sites.certificates.words import REVOCATION_REASONS


class HolderPages(Controller):
    """Not of open sites only: a certificate outlives the centre that issued it."""

    path = "/{site_code:str}/certificates/{code:str}/{token:str}"
    include_in_schema = False

    @get("/", name="certificates.mine", **needs(Permission.ANYONE))
    async def my_certificate(
        self, session: Db, app_settings: AppSettings, code: FromPath[str], token: FromPath[str]
    ) -> Page:
        found = await _behind_link(session, code, token, app_settings)
        context = {
            "certificate": found.listed,
            "full": found,
            "facts": found.facts,
            "is_printable": found.is_printable,
            "token": token,
            "reason_names": REVOCATION_REASONS,
        }
        return Page("certificates/mine.html", context, headers=PRIVATE)

    @get("/certificate.pdf", name="certificates.my_pdf", **needs(Permission.ANYONE))
    async def my_pdf(
        self, session: Db, app_settings: AppSettings, code: FromPath[str], token: FromPath[str]
    ) -> Response[Any]:
        found = await _printable(session, code, token, app_settings)
        made = await certificates_pdf([(dict(found.content), code)], base_url=app_settings.base_url)
        return as_file(made, f"{code}.pdf", "application/pdf")

    @get("/badge.png", name="certificates.my_badge", **needs(Permission.ANYONE))
    async def my_badge(
        self, session: Db, app_settings: AppSettings, code: FromPath[str], token: FromPath[str]
    ) -> Response[Any]:
        """A picture with the credential inside, as wallets and networks take it."""
        found = await _printable(session, code, token, app_settings)
        badge = await _badge(session, found, app_settings)
        return as_file(await badge_picture(found.content, badge), f"{code}.png", "image/png")

    @get("/badge.jwt", name="certificates.my_credential", **needs(Permission.ANYONE))
    async def my_credential(
        self, session: Db, app_settings: AppSettings, code: FromPath[str], token: FromPath[str]
    ) -> Response[Any]:
        """The signed credential alone."""
        found = await _printable(session, code, token, app_settings)
        badge = await _badge(session, found, app_settings)
        return as_file(badge.encode(), f"{code}.jwt", "application/vc+jwt")


async def _behind_link(session: AsyncSession, code: str, token: str, settings: Settings) -> FullCertificate:
    """Raises CertificateLinkNotFound, whichever half is wrong."""
    try:
        found = await certificate_by_code(session, code)
    except CertificateNotFound as error:
        raise CertificateLinkNotFound from error
    if not is_token_of(token, found.listed.id, secret=settings.secret()):
        raise CertificateLinkNotFound
    return found


async def _printable(session: AsyncSession, code: str, token: str, settings: Settings) -> FullCertificate:
    found = await _behind_link(session, code, token, settings)
    if not found.is_printable:
        raise NoLongerPrintable
    return found


async def _badge(session: AsyncSession, found: FullCertificate, settings: Settings) -> str:
    return await badge_of(session, found.listed.id, base_url=settings.base_url, secret=settings.secret())
