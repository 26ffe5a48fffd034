"""The menu of a centre's working pages, and of its public ones. Add an entry here for a new page."""

from core.permissions import Permission as May
from core.web.navigation import Entry
from i18n.messages import lazy

BEYOND_COURSES = lazy("Beyond courses")
RESULTS = lazy("Results")
CENTRE = lazy("Centre")

WORK = [
    Entry(lazy("Today"), "", "sun", May.SITE_ENTER),
    Entry(lazy("Calendar"), "/calendar", "calendar-event", May.COHORTS_VIEW),
    Entry(lazy("Cohorts"), "/cohorts", "calendar-week", May.COHORTS_VIEW),
    Entry(lazy("Learners"), "/learners", "people", May.LEARNERS_VIEW),
    Entry(lazy("Events"), "/events", "calendar-event", May.COHORTS_VIEW, BEYOND_COURSES),
    Entry(lazy("Projects"), "/projects", "tools", May.LEARNERS_VIEW, BEYOND_COURSES),
    Entry(lazy("Start-ups"), "/startups", "rocket-takeoff", May.LEARNERS_VIEW, BEYOND_COURSES),
    Entry(lazy("Figures"), "/figures", "bar-chart", May.SITE_ENTER, RESULTS),
    Entry(lazy("Follow-up"), "/follow-up", "telephone", May.SITE_ENTER, RESULTS),
    Entry(lazy("Certificates"), "/certificates", "award", May.LEARNERS_VIEW, RESULTS),
    Entry(lazy("Money"), "/money", "cash-coin", May.MONEY_VIEW, RESULTS),
    Entry(lazy("Website"), "/website", "globe2", May.SITE_EDIT, CENTRE),
    Entry(lazy("Venues"), "/venues", "geo-alt", May.COHORTS_EDIT, CENTRE),
    Entry(lazy("Import records"), "/import", "upload", May.RECORDS_IMPORT, CENTRE),
    Entry(lazy("Team"), "/team", "person-badge", May.PEOPLE_EDIT, CENTRE),
    Entry(lazy("History"), "/history", "clock-history", May.AUDIT_VIEW, CENTRE),
    Entry(lazy("Privacy"), "/privacy", "shield-check", May.LEARNERS_EDIT, CENTRE),
    Entry(lazy("Settings"), "/settings", "gear", May.SITE_EDIT, CENTRE),
]

PUBLIC = [
    Entry(lazy("Courses"), "/courses", "", May.ANYONE),
    Entry(lazy("Events"), "/events", "", May.ANYONE),
    Entry(lazy("News"), "/news", "", May.ANYONE),
    Entry(lazy("About us"), "/about", "", May.ANYONE),
    Entry(lazy("Practical information"), "/practical", "", May.ANYONE),
    Entry(lazy("My page"), "/me", "", May.ANYONE),
]
