"""Accounts: make, invite, sign in and out, give and take roles, tokens."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id, utc_now
from core.jobs import enqueue
from core.permissions import Scope
from core.secrets import derived_token, token_hash
from i18n.languages import INTERFACE_LANGUAGES
from network.access.roles import Role
from network.people.errors import (
    EmailRefused,
    LinkGone,
    MayNotGrant,
    OwnRole,
    PersonExists,
    PersonNotFound,
    WrongPassword,
)
from network.people.models import ApiToken, Invitation, PasswordLink, Person, RoleGrant, SignIn
from network.people.passwords import check_new_password, hash_password, verify_password
from network.people.queries import person_by_email
from network.people.rules import may_grant, normalised_email

INVITATION_LASTS = timedelta(days=7)
PASSWORD_LINK_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class NewSignIn:
    """`token` goes into the browser's cookie and is kept nowhere."""

    token: str
    person: Person


class NewInvitation(BaseModel):
    """Whom to invite, to which role, and in which language to write to them."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(max_length=320)
    name: str = Field(min_length=1, max_length=200)
    role: Role
    language: Literal[INTERFACE_LANGUAGES]  # type: ignore[valid-type]  # a list known when this is imported


def checked_email(text: str) -> str:
    """Raises EmailRefused."""
    email = normalised_email(text)
    if email is None:
        raise EmailRefused({"email": str(EmailRefused.message)})
    return email


async def add_person(
    session: AsyncSession,
    email: str,
    *,
    name: str,
    role: Role,
    unit_id: UUID,
    password: str | None,
    language: str = "en",
) -> Person:
    """An account with a first role, by command. Raises EmailRefused, PersonExists, PasswordTooShort."""
    address = checked_email(email)
    if await person_by_email(session, address) is not None:
        raise PersonExists(email=address)
    if password is not None:
        check_new_password(password, email=address)
    hashed = await hash_password(password) if password is not None else None
    person = Person(email=address, name=name, language=language, password_hash=hashed)
    session.add(person)
    await session.flush()
    await give_role(session, person, role, unit_id)
    return person


async def give_role(
    session: AsyncSession, person: Person, role: Role, unit_id: UUID, *, by: UUID | None = None
) -> None:
    """Holding it already is fine."""
    await session.execute(
        insert(RoleGrant)
        .values(id=new_id(), created_at=utc_now(), person_id=person.id, role=role, unit_id=unit_id, granted_by=by)
        .on_conflict_do_nothing()
    )
    after = {"role": role, "unit": str(unit_id)}
    audit.record(session, action="role.give", subject=("person", person.id), name=person.name, after=after)


async def take_role(
    session: AsyncSession, grant_id: UUID, *, by: UUID, held: frozenset[Role], units: list[UUID]
) -> None:
    """End a role on one of these units, and every sign-in of its holder with it.

    Raises PersonNotFound for a grant elsewhere, MayNotGrant, OwnRole.
    """
    statement = select(RoleGrant).where(col(RoleGrant.id) == grant_id, col(RoleGrant.unit_id).in_(units))
    grant = (await session.execute(statement)).scalar_one_or_none()
    if grant is None:
        raise PersonNotFound(email="")
    if grant.person_id == by:
        raise OwnRole
    if not may_grant(held, grant.role):
        raise MayNotGrant
    await session.delete(grant)
    await session.execute(delete(SignIn).where(col(SignIn.person_id) == grant.person_id))
    before = {"role": grant.role, "unit": str(grant.unit_id)}
    audit.record(session, action="role.take", subject=("person", grant.person_id), before=before)


async def invite(
    session: AsyncSession,
    new: NewInvitation,
    *,
    unit_id: UUID,
    by: UUID,
    held: frozenset[Role],
    secret: bytes,
    now: datetime,
) -> Invitation:
    """Send somebody a link with which they choose a password and get a role.

    Raises EmailRefused, MayNotGrant.
    """
    address = checked_email(new.email)
    if not may_grant(held, new.role):
        raise MayNotGrant
    invitation_id = new_id()
    invitation = Invitation(
        id=invitation_id,
        token_hash=token_hash(derived_token(secret, "invitation", invitation_id)),
        email=address,
        name=new.name,
        language=new.language,
        role=new.role,
        unit_id=unit_id,
        invited_by=by,
        expires_at=now + INVITATION_LASTS,
    )
    session.add(invitation)
    await session.flush()
    await enqueue(session, "people.send_invitation", invitation_id=str(invitation.id))
    audit.record(
        session,
        action="person.invite",
        subject=("invitation", invitation.id),
        name=address,
        after={"role": new.role, "unit": str(unit_id)},
    )
    return invitation


async def open_invitation(session: AsyncSession, token: str, *, now: datetime) -> Invitation:
    """The invitation behind a link. Raises LinkGone."""
    statement = select(Invitation).where(
        col(Invitation.token_hash) == token_hash(token),
        col(Invitation.accepted_at).is_(None),
        col(Invitation.expires_at) > now,
    )
    found = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if found is None:
        raise LinkGone
    return found


async def accept_invitation(session: AsyncSession, token: str, *, name: str, password: str, now: datetime) -> Person:
    """Choose a name and a password, get the role. An account that exists keeps its password.

    Raises LinkGone, PasswordTooShort, PasswordTooCommon.
    """
    invitation = await open_invitation(session, token, now=now)
    person = await person_by_email(session, invitation.email)
    if person is None:
        check_new_password(password, email=invitation.email)
        person = Person(
            email=invitation.email,
            name=name,
            language=invitation.language,
            password_hash=await hash_password(password),
        )
        session.add(person)
        await session.flush()
    invitation.accepted_at = now
    await give_role(session, person, invitation.role, invitation.unit_id, by=invitation.invited_by)
    return person


async def sign_in(session: AsyncSession, email: str, password: str, *, agent: str) -> NewSignIn:
    """A new sign-in with a new token, whatever the browser sent. Raises WrongPassword."""
    address = normalised_email(email) or ""
    person = await person_by_email(session, address)
    right = await verify_password(password, person.password_hash if person else None)
    if person is None or not right or person.disabled_at is not None:
        raise WrongPassword({"email": str(WrongPassword.message)})
    return await begin_sign_in(session, person, agent=agent)


async def begin_sign_in(session: AsyncSession, person: Person, *, agent: str) -> NewSignIn:
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=token_hash(token), person_id=person.id, csrf_token=secrets.token_urlsafe(24), agent=agent[:200]
        )
    )
    audit.record(session, action="person.sign_in", subject=("person", person.id), name=person.name)
    await session.flush()
    return NewSignIn(token, person)


async def sign_out(session: AsyncSession, hashed_token: bytes) -> None:
    await session.execute(delete(SignIn).where(col(SignIn.token_hash) == hashed_token))


async def sign_out_elsewhere(session: AsyncSession, person_id: UUID, *, keep: bytes) -> None:
    """End every other sign-in of a person."""
    await session.execute(delete(SignIn).where(col(SignIn.person_id) == person_id, col(SignIn.token_hash) != keep))


async def change_password(session: AsyncSession, person_id: UUID, *, old: str, new: str, keep: bytes) -> None:
    """Raises WrongPassword, PasswordTooShort, PasswordTooCommon. Signs out everywhere else."""
    person = await session.get_one(Person, person_id)
    if not await verify_password(old, person.password_hash):
        raise WrongPassword({"old": str(WrongPassword.message)})
    check_new_password(new, email=person.email)
    person.password_hash = await hash_password(new)
    await sign_out_elsewhere(session, person_id, keep=keep)
    audit.record(session, action="person.change_password", subject=("person", person_id), name=person.name)


async def ask_for_password_link(session: AsyncSession, email: str, *, secret: bytes, now: datetime) -> None:
    """Mail a link if there is such an account; say nothing either way."""
    person = await person_by_email(session, normalised_email(email) or "")
    if person is None or person.disabled_at is not None:
        return
    link_id = new_id()
    hashed = token_hash(derived_token(secret, "password", link_id))
    link = PasswordLink(id=link_id, token_hash=hashed, person_id=person.id, expires_at=now + PASSWORD_LINK_LASTS)
    session.add(link)
    await session.flush()
    await enqueue(session, "people.send_password_link", link_id=str(link.id))


async def use_password_link(session: AsyncSession, token: str, *, password: str, now: datetime) -> Person:
    """Choose a new password, once. Raises LinkGone, PasswordTooShort, PasswordTooCommon."""
    statement = select(PasswordLink, Person).join(Person, col(Person.id) == col(PasswordLink.person_id))
    statement = statement.where(col(PasswordLink.token_hash) == token_hash(token), col(PasswordLink.expires_at) > now)
    row = (await session.execute(statement.with_for_update())).first()
    if row is None:
        raise LinkGone
    link, person = row
    check_new_password(password, email=person.email)
    person.password_hash = await hash_password(password)
    await session.delete(link)
    await session.execute(delete(SignIn).where(col(SignIn.person_id) == person.id))
    audit.record(session, action="person.change_password", subject=("person", person.id), name=person.name)
    return person


async def add_token(
    session: AsyncSession, email: str, *, scopes: list[Scope], name: str = "", expires_at: datetime | None = None
) -> str:
    """A new API token; it is shown once and only its hash is kept. Raises PersonNotFound."""
    person = await person_by_email(session, normalised_email(email) or "")
    if person is None:
        raise PersonNotFound(email=email[:100])
    token = f"arch_{secrets.token_urlsafe(32)}"
    added = ApiToken(
        person_id=person.id,
        name=name,
        prefix=token[:9],
        secret_hash=token_hash(token),
        scopes=[str(scope) for scope in scopes],
        expires_at=expires_at,
    )
    session.add(added)
    await session.flush()
    audit.record(
        session, action="token.add", subject=("person", person.id), name=person.name, after={"scopes": added.scopes}
    )
    return token


async def revoke_token(session: AsyncSession, token_id: UUID, *, person_id: UUID, now: datetime) -> None:
    """Only one's own; anything else changes nothing."""
    await session.execute(
        update(ApiToken)
        .where(col(ApiToken.id) == token_id, col(ApiToken.person_id) == person_id)
        .values(revoked_at=now)
    )
    audit.record(session, action="token.revoke", subject=("person", person_id))
