"""What is kept of a learner and of their registrations, and what of it is forgotten."""

from core.clock import new_id
from i18n import phrases
from i18n.messages import lazy
from network.results.breakdowns import AGE_BAND_LABELS, EDUCATION_LABELS, EMPLOYMENT_LABELS, GENDER_LABELS
from sites.forgetting import keeps
from sites.registrations.choices import STATUS_NAMES
from sites.registrations.models import Learner, Registration


def anonymous_ref() -> str:
    """In place of the centre's own number, which may stand on paper beside a name."""
    return f"x-{new_id().hex[-12:]}"


keeps(
    Learner,
    title=lazy("Who you are"),
    of=lambda whose: Learner.id == whose.learner_id,  # type: ignore[arg-type, return-value]  # SQLModel's columns are typed as their values
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
    forgets={"email": None, "phone": None, "birth_date": None, "birth_year": None, "ref": anonymous_ref, "search": ""},
    stays={"given_name", "family_name", "sort_key", "language", "person_key", "erased_at"},
    why=lazy("An empty record without a name, so that the courses below still belong to one person in the figures."),
)

keeps(
    Registration,
    title=lazy("Registrations"),
    of=lambda whose: Registration.id.in_(whose.registration_ids),  # type: ignore[attr-defined]  # SQLModel's columns are typed as their values
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
    },
    forgets={"link_hash": None, "isced": None, "disability": None, "registered_at": None},
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
