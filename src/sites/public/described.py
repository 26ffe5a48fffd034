"""A course and a centre in the words of schema.org, for search engines."""

from datetime import date
from typing import Any

from i18n.active import current
from network.units.current import SiteContext
from sites.registrations.queries import Course, Meeting

_CONTEXT = "https://schema.org"


def described_course(course: Course, meetings: list[Meeting], *, site: SiteContext, base_url: str) -> dict[str, Any]:
    """With its one run; `meetings` give the first and the last moment where they are known."""
    address = f"{base_url}/{current().tag}/{site.code}"
    instance: dict[str, Any] = {
        "@type": "CourseInstance",
        "courseMode": "online" if course.venue is not None and course.venue.is_online else "onsite",
        "startDate": _day(course.starts_on),
        "endDate": _day(course.ends_on),
        "inLanguage": list(course.languages),
        "courseWorkload": f"PT{float(course.hours):g}H",
    }
    if course.venue is not None and not course.venue.is_online:
        instance["location"] = place(str(course.venue.name), course.venue.address)
    dated = [meeting for meeting in meetings if not meeting.is_cancelled]
    if dated:
        instance["courseSchedule"] = {
            "@type": "Schedule",
            "startDate": dated[0].starts_at.isoformat(),
            "endDate": dated[-1].ends_at.isoformat(),
            "repeatCount": len(dated),
            "scheduleTimezone": site.zone,
        }
    return {
        "@context": _CONTEXT,
        "@type": "Course",
        "name": str(course.title),
        "description": str(course.summary) or str(course.title),
        "url": f"{address}/courses/{course.code}",
        "provider": provider(site, address),
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": site.currency, "category": "Free"},
        "hasCourseInstance": instance,
    }


def provider(site: SiteContext, address: str) -> dict[str, Any]:
    return {"@type": "EducationalOrganization", "name": str(site.name), "url": address}


def place(name: str, address: str) -> dict[str, Any]:
    return {"@type": "Place", "name": name, "address": address or name}


def _day(day: date) -> str:
    return day.isoformat()
