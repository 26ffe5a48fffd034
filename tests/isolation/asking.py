"""Asking for a route as somebody, and finding traces of a site in what comes back."""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from core.clock import new_id
from core.database import Database, unit_of_work
from core.permissions import ANY_SCOPE
from core.secrets import token_hash
from core.tenancy import DataScope
from network.people.models import ApiToken, SignIn
from tests.isolation.conftest import TwoSites
from tests.isolation.rows import Filled

PARAMETER = re.compile(r"\{(\w+)\}")
# Addresses that speak no language.
WITHOUT_LANGUAGE = re.compile(
    r"^/(api|static|healthz|readyz|metrics)\b|^/[^/]+/calendar\.ics$|^(/[^/]+)?/(sitemap\.xml|robots\.txt)$"
)
CSRF = "csrf-of-the-test"


@dataclass(frozen=True)
class Asker:
    """A person in a browser, or a program with that person's token; `language` is one their site offers."""

    database: Database
    client: httpx.AsyncClient
    person: UUID
    language: str = "en"

    async def ask(self, method: str, address: str, body: dict[str, Any] | None = None) -> httpx.Response:
        path = address if WITHOUT_LANGUAGE.search(address) else f"/{self.language}{address}"
        headers = await self._token() if path.startswith("/api/") else await self._browser()
        if method == "GET":
            return await self.client.get(path, headers=headers)
        if path.startswith("/api/"):
            return await self.client.request(method, path, headers=headers, json=_document(path, body or {}))
        return await self.client.request(method, path, headers=headers, data=body or {})

    async def _browser(self) -> dict[str, str]:
        """Signed in anew each time: one of the routes signs out."""
        token = f"browser-{new_id()}"
        async with unit_of_work(self.database, DataScope.of_network()) as session:
            session.add(SignIn(token_hash=token_hash(token), person_id=self.person, csrf_token=CSRF))
        return {"cookie": f"archipel_session={token}", "x-csrf-token": CSRF}

    async def _token(self) -> dict[str, str]:
        token = f"program-{new_id()}"
        async with unit_of_work(self.database, DataScope.of_network()) as session:
            session.add(
                ApiToken(
                    person_id=self.person,
                    prefix=token[:8],
                    secret_hash=token_hash(token),
                    scopes=[str(scope) for scope in ANY_SCOPE],
                )
            )
        return {"authorization": f"Bearer {token}"}


def _document(path: str, body: dict[str, Any]) -> Any:
    """A sheet is a list of marks; everything else is an object."""
    if path.endswith("/attendance"):
        return [{"registration": body["registration_id"], "status": "present"}] if body else []
    return body


def filled_in(path: str, values: dict[str, str]) -> str:
    """The address of a route; KeyError says which parameter the tests do not know yet."""
    return PARAMETER.sub(lambda found: values[found[1]], path)


def identities(filled: Filled, grant: UUID) -> dict[str, str]:
    """What stands in addresses to name something of this site, by the name of the parameter."""
    return {
        "site_code": filled.site.code,
        "cohort_code": filled.text("cohorts", "code"),
        "room_code": filled.text("rooms", "code"),
        "venue_code": filled.text("venues", "code"),
        "session_id": str(filled.id_of("sessions")),
        "learner": str(filled.id_of("learners")),
        "first": str(filled.id_of("learners")),
        "second": str(filled.id_of("learners")),
        "merge": str(filled.id_of("learner_merges")),
        "flag_id": str(filled.id_of("absence_flags")),
        "registration": str(filled.id_of("registrations")),
        "outcome": str(filled.id_of("outcomes")),
        "project_code": filled.text("projects", "code"),
        "use_id": str(filled.id_of("machine_uses")),
        "photo_id": str(filled.id_of("project_photos")),
        "member_id": str(filled.id_of("project_members")),
        "startup_code": filled.text("startups", "code"),
        "founder_id": str(filled.id_of("startup_founders")),
        "gain_id": str(filled.id_of("startup_gains")),
        "mentor_id": str(filled.id_of("startup_mentors")),
        "milestone_id": str(filled.id_of("startup_milestones")),
        "event_code": filled.text("events", "code"),
        "place_id": str(filled.id_of("event_places")),
        "source_code": filled.text("funding_sources", "code"),
        "share": str(filled.id_of("funding_shares")),
        "line": str(filled.id_of("spending_lines")),
        "certificate": str(filled.id_of("certificates")),
        "grant_id": str(grant),
        "request_id": str(filled.id_of("privacy_requests")),
        "token_id": str(new_id()),
        "token": f"{filled.mark}-link",
        "code": filled.text("certificates", "code"),
        "page_code": filled.text("web_pages", "code"),
        "file_format": "csv",
        "kid": filled.text("signing_keys", "kid"),
        "number": "0",
        "file_name": f"{filled.mark}.css",
        "path": filled.mark,
    }


def body_with(filled: Filled) -> dict[str, Any]:
    """What a form or a document may name, all of it from this site."""
    cohort, venue = filled.text("cohorts", "code"), filled.text("venues", "code")
    ids = {
        "cohort_id": "cohorts",
        "venue_id": "venues",
        "venue": "venues",
        "session_id": "sessions",
        "learner_id": "learners",
        "registration_id": "registrations",
        "registration": "registrations",
    }
    return {
        **{name: str(filled.id_of(table)) for name, table in ids.items()},
        f"status-{filled.id_of('registrations')}": "present",
        "cohort": cohort,
        "cohort_code": cohort,
        "venue_code": venue,
        "curriculum": "web-first-steps",
        "code": "one-of-our-own",
        "title_pl": "Our own",
        "name_pl": "Our own",
        "starts_on": "2026-10-01",
        "ends_on": "2026-10-31",
        "held_on": "2026-10-05",
        "day": "2026-10-05",
        "from_time": "09:00",
        "until_time": "12:00",
        "languages": "pl",
        "language": "pl",
        "capacity": "5",
        "given_name": "Own",
        "family_name": "Learner",
        "email": "own.learner@example.org",
        "reason": "a test",
        "status": "confirmed",
        "note": "a test",
        "q": filled.mark,
    }


def trace(answer: httpx.Response, two_sites: TwoSites) -> set[str]:
    """The tables of Brussels that the answer shows something of: texts, or identities. What stood in the
    address was known before."""
    text = "\n".join([_readable(answer.content), *(f"{name}: {value}" for name, value in answer.headers.items())])
    asked = str(answer.request.url)
    marked = re.finditer(rf"{two_sites.brussels.mark}-([a-z]+)-[a-z]+", text)
    shown = {found[1] for found in marked if found[0] not in asked}
    for table, row in two_sites.brussels.rows.items():
        if "id" in row and str(row["id"]) in text and str(row["id"]) not in asked:
            shown.add(table.partition(".")[2].replace("_", ""))
    return shown


def _readable(content: bytes) -> str:
    """A workbook is an archive of texts."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return content.decode("utf-8", "replace")
