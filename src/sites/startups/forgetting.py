"""Whoever is erased is no longer named among the founders; the start-up stays."""

from i18n.messages import lazy
from sites.forgetting import deletes, of_learner
from sites.startups.models import StartupFounder

deletes(
    StartupFounder,
    title=lazy("Start-ups"),
    of=of_learner(StartupFounder),
    shown={"startup_id": lazy("Start-up"), "joined_on": lazy("Since")},
)
