"""Certificates for programs: the list, issuing to a cohort, revoking."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery
from pydantic import BaseModel, ConfigDict, Field

from core.forms import read_json
from core.pagination import checked_limit, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import AppSettings, Db, Now, Today
from core.web.json_body import json_body
from sites.certificates.actions import issue_certificates, revoke_certificate
from sites.certificates.forms import Revocation, cursor_of, last_seen
from sites.certificates.queries import ListedCertificate, candidates, certificate_by_code, certificate_page


class NewCertificates(BaseModel):
    """Without `registrations`: to everybody of the cohort who qualifies."""

    model_config = ConfigDict(extra="forbid")

    cohort: Annotated[str, Field(max_length=100)]
    registrations: Annotated[list[UUID], Field(max_length=1000)] | None = None


class CertificatesApi(Controller):
    path = "/api/v1/sites/{site_code:str}/certificates"
    tags = ["Certificates"]

    @get(
        "/",
        operation_id="listCertificates",
        name="api.certificates",
        **needs(Permission.LEARNERS_VIEW, Scope.SITE_READ),
    )
    async def list_certificates(
        self,
        session: Db,
        cohort: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
        after: FromQuery[str | None] = None,
    ) -> dict[str, Any]:
        """All of the centre or of one cohort, newest first, revoked ones too."""
        most = checked_limit(limit)
        found = await certificate_page(session, cohort=cohort, after=last_seen(after), limit=most)
        return page_of(found, limit=most, show=shown_certificate, cursor=cursor_of)

    @post(
        "/",
        operation_id="issueCertificates",
        name="api.issue_certificates",
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def issue(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        app_settings: AppSettings,
        today: Today,
        now: Now,
    ) -> dict[str, Any]:
        """Issue to those of a cohort who qualify; who does not is listed with the reasons. Asked again, nothing more
        happens. Body: cohort (code or id); optional registrations (ids), to leave others out."""
        _raw, document = await json_body(request)
        asked = read_json(NewCertificates, document)
        only = None if asked.registrations is None else set(asked.registrations)
        issued = await issue_certificates(
            session, asked.cohort, today=today, now=now, base_url=app_settings.base_url, only=only
        )
        left = (await candidates(session, asked.cohort, today=today)).lines
        new = {one.code for one in issued}
        refused = [one for one in left if one.certificate not in new and (only is None or one.registration_id in only)]
        return {
            "issued": [{"registration": str(one.registration_id), "code": one.code} for one in issued],
            "refused": [
                {"registration": str(one.registration_id), "reasons": [str(reason) for reason in one.obstacles]}
                for one in refused
            ],
        }

    @post(
        "/{code:str}/revoke",
        operation_id="revokeCertificate",
        name="api.revoke_certificate",
        status_code=200,
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def revoke(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        today: Today,
        code: FromPath[str],
    ) -> dict[str, Any]:
        """For good. Body: reason (mistake, details, dishonesty, request); optional note, for the centre only."""
        await certificate_by_code(session, code)
        _raw, document = await json_body(request)
        asked = read_json(Revocation, document)
        await revoke_certificate(session, code, reason=asked.reason, note=asked.note, today=today)
        return shown_certificate((await certificate_by_code(session, code)).listed)


def shown_certificate(one: ListedCertificate) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "code": one.code,
        "registration": str(one.registration_id),
        "learner": str(one.learner_id),
        "name": one.name,
        "cohort": one.cohort,
        "title": dict(one.title),
        "issued_on": one.issued_on.isoformat(),
        "revoked_on": None if one.revoked_on is None else one.revoked_on.isoformat(),
        "revoked_reason": str(one.revoked_reason) or None,
    }
