"""`/manage/{site}/certificates`: what is issued, what waits to be, one certificate."""

from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt, clean
from core.pagination import encode
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, FormFields, Now, Today, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import _, lazy
from i18n.texts import proper
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.certificates.actions import change_signing_key, revoke_certificate
from sites.certificates.errors import NoLongerPrintable
from sites.certificates.forms import Revocation, cursor_of, last_seen
from sites.certificates.links import certificate_path
from sites.certificates.pages.files import as_file
from sites.certificates.printing import certificates_pdf
from sites.certificates.queries import (
    FullCertificate,
    awaiting,
    certificate_by_code,
    certificate_page,
    published_keys,
)
from sites.certificates.words import REVOCATION_REASONS

_PER_PAGE = 50
_LONGEST_SEARCH = 200


class CertificatePages(Controller):
    path = "/manage/{site_code:str}/certificates"
    include_in_schema = False

    @get("/", name="certificates.list", **needs(Permission.LEARNERS_VIEW))
    async def list_page(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        today: Today,
        q: FromQuery[str] = "",
        after: FromQuery[str] = "",
    ) -> Page:
        search = str(clean(q))[:_LONGEST_SEARCH]
        found = await certificate_page(session, search=search, after=last_seen(after or None), limit=_PER_PAGE)
        here = f"/{current().tag}/manage/{site.code}/certificates"
        kept = {"q": search} if search else {}
        further = {**kept, "after": encode(cursor_of(found[_PER_PAGE - 1]))} if len(found) > _PER_PAGE else None
        return Page(
            "certificates/list.html",
            {
                "found": found[:_PER_PAGE],
                "search": search,
                "awaiting": [] if search or after else await awaiting(session, today=today),
                "first_page": f"{here}?{urlencode(kept)}" if kept else here,
                "is_first": not after,
                "next_page": f"{here}?{urlencode(further)}" if further else None,
                "keys": len(await published_keys(session)),
                "may_change_key": visitor.may(Permission.SITE_EDIT, units=site.path),
            },
        )

    @post("/signing-key", name="certificates.change_key", **needs(Permission.SITE_EDIT))
    async def change_key(self, session: Db, site: CurrentSite, app_settings: AppSettings, now: Now) -> Redirect:
        await change_signing_key(session, secret=app_settings.secret(), now=now)
        return see(f"/manage/{site.code}/certificates", say=lazy("New badges are signed with a new key from now on."))

    @get("/{code:str}", name="certificates.one", **needs(Permission.LEARNERS_VIEW))
    async def one_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, app_settings: AppSettings, code: FromPath[str]
    ) -> Page:
        found = await certificate_by_code(session, code)
        return _one(site, found, visitor, app_settings.secret(), {}, {})

    @get("/{code:str}/certificate.pdf", name="certificates.pdf", **needs(Permission.LEARNERS_VIEW))
    async def pdf(self, session: Db, app_settings: AppSettings, code: FromPath[str]) -> Response[Any]:
        found = await certificate_by_code(session, code)
        if not found.is_printable:
            raise NoLongerPrintable
        made = await certificates_pdf([(dict(found.content), code)], base_url=app_settings.base_url)
        return as_file(made, f"{code}.pdf", "application/pdf", is_shown=True)

    @post("/{code:str}/revoke", name="certificates.revoke", **needs(Permission.LEARNERS_EDIT))
    async def revoke(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        app_settings: AppSettings,
        today: Today,
        form: FormFields,
        code: FromPath[str],
    ) -> Response[Any]:
        found = await certificate_by_code(session, code)
        typed = texts(form, "reason", "note")
        asked = attempt(Revocation, typed)
        if isinstance(asked, Invalid):
            return _one(site, found, visitor, app_settings.secret(), typed, asked.fields)
        await revoke_certificate(session, code, reason=asked.reason, note=asked.note, today=today)
        return see(f"/manage/{site.code}/certificates/{code}", say=lazy("The certificate is revoked."))


def _one(
    site: SiteContext,
    found: FullCertificate,
    visitor: SignedIn,
    secret: bytes,
    typed: dict[str, Any],
    errors: dict[str, str],
) -> Page:
    return Page(
        "certificates/one.html",
        {
            "certificate": found.listed,
            "full": found,
            "facts": found.facts,
            "holder_path": certificate_path(site.code, found.listed.code, found.listed.id, secret=secret),
            "reasons": list(REVOCATION_REASONS.items()),
            "reason_names": REVOCATION_REASONS,
            "typed": {"reason": "", "note": "", **typed},
            "errors": {"reason" if name == "form" else name: sentence for name, sentence in errors.items()},
            "may_edit": visitor.may(Permission.LEARNERS_EDIT, units=site.path),
        },
        status=422 if errors else 200,
        breadcrumbs=[
            (_("Certificates"), f"/{current().tag}/manage/{site.code}/certificates"),
            (proper(found.listed.code), None),
        ],
    )
