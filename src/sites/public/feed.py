"""The calendar a phone can subscribe to: sessions of open courses, and events."""

import hashlib

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from core.errors import NotFound
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, Now, Today
from i18n.active import active_language, make_state, use_locale
from i18n.languages import find_language
from network.units.current import CurrentSite, SiteContext
from sites.events.calendar import event_entry
from sites.events.queries import PublicEvent, upcoming_events
from sites.registrations.calendar import Entry, calendar_file, meeting_entry
from sites.registrations.queries import Course, Meeting, course_meetings, course_of, open_courses


@get("/{site_code:str}/calendar.ics", name="public.calendar", include_in_schema=False, **needs(Permission.ANYONE))
async def calendar_feed(
    request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
    session: Db,
    site: CurrentSite,
    today: Today,
    now: Now,
    app_settings: AppSettings,
    lang: FromQuery[str] = "",
) -> Response[bytes]:
    """In the language asked for, where the centre offers it, else in the centre's first. The address
    carries no language, so that a subscription survives a change of languages."""
    if not site.is_public:
        request.scope["state"]["site"] = None  # the error page must not tell its name
        raise NotFound
    courses = await open_courses(session, today=today)
    meetings = await course_meetings(session, [course.id for course in courses]) if courses else []
    events = await upcoming_events(session, now=now)
    language = _language(lang, site)
    with use_locale(make_state(language, site.country, site.zone, chain=(language, *site.languages))):
        entries = _entries(courses, meetings, events, base=f"{app_settings.base_url}/{language}/{site.code}")
        content = calendar_file(entries, name=str(site.name), zone=site.zone, base_url=app_settings.base_url)
    return _answer(request, content, language, site.code)


@get(
    "/{site_code:str}/courses/{cohort_code:str}/calendar.ics",
    name="public.course_calendar",
    include_in_schema=False,
    **needs(Permission.ANYONE, public_site=True),
)
async def course_calendar(
    request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
    session: Db,
    site: CurrentSite,
    app_settings: AppSettings,
    cohort_code: FromPath[str],
) -> Response[bytes]:
    """The sessions of one course, in the language of the address."""
    course = await course_of(session, cohort_code)
    meetings = await course_meetings(session, [course.id])
    base = f"{app_settings.base_url}/{active_language()}/{site.code}"
    content = calendar_file(
        _entries([course], meetings, [], base=base),
        name=str(course.title),
        zone=site.zone,
        base_url=app_settings.base_url,
    )
    return _answer(request, content, active_language(), f"{site.code}-{course.code}")


def _answer(request: Request, content: bytes, language: str, name: str) -> Response[bytes]:  # type: ignore[type-arg]  # as above
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=900", "Content-Language": language}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return Response(content, media_type="text/calendar", headers=headers)


def _language(wanted: str, site: SiteContext) -> str:
    return wanted if wanted in site.languages and find_language(wanted) else site.languages[0]


def _entries(courses: list[Course], meetings: list[Meeting], events: list[PublicEvent], *, base: str) -> list[Entry]:
    by_id = {course.id: course for course in courses}
    found = [
        meeting_entry(meeting, by_id[meeting.cohort_id], link=f"{base}/courses/{by_id[meeting.cohort_id].code}")
        for meeting in meetings
    ]
    return [*found, *(event_entry(event, base=base) for event in events)]
