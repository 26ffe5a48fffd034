"""Words used everywhere, translated once: `phrases.SAVE`, `phrases.GENDER["woman"]`.

All are lazy. A page that needs another meaning of the same English word uses `pgettext` of its own.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from i18n.texts import LazyText, lazy

# What a button or link does.
SAVE: Final = lazy("Save")
CANCEL: Final = lazy("Cancel")
BACK: Final = lazy("Back")
NEXT: Final = lazy("Next")
PREVIOUS: Final = lazy("Previous")
CONTINUE: Final = lazy("Continue")
CLOSE: Final = lazy("Close")
ADD: Final = lazy("Add")
EDIT: Final = lazy("Edit")
CHANGE: Final = lazy("Change")
REMOVE: Final = lazy("Remove")
DELETE: Final = lazy("Delete")
UNDO: Final = lazy("Undo")
SEARCH: Final = lazy("Search")
FILTER: Final = lazy("Filter")
CLEAR_FILTERS: Final = lazy("Clear the filters")
SHOW: Final = lazy("Show")
DOWNLOAD: Final = lazy("Download")
PRINT: Final = lazy("Print")
SEND: Final = lazy("Send")
CONFIRM: Final = lazy("Confirm")
PUBLISH: Final = lazy("Publish")
SIGN_IN: Final = lazy("Sign in")
SIGN_OUT: Final = lazy("Sign out")

# Short answers.
YES: Final = lazy("Yes")
NO: Final = lazy("No")
NONE: Final = lazy("None")
ALL: Final = lazy("All")
OPTIONAL: Final = lazy("optional")
REQUIRED: Final = lazy("required")
NOT_KNOWN: Final = lazy("Not known")
NO_ANSWER: Final = lazy("No answer")

# Column heads and labels.
NAME: Final = lazy("Name")
GIVEN_NAME: Final = lazy("Given name")
FAMILY_NAME: Final = lazy("Family name")
EMAIL: Final = lazy("E-mail address")
LANGUAGE: Final = lazy("Language")
COUNTRY: Final = lazy("Country")
CENTRE: Final = lazy("Centre")
CENTRES: Final = lazy("Centres")
NETWORK: Final = lazy("Network")
COURSE: Final = lazy("Course")
COURSES: Final = lazy("Courses")
COHORT: Final = lazy("Cohort")
SESSION: Final = lazy("Session")
EVENT: Final = lazy("Event")
LEARNER: Final = lazy("Learner")
TRAINER: Final = lazy("Trainer")
DATE: Final = lazy("Date")
TIME: Final = lazy("Time")
PLACE: Final = lazy("Place")
STATUS: Final = lazy("Status")
REASON: Final = lazy("Reason")
TOTAL: Final = lazy("Total")
PERIOD: Final = lazy("Period")


def _words(**words: LazyText) -> Mapping[str, LazyText]:
    return MappingProxyType(words)


PROGRESS: Final = _words(
    draft=lazy("Draft"),
    open=lazy("Open"),
    closed=lazy("Closed"),
    published=lazy("Published"),
    archived=lazy("Archived"),
    planned=lazy("Planned"),
    running=lazy("Running"),
    finished=lazy("Finished"),
    cancelled=lazy("Cancelled"),
    provisional=lazy("Provisional"),
    submitted=lazy("Submitted"),
    approved=lazy("Approved"),
)
REGISTRATION_STATUS: Final = _words(
    applied=lazy("Applied"),
    waiting=lazy("On the waiting list"),
    confirmed=lazy("Confirmed"),
    cancelled=lazy("Cancelled"),
    withdrawn=lazy("Withdrawn"),
    completed=lazy("Completed"),
    not_completed=lazy("Not completed"),
)
ATTENDANCE: Final = _words(present=lazy("Present"), late=lazy("Late"), excused=lazy("Excused"), absent=lazy("Absent"))
GENDER: Final = _words(woman=lazy("Woman"), man=lazy("Man"), non_binary=lazy("Non-binary"), no_answer=NO_ANSWER)
AGE_BAND: Final = MappingProxyType(
    {
        "under_18": lazy("Under 18"),
        "18_29": lazy("18 to 29"),
        "30_54": lazy("30 to 54"),
        "55_plus": lazy("55 and over"),
        "unknown": NOT_KNOWN,
    }
)
EDUCATION: Final = _words(
    isced_0_2=lazy("At most lower secondary (ISCED 0 to 2)"),
    isced_3_4=lazy("Upper secondary (ISCED 3 to 4)"),
    isced_5_8=lazy("Higher education (ISCED 5 to 8)"),
    unknown=NOT_KNOWN,
)
EMPLOYMENT: Final = _words(
    employed=lazy("Employed"),
    self_employed=lazy("Self-employed"),
    unemployed=lazy("Unemployed"),
    long_term_unemployed=lazy("Unemployed for a year or more"),
    inactive=lazy("Not in the labour market"),
    in_education=lazy("In education"),
    unknown=NOT_KNOWN,
)
PROGRAMME: Final = MappingProxyType(
    {
        "coding-school": lazy("Coding school"),
        "fablab": lazy("FabLab"),
        "accelerator": lazy("Accelerator"),
        "ventures": lazy("Ventures"),
    }
)
LEVEL: Final = MappingProxyType(
    {
        "basic": lazy("Basic"),
        "intermediate": lazy("Intermediate"),
        "advanced": lazy("Advanced"),
        "highly-advanced": lazy("Highly advanced"),
    }
)
