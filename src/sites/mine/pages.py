"""The learner's own page: the way in, what it shows, and the calendar that goes with it."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from core.errors import Invalid, NotFound
from core.forms import attempt
from core.permissions import Permission, needs
from core.secrets import keyed_hash
from core.throttle import count_attempt
from core.web.dependencies import AppDatabase, AppSettings, Db, FormFields, Now, Today, client_address, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import lazy
from network.units.current import CurrentSite, SiteContext
from sites.certificates.links import certificate_path
from sites.certificates.queries import certificates_of_learner
from sites.mine import actions
from sites.mine.forms import AskForm
from sites.mine.queries import Me, MyCourse, learner_of_feed, my_courses, my_feed
from sites.mine.visit import PRIVATE, cookie_name, forget, me_here, me_or_nobody, remember
from sites.privacy.models import RequestKind
from sites.privacy.queries import open_request
from sites.registrations.actions import accept_offer, cancel_registration
from sites.registrations.calendar import Entry, calendar_file
from sites.registrations.choices import STATUS_NAMES
from sites.registrations.errors import RegistrationNotFound

_PUBLIC = needs(Permission.ANYONE, public_site=True)
_HOUR: Final = timedelta(hours=1)
_LINKS_PER_ADDRESS: Final = 5
_LINKS_FROM_ONE_PLACE: Final = 60


class MyPages(Controller):
    path = "/{site_code:str}/me"
    include_in_schema = False

    @get("/", name="mine.page", **_PUBLIC)
    async def my_page(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        app_settings: AppSettings,
        today: Today,
        now: Now,
    ) -> Page:
        me = await me_or_nobody(request, session, site, now)
        if me is None:
            return _ask_page({}, {})
        courses = await my_courses(session, me.id, today=today)
        token = await my_feed(session, me.id, secret=app_settings.secret())
        return Page(
            "mine/page.html",
            {
                "me": me,
                "now": [one for one in courses if one.ends_on >= today],
                "over": [one for one in courses if one.ends_on < today],
                "certificates": [
                    (one, certificate_path(site.code, one.code, one.id, secret=app_settings.secret()))
                    for one in await certificates_of_learner(session, me.id)
                ],
                "status_names": STATUS_NAMES,
                "feed": None if token is None else _feed_address(site, token, app_settings.base_url),
                "erasure": await open_request(session, me.id, RequestKind.ERASURE),
                "correction": await open_request(session, me.id, RequestKind.CORRECTION),
                "moment_now": now,
            },
            headers=PRIVATE,
        )

    @post("/", name="mine.ask", **_PUBLIC)
    async def ask(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        database: AppDatabase,
        app_settings: AppSettings,
        form: FormFields,
        now: Now,
    ) -> Response[Any]:
        """The same answer whether or not the address is known here, and however often it was asked for."""
        typed = texts(form, "email")
        asked = attempt(AskForm, typed)
        if isinstance(asked, Invalid):
            return _ask_page(typed, asked.fields)
        who = keyed_hash(app_settings.secret(), "learner link", f"{site.id}|{asked.email}")
        here = client_address(request)
        await count_attempt(database, kind="learner link from", who=here, limit=_LINKS_FROM_ONE_PLACE, window=_HOUR)
        await count_attempt(database, kind="learner link to", who=who, limit=_LINKS_PER_ADDRESS, window=_HOUR)
        await actions.ask_for_link(session, asked.email, secret=app_settings.secret(), now=now)
        return see(f"/{site.code}/me/sent")

    @get("/sent", name="mine.sent", **_PUBLIC)
    async def sent_page(self) -> Page:
        return Page("mine/sent.html", headers=PRIVATE)

    @get("/link/{token:str}", name="mine.link", **_PUBLIC)
    async def link_page(self, session: Db, token: FromPath[str], now: Now) -> Page:
        """Looking uses nothing up: mail programs look too."""
        await actions.learner_behind_link(session, token, now=now)
        return Page("mine/link.html", {"token": token}, headers=PRIVATE)

    @post("/link/{token:str}", name="mine.open", **_PUBLIC)
    async def open_page(
        self, session: Db, site: CurrentSite, app_settings: AppSettings, token: FromPath[str], now: Now
    ) -> Response[Any]:
        kept = await actions.open_page(session, token, now=now)
        answer = see(f"/{site.code}/me")
        remember(answer, site, kept, app_settings)
        return answer

    @post("/sign-out", name="mine.sign_out", **_PUBLIC)
    async def sign_out(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
    ) -> Response[Any]:
        await actions.sign_out(session, request.cookies.get(cookie_name(site), ""))
        answer = see(f"/{site.code}/me", say=lazy("You are signed out."))
        forget(answer, site)
        return answer

    @post("/sign-out-everywhere", name="mine.sign_out_everywhere", **_PUBLIC)
    async def sign_out_everywhere(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        now: Now,
    ) -> Response[Any]:
        me = await me_here(request, session, site, now)
        await actions.sign_out_everywhere(session, me.id)
        answer = see(f"/{site.code}/me", say=lazy("You are signed out everywhere."))
        forget(answer, site)
        return answer

    @post("/registrations/{registration:str}/cancel", name="mine.cancel", **_PUBLIC)
    async def cancel(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        registration: FromPath[str],
        today: Today,
        now: Now,
    ) -> Response[Any]:
        me = await me_here(request, session, site, now)
        course = await _my_course(session, me, registration, today=today)
        if course.may_cancel:
            await cancel_registration(session, course.id, today=today, now=now)
        return see(f"/{site.code}/me", say=lazy("Your registration is cancelled."))

    @post("/registrations/{registration:str}/accept", name="mine.accept", **_PUBLIC)
    async def accept(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        registration: FromPath[str],
        today: Today,
        now: Now,
    ) -> Response[Any]:
        me = await me_here(request, session, site, now)
        course = await _my_course(session, me, registration, today=today)
        await accept_offer(session, course.id, now=now)
        return see(f"/{site.code}/me", say=lazy("The place is yours."))

    @post("/calendar", name="mine.make_feed", **_PUBLIC)
    async def make_feed(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        app_settings: AppSettings,
        now: Now,
    ) -> Response[Any]:
        me = await me_here(request, session, site, now)
        await actions.make_feed(session, me.id, secret=app_settings.secret(), now=now)
        return see(f"/{site.code}/me", say=lazy("Your calendar has an address now."))

    @post("/calendar/revoke", name="mine.revoke_feed", **_PUBLIC)
    async def revoke_feed(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        now: Now,
    ) -> Response[Any]:
        me = await me_here(request, session, site, now)
        await actions.revoke_feed(session, me.id)
        return see(f"/{site.code}/me", say=lazy("The old address of your calendar does not work any more."))

    @get("/calendar/{token:str}", name="mine.feed", **_PUBLIC)
    async def feed(
        self, session: Db, site: CurrentSite, app_settings: AppSettings, token: FromPath[str], today: Today
    ) -> Response[bytes]:
        """Read by a calendar program, which signs in nowhere: the address is the key."""
        learner_id = await learner_of_feed(session, token.removesuffix(".ics"))
        if learner_id is None:
            raise NotFound
        courses = await my_courses(session, learner_id, today=today)
        base = f"{app_settings.base_url}/{current().tag}/{site.code}"
        content = calendar_file(
            _entries(courses, base), name=str(site.name), zone=site.zone, base_url=app_settings.base_url
        )
        return Response(content, media_type="text/calendar", headers=dict(PRIVATE))


def _ask_page(typed: dict[str, Any], errors: dict[str, str]) -> Page:
    context = {"typed": {"email": "", **typed}, "errors": errors}
    return Page("mine/ask.html", context, status=422 if errors else 200, headers=PRIVATE)


def _feed_address(site: SiteContext, token: str, base_url: str) -> str:
    return f"{base_url}/{current().tag}/{site.code}/me/calendar/{token}.ics"


def _entries(courses: list[MyCourse], base: str) -> list[Entry]:
    holding = ("confirmed", "offered", "completed", "not_completed")
    return [
        Entry(
            id=meeting.id,
            stamp=meeting.created_at,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            title=f"{course.title}: {meeting.title}" if str(meeting.title) else str(course.title),
            place=meeting.place,
            link=f"{base}/courses/{course.code}",
            is_cancelled=meeting.is_cancelled,
        )
        for course in courses
        if str(course.status) in holding
        for meeting in course.meetings
    ]


async def _my_course(session: Db, me: Me, registration: str, *, today: Today) -> MyCourse:
    """Only one's own. Raises RegistrationNotFound."""
    try:
        wanted = UUID(registration)
    except ValueError as error:
        raise RegistrationNotFound from error
    for course in await my_courses(session, me.id, today=today):
        if course.id == wanted:
            return course
    raise RegistrationNotFound
