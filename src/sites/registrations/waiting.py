"""What registration leaves to be done: applications to decide on, offers that end soon without an answer."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ScalarSelect, func, select
from sqlmodel import col

from core.permissions import Permission
from i18n.messages import lazy, ngettext
from sites.registrations.models import OfferState, PlaceOffer, Registration, RegistrationStatus
from sites.waiting import Asked, waits

_ENDS_SOON: Final = timedelta(days=1)


def _applications(count: int) -> str:
    return ngettext("%(n)s application waits for an answer.", "%(n)s applications wait for an answer.", count)


def _offers(count: int) -> str:
    return ngettext(
        "%(n)s offer of a place ends within a day and has no answer.",
        "%(n)s offers of a place end within a day and have no answer.",
        count,
    )


@waits(
    "applications",
    "envelope",
    needs=Permission.LEARNERS_EDIT,
    path="/cohorts",
    link=lazy("To the cohorts"),
    words=_applications,
)
def applications(asked: Asked) -> ScalarSelect[Any]:
    applied = col(Registration.status) == RegistrationStatus.APPLIED
    return select(func.count()).select_from(Registration).where(applied).scalar_subquery()


@waits(
    "offers",
    "envelope-open",
    needs=Permission.LEARNERS_EDIT,
    path="/cohorts",
    link=lazy("To the cohorts"),
    words=_offers,
)
def offers(asked: Asked) -> ScalarSelect[Any]:
    is_open = col(PlaceOffer.state) == OfferState.OPEN
    ends_soon = col(PlaceOffer.expires_at) <= asked.now + _ENDS_SOON
    return select(func.count()).select_from(PlaceOffer).where(is_open, ends_soon).scalar_subquery()
