"""Events in the words of schema.org, for search engines."""

from typing import Any

from i18n.active import current
from network.units.current import SiteContext
from sites.events.queries import PublicEvent

_CONTEXT = "https://schema.org"


def described_events(events: list[PublicEvent], *, site: SiteContext, base_url: str) -> dict[str, Any]:
    """All of a list at once."""
    address = f"{base_url}/{current().tag}/{site.code}"
    return {"@context": _CONTEXT, "@graph": [_event(event, site=site, address=address) for event in events]}


def _event(event: PublicEvent, *, site: SiteContext, address: str) -> dict[str, Any]:
    status = "EventCancelled" if event.is_cancelled else "EventScheduled"
    return {
        "@type": "Event",
        "name": str(event.title),
        "description": str(event.summary) or str(event.title),
        "url": f"{address}/events/{event.code}",
        "startDate": event.starts_at.astimezone(site.zone_info).isoformat(),
        "endDate": event.ends_at.astimezone(site.zone_info).isoformat(),
        "eventStatus": f"{_CONTEXT}/{status}",
        "eventAttendanceMode": f"{_CONTEXT}/{'OnlineEventAttendanceMode' if event.is_online else 'OfflineEventAttendanceMode'}",
        "inLanguage": list(event.languages),
        "isAccessibleForFree": True,
        "location": _place(str(event.venue_name or site.name), event.address),
        "organizer": {"@type": "EducationalOrganization", "name": str(site.name), "url": address},
    }


def _place(name: str, address: str) -> dict[str, Any]:
    return {"@type": "Place", "name": name, "address": address or name}
