"""One learner over the API: read, take along, erase."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath
from pydantic import BaseModel, ConfigDict

from core.forms import read_json
from core.permissions import Permission, Scope, needs
from core.web.dependencies import AppSettings, Db, Now, Today
from core.web.json_body import json_body
from network.units.current import CurrentSite
from sites.learners.queries import LearnerRecord, learner_record
from sites.privacy.actions import erase_learner
from sites.privacy.models import ErasureReason
from sites.privacy.queries import everything_about
from sites.registrations.errors import LearnerNotFound


class EraseDocument(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: ErasureReason
    give_back_places: bool = False


class LearnersApi(Controller):
    path = "/api/v1/sites/{site_code:str}/learners/{learner:str}"
    tags = ["learners"]

    @get("/", operation_id="getLearner", name="api.learner", **needs(Permission.LEARNERS_VIEW, Scope.SITE_READ))
    async def one(self, session: Db, learner: FromPath[str]) -> dict[str, Any]:
        """Who a learner is, and their registrations. Of somebody erased only what is nobody's."""
        return _shown(await learner_record(session, _id(learner)))

    @get(
        "/export",
        operation_id="exportLearner",
        name="api.export_learner",
        **needs(Permission.LEARNERS_VIEW, Scope.SITE_READ),
    )
    async def export(self, session: Db, site: CurrentSite, now: Now, learner: FromPath[str]) -> dict[str, Any]:
        """Everything the centre keeps about a learner, table by table, as on their own page."""
        everything = await everything_about(session, _id(learner))
        return {"centre": site.code, "made_at": now.isoformat(), **everything.as_document()}

    @post(
        "/erase",
        operation_id="eraseLearner",
        name="api.erase_learner",
        status_code=200,
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def erase(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        app_settings: AppSettings,
        today: Today,
        now: Now,
        learner: FromPath[str],
    ) -> dict[str, Any]:
        """Forget who a learner is. The figures stay as they were. Asked again, nothing more happens.

        Body: reason (asked_at_the_centre, asked_by_themselves, asked_by_parent, entered_by_mistake,
        consent_withdrawn, kept_long_enough); optional give_back_places: true first cancels what is not over, which is
        counted as cancelled.
        """
        learner_id = (await learner_record(session, _id(learner))).id
        _raw, document = await json_body(request)
        asked = read_json(EraseDocument, document)
        await erase_learner(
            session,
            learner_id,
            reason=asked.reason,
            today=today,
            now=now,
            outbox=app_settings.home,
            site_language=site.languages[0],
            give_back_places=asked.give_back_places,
        )
        return {"id": str(learner_id), "erased": True}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise LearnerNotFound from error


def _shown(record: LearnerRecord) -> dict[str, Any]:
    return {
        "id": str(record.id),
        "ref": record.ref,
        "given_name": record.given_name,
        "family_name": record.family_name,
        "email": record.email,
        "phone": record.phone,
        "language": record.language,
        "birth_date": None if record.birth_date is None else record.birth_date.isoformat(),
        "birth_year": record.birth_year,
        "erased": record.is_erased,
        "registrations": [
            {
                "id": str(one.registration_id),
                "cohort": one.cohort_code,
                "status": str(one.status),
                "registered_on": None if one.registered_on is None else one.registered_on.isoformat(),
                "left_on": None if one.left_on is None else one.left_on.isoformat(),
            }
            for one in record.participations
        ],
    }
