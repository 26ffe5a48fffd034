"""What is kept of a learner and of their registrations, and what of it is forgotten."""

from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_

from i18n import phrases
from i18n.messages import lazy
from network.results.breakdowns import AGE_BAND_LABELS, EDUCATION_LABELS, EMPLOYMENT_LABELS, GENDER_LABELS
from sites.forgetting import Whose, deletes, keeps, of_learner, of_registration
from sites.registrations.choices import STATUS_NAMES
from sites.registrations.models import (
    GuardianConsent,
    Learner,
    LearnerDistinction,
    LearnerMerge,
    PlaceOffer,
    Registration,
)

# In place of the centre's own number, which may stand on paper beside a name. Another one for each record.
_NUMBER_BY_LOT = func.concat("x-", func.right(cast(func.gen_random_uuid(), String), 12))

keeps(
    Learner,
    title=lazy("Who you are"),
    of=of_learner(Learner, "id"),
    shown={
        "ref": lazy("Number"),
        "given_name": lazy("Given name"),
        "family_name": lazy("Family name"),
        "email": phrases.EMAIL,
        "phone": lazy("Telephone"),
        "birth_date": lazy("Date of birth"),
        "birth_year": lazy("Year of birth"),
        "language": phrases.LANGUAGE,
        "created_at": lazy("Known since"),
    },
    # The names are overwritten by whoever erases: with a word in the centre's language.
    forgets={"email": None, "phone": None, "birth_date": None, "birth_year": None, "ref": _NUMBER_BY_LOT, "search": ""},
    stays={"given_name", "family_name", "sort_key", "language", "person_key", "erased_at"},
    why=lazy("An empty record without a name, so that the courses below still belong to one person in the figures."),
)

keeps(
    Registration,
    title=lazy("Registrations"),
    of=of_registration(Registration, "id"),
    shown={
        "cohort_id": lazy("Course"),
        "status": phrases.STATUS,
        "registered_on": lazy("Registered on"),
        "registered_at": lazy("Received at"),
        "left_on": lazy("Left on"),
        "source": lazy("Came in by"),
        "language": phrases.LANGUAGE,
        "gender": lazy("Gender"),
        "age_band": lazy("Age"),
        "education": lazy("Education"),
        "isced": lazy("Education level (ISCED)"),
        "employment": lazy("Employment at entry"),
        "disability": lazy("Disability"),
        "minutes_imported": lazy("Minutes attended, from older records"),
        "queue_number": lazy("Place in the queue"),
        "consent_version": lazy("Consent, version"),
        "consent_language": lazy("Consent, language"),
        "consented_at": lazy("Consent given at"),
        "decision_note": lazy("Note on the decision"),
    },
    forgets={
        "link_hash": None,
        "isced": None,
        "disability": None,
        "registered_at": None,
        "consented_at": None,
        "decision_note": "",
    },
    sensitive={"disability": None},
    stays={
        "status",
        "source",
        "registered_on",
        "left_on",
        "language",
        "queue_number",
        "gender",
        "age_band",
        "education",
        "employment",
        "minutes_imported",
        "consent_version",
        "consent_language",
    },
    why=lazy(
        "That somebody of this age group, gender, education and employment took part in this course, and how it ended: "
        "the centre's published figures are made of it."
    ),
    words={
        "status": {str(code): name for code, name in STATUS_NAMES.items()},
        "gender": {str(code): name for code, name in GENDER_LABELS.items()},
        "age_band": {str(code): name for code, name in AGE_BAND_LABELS.items()},
        "education": {str(code): name for code, name in EDUCATION_LABELS.items()},
        "employment": {str(code): name for code, name in EMPLOYMENT_LABELS.items()},
    },
)

keeps(
    PlaceOffer,
    title=lazy("Places offered to you"),
    of=of_registration(PlaceOffer),
    shown={
        "offered_at": lazy("Offered at"),
        "expires_at": lazy("Until"),
        "state": phrases.STATUS,
        "answered_at": lazy("Answered at"),
    },
    forgets={},
    stays={"offered_at", "expires_at", "state", "answered_at"},
    why=lazy("That a place was offered and what became of it: nobody else may have had it at the same time."),
)

deletes(
    GuardianConsent,
    title=lazy("Who answers for you"),
    of=of_registration(GuardianConsent),
    shown={
        "guardian_name": phrases.NAME,
        "guardian_email": phrases.EMAIL,
        "state": phrases.STATUS,
        "asked_at": lazy("Asked on"),
        "answered_at": lazy("Answered at"),
    },
)

deletes(
    LearnerMerge,
    title=lazy("Records of you that were made one"),
    of=lambda whose: _either(LearnerMerge.kept_id, LearnerMerge.merged_id, whose),
    shown={"created_at": lazy("When"), "undone_at": lazy("Undone at")},
)

deletes(
    LearnerDistinction,
    title=lazy("Records that are not yours"),
    of=lambda whose: _either(LearnerDistinction.first_id, LearnerDistinction.second_id, whose),
)


def _either(first: Any, second: Any, whose: Whose) -> ColumnElement[bool]:
    return or_(first.in_(whose.learner_ids), second.in_(whose.learner_ids))
