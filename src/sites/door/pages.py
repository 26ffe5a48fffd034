"""The screen at the door, and the page that its code opens on a learner's phone."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.forms import clean
from core.jobs import enqueue
from core.pdf import qr_code
from core.permissions import Permission, needs
from core.settings import Settings
from core.throttle import count_attempt
from core.web.dependencies import AppDatabase, AppSettings, Db, FormFields, Now, client_address, texts
from core.web.pages import Fragment, Page
from i18n.active import current
from i18n.messages import _
from network.units.current import CurrentSite, SiteContext
from sites.attendance.rules import DOOR_CLOSES
from sites.attendance.words import MARK_NAMES
from sites.cohorts.queries import CohortWithSession, session_with_cohort
from sites.door.actions import CheckedIn, check_in
from sites.door.errors import CodeExpired
from sites.door.queries import Expected, expected_by_email, expected_learner, people_here
from sites.door.rules import BROWSER_HOLDS, FORM_HOLDS, Pass, digits, shown_code, sign, subject_of
from sites.mine.visit import PRIVATE, me_or_nobody
from sites.registrations.identity import is_email

_PUBLIC = needs(Permission.ANYONE, public_site=True)
_COOKIE: Final = "archipel_here"
_MOST_MAILS, _MAILS_IN = 3, timedelta(minutes=10)
_MOST_TRIES, _TRIES_IN = 5, timedelta(minutes=10)
_MOST_FROM_ONE_ADDRESS: Final = 200  # a whole class shares that of the centre


class ScreenPages(Controller):
    """The screen needs no account: whoever works here opens it by a link that ends with the session."""

    include_in_schema = False

    @get(
        "/manage/{site_code:str}/sessions/{session_id:uuid}/attendance/door",
        name="door.open",
        **needs(Permission.ATTENDANCE_MARK),
    )
    async def open_screen(
        self, session: Db, site: CurrentSite, session_id: FromPath[UUID], app_settings: AppSettings
    ) -> Redirect:
        held = (await session_with_cohort(session, session_id)).session
        token = sign(Pass.SCREEN, held.id, held.ends_at + DOOR_CLOSES, secret=app_settings.secret())
        return Redirect(f"/{current().tag}/{site.code}/door/{token}", status_code=303)

    @get("/{site_code:str}/door/{token:str}", name="door.screen", **_PUBLIC)
    async def screen(
        self, session: Db, site: CurrentSite, token: FromPath[str], now: Now, app_settings: AppSettings
    ) -> Page:
        held = await _behind(session, Pass.SCREEN, token, now=now, settings=app_settings)
        return Page("door/screen.html", await _screen(session, site, held, token, now, app_settings), headers=PRIVATE)

    @get("/{site_code:str}/door/{token:str}/code", name="door.code", **_PUBLIC)
    async def code(
        self, session: Db, site: CurrentSite, token: FromPath[str], now: Now, app_settings: AppSettings
    ) -> Fragment:
        held = await _behind(session, Pass.SCREEN, token, now=now, settings=app_settings)
        return Fragment(
            "door/_code.html", await _screen(session, site, held, token, now, app_settings), headers=PRIVATE
        )


class CheckInPages(Controller):
    path = "/{site_code:str}/here"
    include_in_schema = False

    @get("/{token:str}", name="door.scanned", **_PUBLIC)
    async def scanned(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        token: FromPath[str],
        now: Now,
        app_settings: AppSettings,
    ) -> Page:
        held = await _behind(session, Pass.CODE, token, now=now, settings=app_settings)
        form_pass = sign(Pass.FORM, held.session.id, now + FORM_HOLDS, secret=app_settings.secret())
        who = await _known(request, session, site, held.session.id, now=now, settings=app_settings)
        return _form(held, form_pass, who=who)

    @post(name="door.check_in", **_PUBLIC)
    async def check_in(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        database: AppDatabase,
        site: CurrentSite,
        form: FormFields,
        now: Now,
        app_settings: AppSettings,
    ) -> Page:
        """One press for a known browser; else first the address, then the digits that were mailed to it."""
        typed = clean(texts(form, "pass", "email", "digits", "known"))
        form_pass = str(typed.get("pass", ""))
        held = await _behind(session, Pass.FORM, form_pass, now=now, settings=app_settings)
        await count_attempt(
            database, kind="door", who=client_address(request), limit=_MOST_FROM_ONE_ADDRESS, window=_TRIES_IN
        )
        if typed.get("known"):
            who = await _known(request, session, site, held.session.id, now=now, settings=app_settings)
            return _form(held, form_pass) if who is None else await _checked_in(session, held, who, now, app_settings)
        email = str(typed.get("email", ""))
        if not is_email(email):
            problem = {"email": _("Please enter an e-mail address, such as name@example.org.")}
            return _form(held, form_pass, email=email, errors=problem)
        who = await expected_by_email(session, held.session.id, email)
        if "digits" not in typed:
            await count_attempt(database, kind="door mail", who=email, limit=_MOST_MAILS, window=_MAILS_IN)
            await _mail_digits(session, held.session.id, who, form_pass)
            return _form(held, form_pass, email=email, asks_digits=True)
        await count_attempt(database, kind="door digits", who=email, limit=_MOST_TRIES, window=_TRIES_IN)
        if who is None or typed["digits"] != digits(form_pass, who.registration_id, secret=app_settings.secret()):
            wrong = {"digits": _("These are not the digits of the mail. Please look again.")}
            return _form(held, form_pass, email=email, asks_digits=True, errors=wrong)
        return await _checked_in(session, held, who, now, app_settings)


async def _behind(
    session: AsyncSession, kind: Pass, token: str, *, now: datetime, settings: Settings
) -> CohortWithSession:
    """Raises CodeExpired, or NotFound for a session of another centre."""
    session_id = subject_of(kind, token[:200], now=now, secret=settings.secret())
    if session_id is None:
        raise NotFound if kind is Pass.SCREEN else CodeExpired
    return await session_with_cohort(session, session_id)


async def _screen(
    session: AsyncSession, site: SiteContext, held: CohortWithSession, token: str, now: datetime, settings: Settings
) -> dict[str, Any]:
    code = shown_code(held.session.id, now=now, secret=settings.secret())
    address = f"{settings.base_url}/{site.code}/here/{code}"
    return {
        "held": held,
        "token": token,
        "address": address,
        "picture": Markup(qr_code(address)),  # noqa: S704 -- drawn by us, of an address of ours
        "here": await people_here(session, held.session.id),
        "is_over": held.session.ends_at <= now,
    }


async def _known(
    request: Request[Any, Any, Any],
    session: AsyncSession,
    site: SiteContext,
    session_id: UUID,
    *,
    now: datetime,
    settings: Settings,
) -> Expected | None:
    """By the learner's own page, or by an earlier check-in with this browser."""
    signed_in = await me_or_nobody(request, session, site, now)
    cookie = request.cookies.get(_COOKIE, "")[:200]
    learner_id = signed_in.id if signed_in else subject_of(Pass.BROWSER, cookie, now=now, secret=settings.secret())
    return None if learner_id is None else await expected_learner(session, session_id, learner_id)


async def _mail_digits(session: AsyncSession, session_id: UUID, who: Expected | None, form_pass: str) -> None:
    """Nobody learns here whether an address is on the list."""
    if who is not None:
        registration = str(who.registration_id)
        await enqueue(
            session,
            "door.digits_by_mail",
            session_id=str(session_id),
            registration_id=registration,
            form_pass=form_pass,
        )


async def _checked_in(
    session: AsyncSession, held: CohortWithSession, who: Expected, now: datetime, settings: Settings
) -> Page:
    done = await check_in(session, held.session.id, who.registration_id, now=now)
    page = _form(held, "", who=who, done=done)
    page.set_cookie(
        _COOKIE,
        sign(Pass.BROWSER, who.learner_id, now + BROWSER_HOLDS, secret=settings.secret()),
        httponly=True,
        samesite="lax",
        secure=settings.base_url.startswith("https://"),
        max_age=int(BROWSER_HOLDS.total_seconds()),
    )
    return page


def _form(
    held: CohortWithSession,
    form_pass: str,
    *,
    who: Expected | None = None,
    email: str = "",
    asks_digits: bool = False,
    done: CheckedIn | None = None,
    errors: dict[str, str] | None = None,
) -> Page:
    context = {
        "held": held,
        "form_pass": form_pass,
        "who": who,
        "email": email,
        "asks_digits": asks_digits,
        "done": done,
        "mark_names": MARK_NAMES,
        "errors": errors or {},
    }
    return Page("door/check_in.html", context, status=422 if errors else 200, headers=PRIVATE)
