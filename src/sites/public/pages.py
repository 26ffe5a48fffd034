"""A centre as everybody sees it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, get
from litestar.params import FromPath, FromQuery

from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, Now, Today
from core.web.pages import Page
from i18n import phrases
from i18n.active import current, direction
from i18n.content import Localized
from i18n.formatting import language_name
from network.units.current import CurrentSite, SiteContext
from sites.events.queries import upcoming_events
from sites.events.words import KIND_NAMES
from sites.public.filters import course_filter, languages_taught, levels_taught
from sites.public.queries import site_texts
from sites.registrations.queries import Course, Meeting, course_meetings, course_modules, course_of, open_courses

_PUBLIC = needs(Permission.ANYONE, public_site=True, kept=True)
_ON_THE_FIRST_PAGE = 6


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A longer text. `language` is named where it is not the reader's."""

    texts: list[str]
    language: str | None
    direction: str


class PublicPages(Controller):
    path = "/{site_code:str}"
    include_in_schema = False

    @get("/", name="public.home", **_PUBLIC)
    async def home(self, session: Db, today: Today, now: Now) -> Page:
        texts = await site_texts(session)
        courses = await open_courses(session, today=today, limit=_ON_THE_FIRST_PAGE + 1)
        return Page(
            "public/home.html",
            {
                "texts": texts,
                "practical": paragraphs(texts.practical),
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
                "described": described(course, meetings, site=site, base_url=app_settings.base_url),
            },
        )

    @get("/accessibility", name="public.accessibility", **_PUBLIC)
    async def accessibility(self, session: Db) -> Page:
        texts = await site_texts(session)
        return Page("public/accessibility.html", {"contact": texts.contact_email})


def paragraphs(text: Localized) -> Paragraphs:
    language = text.resolve()[1]
    is_other = language is not None and language != current().tag
    return Paragraphs(
        [part.strip() for part in str(text).split("\n\n") if part.strip()],
        language if is_other else None,
        direction(language or current().tag),
    )


def described(course: Course, meetings: list[Meeting], *, site: SiteContext, base_url: str) -> dict[str, Any]:
    """The course in the words of schema.org, for search engines."""
    address = f"{base_url}/{current().tag}/{site.code}"
    provider = {"@type": "EducationalOrganization", "name": str(site.name), "url": address}
    instance: dict[str, Any] = {
        "@type": "CourseInstance",
        "courseMode": "online" if course.venue is not None and course.venue.is_online else "onsite",
        "startDate": _day(course.starts_on),
        "endDate": _day(course.ends_on),
        "inLanguage": list(course.languages),
        "courseWorkload": f"PT{float(course.hours):g}H",
    }
    if course.venue is not None and not course.venue.is_online:
        instance["location"] = {
            "@type": "Place",
            "name": str(course.venue.name),
            "address": course.venue.address or str(course.venue.name),
        }
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": str(course.title),
        "description": str(course.summary) or str(course.title),
        "url": f"{address}/courses/{course.code}",
        "provider": provider,
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": site.currency, "category": "Free"},
        "hasCourseInstance": instance,
    }


def _day(day: date) -> str:
    return day.isoformat()
