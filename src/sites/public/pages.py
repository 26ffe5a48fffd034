"""A centre as everybody sees it."""

from litestar import Controller, get
from litestar.params import FromPath, FromQuery

from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, Now, Today
from core.web.pages import Page
from i18n import phrases
from i18n.content import Localized
from i18n.formatting import language_name
from network.units.current import CurrentSite
from sites.events.queries import upcoming_events
from sites.events.words import KIND_NAMES
from sites.public.described import described_course
from sites.public.filters import course_filter, languages_taught, levels_taught
from sites.registrations.queries import course_meetings, course_modules, course_of, open_courses
from sites.website.queries.contact import presence
from sites.website.queries.pages import home_and_news
from sites.website.rendering import lead, rendered
from sites.website.rules import open_state

_PUBLIC = needs(Permission.ANYONE, public_site=True, kept=True)
_ON_THE_FIRST_PAGE = 6
_NEWS_ON_THE_FIRST_PAGE = 3


class PublicPages(Controller):
    path = "/{site_code:str}"
    include_in_schema = False

    @get("/", name="public.home", **_PUBLIC)
    async def home(self, session: Db, site: CurrentSite, today: Today, now: Now) -> Page:
        found = await presence(session, today=today)
        welcome, news = await home_and_news(session, until=today, limit=_NEWS_ON_THE_FIRST_PAGE)
        courses = await open_courses(session, today=today, limit=_ON_THE_FIRST_PAGE + 1)
        return Page(
            "public/home.html",
            {
                "found": found,
                "state": open_state(found.timetable, now=now),
                "welcome": rendered(welcome.body if welcome else Localized()),
                "practical": rendered(found.practical),
                "news": news,
                "lead": lead,
                "courses": courses[:_ON_THE_FIRST_PAGE],
                "has_more": len(courses) > _ON_THE_FIRST_PAGE,
                "events": await upcoming_events(session, now=now, limit=3),
                "kinds": KIND_NAMES,
                "levels": phrases.LEVEL,
                "today": today,
            },
        )

    @get("/courses", name="public.courses", **_PUBLIC)
    async def courses(
        self, session: Db, site: CurrentSite, today: Today, level: FromQuery[str] = "", language: FromQuery[str] = ""
    ) -> Page:
        every = await open_courses(session, today=today)
        wanted = course_filter(every, level=level, language=language)
        return Page(
            "public/courses.html",
            {
                "courses": wanted.of(every),
                "total": len(every),
                "wanted": wanted,
                "level_options": [(one, phrases.LEVEL[one]) for one in levels_taught(every)],
                "language_options": [(tag, language_name(tag)) for tag in languages_taught(every)],
                "levels": phrases.LEVEL,
                "today": today,
            },
        )

    @get("/courses/{cohort_code:str}", name="public.course", **_PUBLIC)
    async def course(
        self, session: Db, site: CurrentSite, today: Today, app_settings: AppSettings, cohort_code: FromPath[str]
    ) -> Page:
        course = await course_of(session, cohort_code)
        meetings = await course_meetings(session, [course.id])
        return Page(
            "public/course.html",
            {
                "course": course,
                "meetings": meetings,
                "modules": await course_modules(session, course.version_id),
                "levels": phrases.LEVEL,
                "programmes": phrases.PROGRAMME,
                "may_register": course.may_register(today),
                "is_over": course.ends_on < today,
                "described": described_course(course, meetings, site=site, base_url=app_settings.base_url),
            },
        )
