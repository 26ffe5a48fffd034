"""What each route may answer to the manager of another centre. A route that is not here fails a test."""

from dataclasses import dataclass

STAFF = "for those who work at one centre"
PUBLIC = "a centre's page for everybody"
NETWORK = "of no centre"


@dataclass(frozen=True, slots=True)
class Expected:
    """`answers` to whoever may ask; `own` when something of another centre is named at one's own centre;
    `elsewhere` the same for the public; `shows` the tables it may show something of."""

    kind: str
    answers: frozenset[int] = frozenset({200})
    own: frozenset[int] = frozenset({404})
    elsewhere: int = 404
    shows: frozenset[str] = frozenset()


# Pages and addresses of one centre's staff: to everybody else they do not exist.
_STAFF = (
    "GET /api/v1/sites/{site_code}/learners/{learner}",
    "POST /api/v1/sites/{site_code}/learners/{learner}/erase",
    "GET /api/v1/sites/{site_code}/learners/{learner}/export",
    "GET /api/v1/sites/{site_code}/cohorts",
    "POST /api/v1/sites/{site_code}/cohorts",
    "GET /api/v1/sites/{site_code}/cohorts/{cohort_code}",
    "GET /api/v1/sites/{site_code}/cohorts/{cohort_code}/registrations",
    "POST /api/v1/sites/{site_code}/cohorts/{cohort_code}/registrations",
    "GET /api/v1/sites/{site_code}/cohorts/{cohort_code}/sessions",
    "POST /api/v1/sites/{site_code}/cohorts/{cohort_code}/sessions",
    "GET /api/v1/sites/{site_code}/outcomes",
    "PUT /api/v1/sites/{site_code}/outcomes/{outcome}",
    "DELETE /api/v1/sites/{site_code}/registrations/{registration}",
    "PUT /api/v1/sites/{site_code}/sessions/{session_id}/attendance",
    "GET /manage/{site_code}",
    "POST /manage/{site_code}/absences/{flag_id}/dismiss",
    "GET /manage/{site_code}/cohorts",
    "GET /manage/{site_code}/cohorts/new",
    "POST /manage/{site_code}/cohorts/new",
    "GET /manage/{site_code}/cohorts/{cohort_code}",
    "POST /manage/{site_code}/cohorts/{cohort_code}/cancel",
    "POST /manage/{site_code}/cohorts/{cohort_code}/close",
    "GET /manage/{site_code}/cohorts/{cohort_code}/edit",
    "POST /manage/{site_code}/cohorts/{cohort_code}/edit",
    "POST /manage/{site_code}/cohorts/{cohort_code}/open",
    "GET /manage/{site_code}/cohorts/{cohort_code}/registrations",
    "POST /manage/{site_code}/cohorts/{cohort_code}/registrations/fill",
    "GET /manage/{site_code}/cohorts/{cohort_code}/registrations/new",
    "POST /manage/{site_code}/cohorts/{cohort_code}/registrations/new",
    "GET /manage/{site_code}/cohorts/{cohort_code}/sessions/new",
    "POST /manage/{site_code}/cohorts/{cohort_code}/sessions/new",
    "GET /manage/{site_code}/cohorts/{cohort_code}/sessions/weekly",
    "POST /manage/{site_code}/cohorts/{cohort_code}/sessions/weekly",
    "POST /manage/{site_code}/event-places/{place_id}/came",
    "POST /manage/{site_code}/event-places/{place_id}/cancel",
    "GET /manage/{site_code}/events",
    "GET /manage/{site_code}/events/new",
    "POST /manage/{site_code}/events/new",
    "GET /manage/{site_code}/events/{event_code}",
    "POST /manage/{site_code}/events/{event_code}/announce",
    "POST /manage/{site_code}/events/{event_code}/cancel",
    "GET /manage/{site_code}/events/{event_code}/edit",
    "POST /manage/{site_code}/events/{event_code}/edit",
    "POST /manage/{site_code}/events/{event_code}/head-count",
    "GET /manage/{site_code}/events/{event_code}/places/new",
    "POST /manage/{site_code}/events/{event_code}/places/new",
    "GET /manage/{site_code}/figures",
    "GET /manage/{site_code}/figures.csv",
    "GET /manage/{site_code}/follow-up",
    "GET /manage/{site_code}/follow-up/calls",
    "GET /manage/{site_code}/follow-up/calls/{outcome}",
    "POST /manage/{site_code}/follow-up/calls/{outcome}/answer",
    "POST /manage/{site_code}/follow-up/calls/{outcome}/call",
    "GET /manage/{site_code}/follow-up/cohorts/{cohort_code}",
    "GET /manage/{site_code}/history",
    "GET /manage/{site_code}/import",
    "POST /manage/{site_code}/import",
    "POST /manage/{site_code}/import/confirm",
    "GET /manage/{site_code}/import/template.csv",
    "GET /manage/{site_code}/import/template.xlsx",
    "GET /manage/{site_code}/learners",
    "GET /manage/{site_code}/learners/{learner}",
    "GET /manage/{site_code}/learners/{learner}/edit",
    "POST /manage/{site_code}/learners/{learner}/edit",
    "GET /manage/{site_code}/learners/{learner}/data",
    "GET /manage/{site_code}/learners/{learner}/erase",
    "POST /manage/{site_code}/learners/{learner}/erase",
    "GET /manage/{site_code}/privacy",
    "GET /manage/{site_code}/privacy/requests/{request_id}",
    "POST /manage/{site_code}/privacy/requests/{request_id}/accept",
    "POST /manage/{site_code}/privacy/requests/{request_id}/decline",
    "POST /manage/{site_code}/privacy/requests/{request_id}/erase",
    "GET /manage/{site_code}/privacy/retention",
    "POST /manage/{site_code}/privacy/retention",
    "GET /manage/{site_code}/projects",
    "GET /manage/{site_code}/registrations/{registration}",
    "POST /manage/{site_code}/registrations/{registration}",
    "GET /manage/{site_code}/search",
    "GET /manage/{site_code}/sessions/{session_id}/attendance",
    "POST /manage/{site_code}/sessions/{session_id}/attendance",
    "POST /manage/{site_code}/sessions/{session_id}/attendance/close",
    "GET /manage/{site_code}/sessions/{session_id}/attendance/marks",
    "POST /manage/{site_code}/sessions/{session_id}/attendance/marks",
    "GET /manage/{site_code}/sessions/{session_id}/attendance/print",
    "POST /manage/{site_code}/sessions/{session_id}/cancel",
    "GET /manage/{site_code}/sessions/{session_id}/edit",
    "POST /manage/{site_code}/sessions/{session_id}/edit",
    "GET /manage/{site_code}/settings",
    "POST /manage/{site_code}/settings",
    "GET /manage/{site_code}/team",
    "POST /manage/{site_code}/team",
    "POST /manage/{site_code}/team/{grant_id}/end",
    "GET /manage/{site_code}/venues",
    "GET /manage/{site_code}/venues/new",
    "POST /manage/{site_code}/venues/new",
    "GET /manage/{site_code}/venues/{venue_code}/edit",
    "POST /manage/{site_code}/venues/{venue_code}/edit",
    "POST /rollout/{site_code}/live",
    "POST /rollout/{site_code}/waive",
)

# Pages of a centre for everybody, and the tables they may show something of. A learner's own link shows that
# learner, to whoever has the link.
_PUBLIC: dict[str, tuple[str, ...]] = {
    "GET /{site_code}": ("cohorts", "events", "venues"),
    "GET /{site_code}/accessibility": (),
    "GET /{site_code}/calendar.ics": ("cohorts", "events", "sessions", "venues"),
    "GET /{site_code}/courses": ("cohorts", "venues"),
    "GET /{site_code}/courses/{cohort_code}": ("cohorts", "sessions", "venues"),
    "GET /{site_code}/courses/{cohort_code}/register": ("cohorts", "sessions", "venues"),
    "POST /{site_code}/courses/{cohort_code}/register": ("cohorts",),
    "GET /{site_code}/event-places/{token}": ("events", "venues"),
    "POST /{site_code}/event-places/{token}": ("eventplaces", "events"),
    "GET /{site_code}/events": ("events", "venues"),
    "GET /{site_code}/follow-up/{token}": ("cohorts", "outcomes"),
    "POST /{site_code}/follow-up/{token}": ("cohorts", "outcomes"),
    "POST /{site_code}/follow-up/{token}/withdraw": ("cohorts", "outcomes"),
    "GET /{site_code}/events/{event_code}": ("events", "venues"),
    "GET /{site_code}/events/{event_code}/register": ("events", "venues"),
    "POST /{site_code}/events/{event_code}/register": ("events", "venues"),
    "GET /{site_code}/me": (),
    "POST /{site_code}/me": (),
    "GET /{site_code}/me/sent": (),
    "POST /{site_code}/me/sign-out": (),
    "GET /{site_code}/registrations/{token}": ("cohorts", "learners", "registrations", "sessions", "venues"),
    "POST /{site_code}/registrations/{token}": ("cohorts", "learners", "registrations"),
    "POST /{site_code}/registrations/{token}/accept": ("cohorts", "learners", "registrations"),
    "POST /{site_code}/registrations/{token}/decline": ("cohorts", "learners", "registrations"),
}

# Everything else, by what it answers to a centre's manager. It shows nothing of any centre's tables.
_NETWORK: dict[int, tuple[str, ...]] = {
    200: (
        "GET /api/v1/sites/{site_code}",
        "GET /",
        "GET /account",
        "GET /api/docs",
        "GET /api/docs/openapi.json",
        "GET /api/v1/curricula",
        "GET /api/v1/indicators",
        "GET /api/v1/openapi.json",
        "GET /api/v1/sites",
        "GET /api/v1/units",
        "GET /dev/patterns",
        "GET /healthz",
        "GET /hq/curricula",
        "GET /hq/people",
        "GET /metrics",
        "GET /network/accessibility",
        "GET /password",
        "GET /password/{token}",
        "GET /readyz",
    ),
    303: (
        "POST /account/sign-out-elsewhere",
        "POST /account/tokens/{token_id}/revoke",
        "POST /password",
        "GET /sign-in",
        "POST /sign-out",
    ),
    400: ("GET /api/v1/results",),
    403: (
        "POST /api/v1/sites",
        "GET /hq",
        "POST /hq/curricula",
        "GET /hq/curricula/new",
        "GET /hq/curricula/{code}/edit",
        "POST /hq/curricula/{code}/edit",
        "POST /hq/curricula/{code}/publish",
        "GET /hq/figures.csv",
        "GET /hq/history",
        "GET /hq/indicators",
        "GET /hq/units",
        "POST /hq/units",
        "GET /hq/units/{code}",
        "GET /hq/units/{code}/move",
        "POST /hq/units/{code}/move",
        "GET /rollout",
        "GET /rollout/open",
        "POST /rollout/open",
    ),
    404: (
        "GET /api/docs/{path}",
        "GET /api/v1/curricula/{code}",
        "GET /hq/curricula/{code}",
        "POST /hq/people/{grant_id}/end",
        "GET /static/{file_name}",
    ),
    410: (
        "GET /invitation/{token}",
        "POST /invitation/{token}",
    ),
    422: (
        "POST /account",
        "POST /account/password",
        "POST /hq/people",
        "POST /password/{token}",
        "POST /sign-in",
    ),
}

EXPECTED: dict[str, Expected] = {
    **{route: Expected(STAFF) for route in _STAFF},
    **{route: Expected(PUBLIC, shows=frozenset(tables)) for route, tables in _PUBLIC.items()},
    **{route: Expected(NETWORK, frozenset({answer})) for answer, routes in _NETWORK.items() for route in routes},
    # A learner's own pages, asked for by somebody who did not come by the learner's link.
    **{
        route: Expected(PUBLIC, frozenset({303}))
        for route in (
            "GET /{site_code}/me/correct",
            "GET /{site_code}/me/data",
            "GET /{site_code}/me/data.json",
            "GET /{site_code}/me/erase",
        )
    },
    **{
        route: Expected(PUBLIC, frozenset({401}), elsewhere=401)
        for route in (
            "POST /{site_code}/me/calendar",
            "POST /{site_code}/me/calendar/revoke",
            "POST /{site_code}/me/correct",
            "POST /{site_code}/me/erase",
            "POST /{site_code}/me/erase/undo",
            "POST /{site_code}/me/registrations/{registration}/cancel",
            "POST /{site_code}/me/sign-out-everywhere",
            "POST /{site_code}/me/wish",
        )
    },
    "GET /{site_code}/me/calendar/{token}": Expected(PUBLIC, frozenset({404})),
    "GET /{site_code}/me/link/{token}": Expected(PUBLIC, frozenset({410}), elsewhere=410),
    "POST /{site_code}/me/link/{token}": Expected(PUBLIC, frozenset({410}), elsewhere=410),
    # Rollout needs a role on the unit above; a centre's own manager may not see its rollout.
    "GET /rollout/{site_code}": Expected(STAFF, frozenset({403})),
}
