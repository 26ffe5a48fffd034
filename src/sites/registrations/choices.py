"""What can be answered, in the order and the words of the forms."""

from collections.abc import Sequence

from i18n import phrases
from i18n.languages import LANGUAGES
from i18n.messages import LazyText, lazy
from network.results.breakdowns import EDUCATION_LABELS, EMPLOYMENT_LABELS, GENDER_LABELS, Education, Employment, Gender
from sites.registrations.models import RegistrationStatus

Options = list[tuple[str, LazyText]]

STATUS_NAMES: dict[RegistrationStatus, LazyText] = {
    **{RegistrationStatus(code): word for code, word in phrases.REGISTRATION_STATUS.items()},
    RegistrationStatus.OFFERED: lazy("Place offered"),
}

GENDERS: Options = [(one, GENDER_LABELS[one]) for one in Gender if one is not Gender.NO_ANSWER]
EDUCATIONS: Options = [(one, EDUCATION_LABELS[one]) for one in Education if one is not Education.UNKNOWN]
EMPLOYMENTS: Options = [(one, EMPLOYMENT_LABELS[one]) for one in Employment if one is not Employment.UNKNOWN]


def language_options(tags: Sequence[str]) -> list[tuple[str, str, str]]:
    """Each in its own name; only those that our mails are written in."""
    return [(tag, LANGUAGES[tag].endonym, tag) for tag in tags if tag in LANGUAGES]
