"""What people and programs send about certificates, checked."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from core.forms import Unacceptable
from core.pagination import BadCursor, decode
from i18n.messages import lazy
from sites.certificates.models import RevocationReason
from sites.certificates.queries import ListedCertificate


def _stated(reason: RevocationReason) -> RevocationReason:
    if reason is RevocationReason.NONE:
        raise Unacceptable(lazy("Please choose one of the list."))
    return reason


class Revocation(BaseModel):
    """Why; the note is for the centre only."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[RevocationReason, AfterValidator(_stated)]
    note: Annotated[str, Field(max_length=500)] = ""


def cursor_of(one: ListedCertificate) -> str:
    """Where a page of the list ends."""
    return f"{one.issued_on.isoformat()} {one.id}"


def last_seen(after: str | None) -> tuple[date, UUID] | None:
    """Raises BadCursor."""
    text = decode(after)
    if text is None:
        return None
    issued_on, _space, certificate_id = text.partition(" ")
    try:
        return date.fromisoformat(issued_on), UUID(certificate_id)
    except ValueError as error:
        raise BadCursor from error
