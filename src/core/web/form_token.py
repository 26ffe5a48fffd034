"""The word that a form carries against forgery: of the visitor for whom a page is being made."""

from contextvars import ContextVar

_token: ContextVar[str] = ContextVar("form_token", default="")


def carry(token: str) -> None:
    """For the rest of this request. Empty for somebody who is not signed in."""
    _token.set(token)


def form_token() -> str:
    return _token.get()
