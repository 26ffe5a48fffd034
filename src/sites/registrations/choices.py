"""What can be answered, in the order and the words of the forms."""

from collections.abc import Sequence

from i18n import phrases
from i18n.languages import LANGUAGES
from i18n.messages import LazyText, lazy
from network.results.breakdowns import EDUCATION_LABELS, EMPLOYMENT_LABELS, GENDER_LABELS, Education, Employment, Gender
from sites.registrations.models import Admission, Question, RegistrationStatus

Options = list[tuple[str, LazyText]]

STATUS_NAMES: dict[RegistrationStatus, LazyText] = {
    **{RegistrationStatus(code): word for code, word in phrases.REGISTRATION_STATUS.items()},
    RegistrationStatus.OFFERED: lazy("Place offered"),
}

SAID_ON_ARRIVAL: dict[RegistrationStatus, LazyText] = {
    RegistrationStatus.CONFIRMED: lazy("%(name)s has a place."),
    RegistrationStatus.WAITING: lazy("%(name)s is on the waiting list."),
    RegistrationStatus.APPLIED: lazy("The application of %(name)s has arrived."),
}

GENDERS: Options = [(one, GENDER_LABELS[one]) for one in Gender if one is not Gender.NO_ANSWER]
EDUCATIONS: Options = [(one, EDUCATION_LABELS[one]) for one in Education if one is not Education.UNKNOWN]
EMPLOYMENTS: Options = [(one, EMPLOYMENT_LABELS[one]) for one in Employment if one is not Employment.UNKNOWN]


def language_options(tags: Sequence[str]) -> list[tuple[str, str, str]]:
    """Each in its own name; only those that our mails are written in."""
    return [(tag, LANGUAGES[tag].endonym, tag) for tag in tags if tag in LANGUAGES]


ADMISSIONS: dict[Admission, LazyText] = {
    Admission.FIRST_COME: lazy("First come, first served"),
    Admission.SELECTION: lazy("People apply, and the centre chooses"),
}

QUESTIONS: dict[Question, LazyText] = {
    Question.BIRTH_DATE: lazy("Date of birth"),
    Question.GENDER: lazy("Gender"),
    Question.EDUCATION: lazy("Highest education completed"),
    Question.EMPLOYMENT: lazy("Work situation today"),
    Question.DISABILITY: lazy("Disability"),
}

# Shown beside a field where the centre has not written a reason of its own.
REASONS: dict[Question, LazyText] = {
    Question.BIRTH_DATE: lazy("To know whether a parent must agree, and to count how many young people take part."),
    Question.GENDER: lazy("To show whether the course reaches women and men alike."),
    Question.EDUCATION: lazy("To show whether the course reaches people who could not go to school for long."),
    Question.EMPLOYMENT: lazy("To show whether the course reaches people who look for work."),
    Question.DISABILITY: lazy("To show whether the course reaches people with a disability."),
}

ANSWERS: dict[str, Options] = {
    Question.GENDER: GENDERS,
    Question.EDUCATION: EDUCATIONS,
    Question.EMPLOYMENT: EMPLOYMENTS,
    Question.DISABILITY: [("yes", lazy("Yes")), ("no", lazy("No"))],
}
