"""What is done with registrations. Each of these locks the cohort first: two people cannot take the last place."""

from sites.registrations.actions.changing import cancel_registration, change_status, put_first_in_line
from sites.registrations.actions.correcting import correct_learner
from sites.registrations.actions.places import give_free_places
from sites.registrations.actions.registering import Registered, register_learner

__all__ = [
    "Registered",
    "cancel_registration",
    "change_status",
    "correct_learner",
    "give_free_places",
    "put_first_in_line",
    "register_learner",
]
