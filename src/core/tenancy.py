"""Whose rows a session may see. The one place that tells PostgreSQL which site is asking."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria

from core.models import SiteRecord


class ScopeMissing(RuntimeError):
    """A session was used before it was said whose rows it may see. A bug, never shown in words."""


@dataclass(frozen=True, slots=True)
class DataScope:
    """One site's rows, or none of any site's rows (the network's own tables only)."""

    role: str
    site_id: UUID | None = None
    actor_id: UUID | None = None

    @classmethod
    def of_site(cls, site_id: UUID, *, actor_id: UUID | None = None) -> "DataScope":
        """Requests of one site, as the database role `app`."""
        return cls("app", site_id, actor_id)

    @classmethod
    def of_network(cls, *, actor_id: UUID | None = None) -> "DataScope":
        """Requests of the network, as the role `group`, which cannot even name a site's table."""
        return cls("group", None, actor_id)

    @classmethod
    def of_worker(cls, site_id: UUID | None = None) -> "DataScope":
        """Jobs and recounts, as the role `worker`: one site at a time, or the queue alone."""
        return cls("worker", site_id)


class ScopedSession(Session):
    """SQLAlchemy's session, with a scope in `info["scope"]`."""


@event.listens_for(ScopedSession, "after_begin")
def _enter(session: Session, _: SessionTransaction, connection: Connection) -> None:
    """`core.enter` does SET LOCAL: it ends with the transaction, so a pooled connection carries
    nothing over. (`set_config` would not travel to the workers of a Citus cluster.)"""
    scope: DataScope | None = session.info.get("scope")
    if scope is None:
        raise ScopeMissing("open sessions through unit_of_work(database, scope)")
    if scope.site_id is not None:
        connection.exec_driver_sql("select core.enter($1)", (scope.site_id,))


@event.listens_for(ScopedSession, "do_orm_execute")
def _own_rows_only(state: ORMExecuteState) -> None:
    """Add `site_id = …` to every statement on a site's table: nobody writes it, plans and Citus
    route by it, and the policy stands behind it."""
    scope: DataScope = state.session.info["scope"]
    if scope.site_id is None or state.is_column_load or state.is_relationship_load:
        return
    site_id = scope.site_id
    criteria: list[Any] = []
    for mapper in state.all_mappers:
        kind: Any = mapper.class_
        if issubclass(kind, SiteRecord):
            criteria.append(with_loader_criteria(kind, kind.site_id == site_id, include_aliases=True))
    if criteria:
        state.statement = state.statement.options(*criteria)


def site_of(session: Any) -> UUID:
    """The site this session is bound to; what a new row's `site_id` is set to.

    Raises ScopeMissing for a session of the network.
    """
    scope: DataScope = session.info["scope"]
    if scope.site_id is None:
        raise ScopeMissing("this session belongs to no site")
    return scope.site_id


def actor_of(session: Any) -> UUID | None:
    """Who is acting: the signed-in person, or None for the public, commands and jobs."""
    scope: DataScope = session.info["scope"]
    return scope.actor_id
