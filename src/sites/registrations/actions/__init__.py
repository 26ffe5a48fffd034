"""What is done with registrations. Each of these locks the cohort first: two people cannot take the last place."""

from sites.registrations.actions.applications import accept_application, decline_application
from sites.registrations.actions.asking import (
    Agreement,
    change_admission,
    change_asking,
    consent_in_force,
    standard_consent,
)
from sites.registrations.actions.changing import cancel_registration, change_status, move_in_line
from sites.registrations.actions.correcting import correct_learner
from sites.registrations.actions.guardians import answer_for, lapse_guardians
from sites.registrations.actions.offers import accept_offer, decline_offer, lapse_offers, offer_free_places
from sites.registrations.actions.registering import Registered, register_learner

__all__ = [
    "Agreement",
    "Registered",
    "accept_application",
    "accept_offer",
    "answer_for",
    "cancel_registration",
    "change_admission",
    "change_asking",
    "change_status",
    "consent_in_force",
    "correct_learner",
    "decline_application",
    "decline_offer",
    "lapse_guardians",
    "lapse_offers",
    "move_in_line",
    "offer_free_places",
    "register_learner",
    "standard_consent",
]
