"""What is done about people's data: erase, answer a request, forget what is old."""

from sites.privacy.actions.erasing import erase_learner
from sites.privacy.actions.requests import (
    accept_correction,
    ask_for_correction,
    ask_for_erasure,
    carry_out_erasure,
    decline_request,
    take_back_erasure,
)
from sites.privacy.actions.retention import choose_term, forget_what_is_due

__all__ = [
    "accept_correction",
    "ask_for_correction",
    "ask_for_erasure",
    "carry_out_erasure",
    "choose_term",
    "decline_request",
    "erase_learner",
    "forget_what_is_due",
    "take_back_erasure",
]
