"""What is done with registrations. Each of these locks the cohort first: two people cannot take the last place."""

from sites.registrations.actions.changing import cancel_registration, change_status, move_in_line
from sites.registrations.actions.correcting import correct_learner
from sites.registrations.actions.offers import accept_offer, decline_offer, lapse_offers, offer_free_places
from sites.registrations.actions.registering import Registered, register_learner

__all__ = [
    "Registered",
    "accept_offer",
    "cancel_registration",
    "change_status",
    "correct_learner",
    "decline_offer",
    "lapse_offers",
    "move_in_line",
    "offer_free_places",
    "register_learner",
]
