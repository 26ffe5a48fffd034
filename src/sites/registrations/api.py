"""Registrations for programs: the list of a cohort, a new one, and giving a place back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery

from core.forms import read_json
from core.idempotency import earlier_answer
from core.pagination import BadCursor, checked_limit, decode, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import AppSettings, Db, Now, Today
from core.web.json_body import json_body
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.registrations.actions import (
    accept_application,
    accept_offer,
    cancel_registration,
    decline_application,
    decline_offer,
    move_in_line,
    register_learner,
)
from sites.registrations.forms import ApiLearner, ApplicationDecision, NewPosition, OfferAnswer
from sites.registrations.models import RegistrationSource, RegistrationStatus
from sites.registrations.queries import (
    Place,
    RegistrationLine,
    cohort_id_of,
    place_of,
    registration_id,
    registration_lines,
    registration_page,
)
from sites.registrations.turns import turn_at


@dataclass(frozen=True, slots=True)
class RegistrationAnswer:
    """What became of it. `waiting_position` counts from 1; none with a place."""

    id: UUID
    status: str
    waiting_position: int | None


class RegistrationsApi(Controller):
    path = "/api/v1/sites/{site_code:str}"
    tags = ["Registrations"]

    @get(
        "/cohorts/{cohort_code:str}/registrations",
        operation_id="listRegistrations",
        name="api.registrations",
        **needs(Permission.LEARNERS_VIEW, Scope.SITE_READ),
    )
    async def list_registrations(
        self,
        session: Db,
        cohort_code: FromPath[str],
        limit: FromQuery[int | None] = None,
        after: FromQuery[str | None] = None,
    ) -> dict[str, Any]:
        """Everybody registered in the cohort, in the order of arrival."""
        most, last = checked_limit(limit), _last_seen(after)
        cohort_id = await cohort_id_of(session, cohort_code)
        lines = await registration_page(session, cohort_id, after=last, limit=most)
        return page_of(lines, limit=most, show=shown_registration, cursor=lambda line: str(line.id))

    @post(
        "/cohorts/{cohort_code:str}/registrations",
        operation_id="registerLearner",
        name="api.register",
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def register(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        app_settings: AppSettings,
        today: Today,
        now: Now,
        cohort_code: FromPath[str],
    ) -> Response[RegistrationAnswer]:
        """Register a learner: a place, or a number on the waiting list when all places are taken.

        Body: given_name, family_name, email, language; optional birth_date, gender, education (ISCED 0 to 8, or
        a group), employment. The same e-mail in the same cohort again: 409 already_registered.
        """
        raw, document = await json_body(request)
        key = request.headers.get("idempotency-key")
        said = b"registrations\n" + cohort_code.encode() + b"\n" + raw
        async with turn_at(site.id, cohort_code):
            kept = await earlier_answer(session, key, caller=visitor.person_id, request=said)
            if kept is not None and kept.answer is not None:
                return Response(RegistrationAnswer(**kept.answer), status_code=kept.status)
            made = await register_learner(
                session,
                await cohort_id_of(session, cohort_code),
                read_json(ApiLearner, document),
                today=today,
                now=now,
                source=RegistrationSource.API,
                secret=app_settings.secret(),
                site_language=site.languages[0],
            )
        answer = RegistrationAnswer(made.id, str(made.status), made.waiting_position)
        if kept is not None:
            kept.status = 201
            kept.answer = {"id": str(made.id), "status": answer.status, "waiting_position": answer.waiting_position}
        return Response(answer, status_code=201)

    @delete(
        "/registrations/{registration:str}",
        operation_id="cancelRegistration",
        name="api.cancel_registration",
        status_code=204,
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def cancel(self, session: Db, today: Today, now: Now, registration: FromPath[str]) -> None:
        """Give the place back; it is offered to whoever waits first. Asked again, nothing more happens."""
        await cancel_registration(session, registration_id(registration), today=today, now=now)


class PlacesApi(Controller):
    """Offers, applications, and the order of a waiting list."""

    path = "/api/v1/sites/{site_code:str}"
    tags = ["Registrations"]

    @get(
        "/cohorts/{cohort_code:str}/offers",
        operation_id="listOffers",
        name="api.offers",
        **needs(Permission.LEARNERS_VIEW, Scope.SITE_READ),
    )
    async def offers(self, session: Db, cohort_code: FromPath[str]) -> dict[str, Any]:
        """Places that are held for somebody now, and until when."""
        return await _standing(session, cohort_code, RegistrationStatus.OFFERED)

    @get(
        "/cohorts/{cohort_code:str}/applications",
        operation_id="listApplications",
        name="api.applications",
        **needs(Permission.LEARNERS_VIEW, Scope.SITE_READ),
    )
    async def applications(self, session: Db, cohort_code: FromPath[str]) -> dict[str, Any]:
        """Those who apply for a place and wait for a decision."""
        return await _standing(session, cohort_code, RegistrationStatus.APPLIED)

    @post(
        "/registrations/{registration:str}/offer",
        operation_id="answerOffer",
        name="api.answer_offer",
        status_code=200,
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def answer_offer(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        today: Today,
        now: Now,
        registration: FromPath[str],
    ) -> dict[str, Any]:
        """For the person: {"answer": "accept"|"decline"}. 409 offer_gone when there is no open offer."""
        asked_for = await place_of(session, registration_id(registration))
        answer = read_json(OfferAnswer, (await json_body(request))[1])
        if answer.answer == "accept":
            await accept_offer(session, asked_for.id, now=now)
        else:
            await decline_offer(session, asked_for.id, today=today, now=now)
        return _shown_place(await place_of(session, asked_for.id))

    @post(
        "/registrations/{registration:str}/application",
        operation_id="decideApplication",
        name="api.decide_application",
        status_code=200,
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def decide(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        today: Today,
        registration: FromPath[str],
    ) -> dict[str, Any]:
        """{"decision": "accept"|"decline", "reason": "…"}. The reason is needed to decline; the person reads it."""
        applied = await place_of(session, registration_id(registration))
        decided = read_json(ApplicationDecision, (await json_body(request))[1])
        if decided.decision == "accept":
            await accept_application(session, applied.id)
        else:
            await decline_application(session, applied.id, reason=decided.reason, today=today)
        return _shown_place(await place_of(session, applied.id))

    @put(
        "/registrations/{registration:str}/waiting-position",
        operation_id="moveInWaitingList",
        name="api.move_in_line",
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def move(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        registration: FromPath[str],
    ) -> dict[str, Any]:
        """{"position": n, "reason": "…"}: against the order of arrival, so the history keeps the reason."""
        waits = await place_of(session, registration_id(registration))
        wanted = read_json(NewPosition, (await json_body(request))[1])
        await move_in_line(session, waits.id, to=wanted.position, reason=wanted.reason)
        return _shown_place(await place_of(session, waits.id))


async def _standing(session: Db, cohort: str, status: RegistrationStatus) -> dict[str, Any]:
    """All of them: they fit a room."""
    lines = await registration_lines(session, await cohort_id_of(session, cohort))
    return {"data": [shown_registration(line) for line in lines if line.status is status], "next": None}


def _shown_place(place: Place) -> dict[str, Any]:
    return {"id": str(place.id), "status": str(place.status), "waiting_position": place.waiting_position}


def shown_registration(line: RegistrationLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "status": str(line.status),
        "waiting_position": line.waiting_position,
        "offered_until": None if line.offered_until is None else line.offered_until.isoformat(),
        "learner": {
            "id": str(line.learner_id),
            "ref": line.ref,
            "given_name": line.given_name,
            "family_name": line.family_name,
            "email": line.email,
        },
        "language": line.language,
        "source": str(line.source),
        "registered_on": None if line.registered_on is None else line.registered_on.isoformat(),
        "registered_at": None if line.registered_at is None else line.registered_at.isoformat(),
        "left_on": None if line.left_on is None else line.left_on.isoformat(),
        "gender": str(line.gender),
        "education": str(line.education),
        "employment": str(line.employment),
    }


def _last_seen(after: str | None) -> UUID | None:
    text = decode(after)
    try:
        return None if text is None else UUID(text)
    except ValueError as error:
        raise BadCursor from error
