"""The log in words. Entries hold codes; an action or a field that is not named here is shown as its code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from i18n import phrases
from i18n.content import Localized
from i18n.formatting import day, language_name, listing, moment, number
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import LazyText, _, lazy, ngettext
from network.access.roles import NAMES as ROLE_NAMES

ACTIONS: Final[Mapping[str, LazyText]] = {
    "attendance.close": lazy("Closed an attendance sheet"),
    "attendance.correct": lazy("Corrected a closed attendance sheet"),
    "attendance.dismiss_flag": lazy("Noted what was done about somebody's absences"),
    "attendance.mark": lazy("Marked attendance"),
    "certificates.assess": lazy("Noted an assessment"),
    "certificates.change_key": lazy("Changed the key of the badges"),
    "certificates.change_rule": lazy("Changed what is asked for before a certificate"),
    "certificates.issue": lazy("Issued a certificate"),
    "certificates.revoke": lazy("Revoked a certificate"),
    "cohort.cancel": lazy("Cancelled a cohort"),
    "cohort.change": lazy("Changed a cohort"),
    "cohort.close_registration": lazy("Closed the registration of a cohort"),
    "cohort.copy": lazy("Copied a cohort"),
    "cohort.open": lazy("Planned a cohort"),
    "cohort.open_registration": lazy("Opened the registration of a cohort"),
    "curriculum.add": lazy("Added a curriculum"),
    "curriculum.publish": lazy("Published a curriculum"),
    "curriculum.revise": lazy("Changed a draft"),
    "event.announce": lazy("Announced an event"),
    "event.cancel": lazy("Cancelled an event"),
    "event.change": lazy("Changed an event"),
    "event.count": lazy("Counted who came to an event"),
    "event.give_back": lazy("Gave a place at an event back"),
    "event.plan": lazy("Planned an event"),
    "event.register": lazy("Registered for an event"),
    "funding.add_source": lazy("Added a funding source"),
    "funding.book": lazy("Booked spending"),
    "funding.change_source": lazy("Changed a funding source"),
    "funding.drop_plan": lazy("Removed a budget line"),
    "funding.plan": lazy("Planned spending"),
    "funding.reverse": lazy("Took back a line of spending"),
    "funding.share": lazy("Said what a funding source carries"),
    "funding.unshare": lazy("Took a share from a funding source"),
    "learners.correct": lazy("Corrected a learner's record"),
    "learners.erase": lazy("Erased a learner"),
    "mine.revoke_feed": lazy("Revoked the address of a calendar"),
    "privacy.accept": lazy("Corrected what a learner had asked for"),
    "privacy.ask_correction": lazy("Asked for a correction"),
    "privacy.ask_erasure": lazy("Asked to be erased"),
    "privacy.choose_term": lazy("Changed how long something is kept"),
    "privacy.decline": lazy("Declined a correction"),
    "privacy.take_back_erasure": lazy("Took back that they wanted to be erased"),
    "learners.merge": lazy("Made two records of a learner one"),
    "learners.tell_apart": lazy("Noted that two records are two people"),
    "learners.undo_merge": lazy("Made one record two again"),
    "outcomes.answer": lazy("Answered what they are doing now"),
    "outcomes.note_answer": lazy("Noted an answer on the phone"),
    "outcomes.note_call": lazy("Called without an answer"),
    "outcomes.withdraw": lazy("Took an answer back"),
    "person.change": lazy("Changed their account"),
    "person.change_password": lazy("Changed a password"),
    "person.invite": lazy("Invited somebody"),
    "person.sign_in": lazy("Signed in"),
    "project.add_member": lazy("Changed the team of a project"),
    "project.add_photo": lazy("Added a photo to a project"),
    "project.begin": lazy("Began a project"),
    "project.change": lazy("Changed a project"),
    "project.log_hours": lazy("Noted machine hours"),
    "project.move": lazy("Changed the stage of a project"),
    "project.remove_hours": lazy("Removed machine hours"),
    "project.remove_member": lazy("Changed the team of a project"),
    "project.remove_photo": lazy("Removed a photo of a project"),
    "records.import": lazy("Imported records"),
    "registrations.accept": lazy("Accepted an offered place"),
    "registrations.accept_application": lazy("Accepted an application"),
    "registrations.cancel": lazy("Cancelled a registration"),
    "registrations.change": lazy("Changed a registration"),
    "registrations.change_admission": lazy("Changed how people register for a cohort"),
    "registrations.change_asking": lazy("Changed what people are asked when they register"),
    "registrations.change_consent": lazy("Changed what people agree to when they register"),
    "registrations.decline": lazy("Declined an offered place"),
    "registrations.decline_application": lazy("Declined an application"),
    "registrations.guardian_answer": lazy("Noted the answer of a parent or guardian"),
    "registrations.lapse": lazy("Ended an offer that nobody answered"),
    "registrations.move_in_line": lazy("Moved somebody on the waiting list"),
    "registrations.move_up": lazy("Gave a freed place to the next in the queue"),
    "registrations.offer": lazy("Offered a freed place to the next in line"),
    "registrations.put_first": lazy("Put somebody first in the queue"),
    "registrations.register": lazy("Registered somebody"),
    "role.give": lazy("Gave a role"),
    "role.take": lazy("Took a role away"),
    "room.add": lazy("Added a room"),
    "room.change": lazy("Changed a room"),
    "room.remove": lazy("Removed a room"),
    "session.cancel": lazy("Cancelled a session"),
    "session.move": lazy("Moved a session"),
    "session.plan": lazy("Planned sessions"),
    "session.reschedule": lazy("Rescheduled sessions"),
    "site.change": lazy("Changed the centre's settings"),
    "site.go_live": lazy("Opened the centre to the public"),
    "site.open": lazy("Made a centre"),
    "site.set_targets": lazy("Set the targets of a year"),
    "site.waive": lazy("Let a centre open although something was missing"),
    "startup.add_founder": lazy("Changed the founders of a start-up"),
    "startup.add_mentor": lazy("Added a mentor to a start-up"),
    "startup.add_milestone": lazy("Planned a milestone of a start-up"),
    "startup.change": lazy("Changed a start-up"),
    "startup.end_mentor": lazy("Ended a mentor's time with a start-up"),
    "startup.move": lazy("Changed the stage of a start-up"),
    "startup.note_gain": lazy("Noted jobs or money of a start-up"),
    "startup.reach_milestone": lazy("Noted a milestone of a start-up"),
    "startup.remove_founder": lazy("Changed the founders of a start-up"),
    "startup.remove_gain": lazy("Removed jobs or money of a start-up"),
    "startup.remove_milestone": lazy("Removed a milestone of a start-up"),
    "startup.see_out": lazy("Noted that a start-up left"),
    "startup.take_in": lazy("Took a start-up in"),
    "startup.take_in_again": lazy("Took a start-up in again"),
    "token.add": lazy("Made an API token"),
    "token.revoke": lazy("Revoked an API token"),
    "unit.add": lazy("Added a unit"),
    "unit.move": lazy("Moved a unit"),
    "venue.add": lazy("Added a venue"),
    "venue.change": lazy("Changed a venue"),
    "website.add_news": lazy("Added news"),
    "website.contact": lazy("Changed contact and access"),
    "website.delete_news": lazy("Deleted news"),
    "website.hours": lazy("Changed the opening hours"),
    "website.publish": lazy("Published a page"),
    "website.special_day": lazy("Gave a day other hours"),
    "website.take_down": lazy("Took a page off the website"),
    "website.undo": lazy("Went back to an earlier version of a page"),
    "website.usual_day": lazy("Gave a day its usual hours again"),
    "website.write": lazy("Wrote a draft of a page"),
}

FIELDS: Final[Mapping[str, LazyText]] = {
    "certificates": lazy("Certificates"),
    "enrolments": lazy("Enrolments"),
    "hours_attended": lazy("Hours attended"),
    "registrations": lazy("Registrations"),
    "about": lazy("What the centre is"),
    "accepted": lazy("Rows accepted"),
    "address": lazy("Address"),
    "amount": lazy("Amount"),
    "booked_on": lazy("Day"),
    "assessment": lazy("Assessment"),
    "capacity": lazy("Places"),
    "conditions": lazy("Conditions"),
    "currency": lazy("Currency"),
    "code": lazy("Code"),
    "contact_email": lazy("E-mail address"),
    "country": phrases.COUNTRY,
    "created": lazy("New"),
    "curriculum": lazy("Curriculum"),
    "directions": lazy("How to get there"),
    "email": phrases.EMAIL,
    "ends_at": lazy("End"),
    "ends_on": lazy("Last day"),
    "fields": lazy("What was changed"),
    "from_on": lazy("From"),
    "is_online": lazy("Online"),
    "kind": lazy("Kind"),
    "language": phrases.LANGUAGE,
    "languages": lazy("Languages"),
    "least_percent": lazy("Least share of the hours"),
    "left_on": lazy("Left on"),
    "missing": lazy("Missing"),
    "months": lazy("Months"),
    "name": phrases.NAME,
    "needs_assessment": lazy("The assessment must be passed"),
    "parent": lazy("Belongs to"),
    "place": phrases.PLACE,
    "practical": lazy("How to get there"),
    "queue_number": lazy("Place in the queue"),
    "refused": lazy("Rows refused"),
    "role": lazy("Role"),
    "revoked_on": lazy("Revoked on"),
    "revoked_reason": phrases.REASON,
    "room": lazy("Room"),
    "rate": lazy("Rate"),
    "rows": lazy("Rows"),
    "share": lazy("Share of the costs"),
    "scopes": lazy("Scopes"),
    "sessions": lazy("Sessions"),
    "starts_at": lazy("Beginning"),
    "starts_on": lazy("First day"),
    "status": phrases.STATUS,
    "summary": lazy("Summary"),
    "title": lazy("Title"),
    "trainers": lazy("Trainers"),
    "unchanged": lazy("Unchanged"),
    "unit": lazy("Unit"),
    "until_on": lazy("Last day"),
    "updated": lazy("Corrected"),
    "venue": lazy("Venue"),
    "day": lazy("Day"),
    "note": lazy("Note"),
    "opens_at": lazy("Opens at"),
    "closes_at": lazy("Closes at"),
    "hours": lazy("Opening hours"),
    "links": lazy("Links"),
    "phone": lazy("Telephone"),
    "step_free": lazy("With a wheelchair"),
    "transport": lazy("Public transport"),
    "checked_on": lazy("Last checked on"),
    "version": lazy("Version"),
    "zone": lazy("Time zone"),
}

_ROLES: Final = {str(role): name for role, name in ROLE_NAMES.items()}
_WORDS: Final[Mapping[str, Mapping[str, LazyText]]] = {
    "status": {**phrases.PROGRESS, **phrases.REGISTRATION_STATUS},
    "role": _ROLES,
}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a change. None: there was, or is, nothing."""

    label: str
    before: str | None
    after: str | None


def action_name(action: str) -> str:
    return str(ACTIONS.get(action, action))


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], units: Mapping[str, Localized]
) -> list[Difference]:
    """Field by field; what is said of many records at once (marks) is only counted."""
    fields = [name for name in dict.fromkeys((*before, *after)) if not is_id(name)]
    found = [
        Difference(
            str(FIELDS.get(name, name)), _said(name, before.get(name), units), _said(name, after.get(name), units)
        )
        for name in fields
    ]
    records = len({name for name in (*before, *after) if is_id(name)})
    if records:
        found.append(Difference(_("Records"), None, ngettext("%(n)s record", "%(n)s records", records)))
    return found


def ids_in(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Values that may be ids of units."""
    return {value for value in (*before.values(), *after.values()) if isinstance(value, str) and is_id(value)}


def is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _said(field: str, value: Any, units: Mapping[str, Localized]) -> str | None:
    match value:
        case None | "" | [] | {}:
            return None
        case bool():
            return str(phrases.YES if value else phrases.NO)
        case int() | float():
            return number(value)
        case str():
            return _text(field, value, units)
        case dict():
            return _shortened("; ".join(f"{_key(key)}: {_said(key, one, units) or '–'}" for key, one in value.items()))
        case list():
            return _shortened(listing(_said(field, one, units) or "–" for one in value))
    return _shortened(str(value))


def _key(name: str) -> str:
    if name in FIELDS:
        return str(FIELDS[name])
    return language_name(name) if name in INTERFACE_LANGUAGES else name


def _text(field: str, value: str, units: Mapping[str, Localized]) -> str:
    if value in units:
        return str(units[value])
    if value in _WORDS.get(field, {}):
        return str(_WORDS[field][value])
    if field == "fields":
        return str(FIELDS.get(value, value))
    return _moment(value) or _shortened(value)


def _moment(value: str) -> str | None:
    """A day or a moment written as programs write it."""
    try:
        if len(value) == 10:
            return day(date.fromisoformat(value))
        at = datetime.fromisoformat(value) if len(value) > 15 else None
    except ValueError:
        return None
    return moment(at) if at is not None and at.tzinfo else None


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
