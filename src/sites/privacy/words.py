"""What the codes of this feature are called."""

from i18n.messages import LazyText, lazy
from sites.privacy.models import ErasureReason, RequestKind, RequestStatus, Retained

REQUEST_KINDS: dict[RequestKind, LazyText] = {
    RequestKind.CORRECTION: lazy("Correct the record"),
    RequestKind.ERASURE: lazy("Erase"),
}
REQUEST_STATUS: dict[RequestStatus, LazyText] = {
    RequestStatus.OPEN: lazy("Open"),
    RequestStatus.DONE: lazy("Done"),
    RequestStatus.DECLINED: lazy("Declined"),
    RequestStatus.WITHDRAWN: lazy("Taken back"),
}
REASONS: dict[ErasureReason, LazyText] = {
    ErasureReason.ASKED_AT_THE_CENTRE: lazy("The person asked for it: by word, letter or telephone"),
    ErasureReason.ASKED_BY_THEMSELVES: lazy("The person asked for it on their own page"),
    ErasureReason.ASKED_BY_PARENT: lazy("A parent or guardian asked for it"),
    ErasureReason.ENTERED_BY_MISTAKE: lazy("The record was entered by mistake"),
    ErasureReason.CONSENT_WITHDRAWN: lazy("The person took back their consent"),
    ErasureReason.KEPT_LONG_ENOUGH: lazy("The record has been kept long enough"),
}
RETAINED: dict[Retained, LazyText] = {
    Retained.TOOK_PART: lazy("People who took part"),
    Retained.NEVER_CAME: lazy("People who never came"),
    Retained.SENSITIVE_ANSWERS: lazy("Sensitive answers"),
}
RETAINED_MEANS: dict[Retained, LazyText] = {
    Retained.TOOK_PART: lazy("Who they are, counted from the last day of their last course."),
    Retained.NEVER_CAME: lazy(
        "Registered, but never held a place in a course that began. Counted from their last registration."
    ),
    Retained.SENSITIVE_ANSWERS: lazy("Whether somebody has a disability, counted from the last day of the course."),
}
