"""People who work in the network: accounts, roles, sign-ins, invitations, tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.clock import utc_now
from core.models import Record, TextEnum, network_table, one_of
from network.access.roles import Role


class Person(Record, table=True):
    """An account. Learners have none: they are rows of a site."""

    __tablename__ = "people"
    __table_args__ = network_table(UniqueConstraint("email"))

    email: str = Field(max_length=320, description="normalised: trimmed, lower case, NFC")
    name: str = Field(max_length=200)
    password_hash: str | None = None
    language: str = "en"
    zone: str | None = None
    disabled_at: datetime | None = None


class RoleGrant(Record, table=True):
    """A person holds a role on a unit and on all units beneath it."""

    __tablename__ = "role_grants"
    __table_args__ = network_table(UniqueConstraint("person_id", "role", "unit_id"), one_of("role", Role))

    person_id: UUID = Field(foreign_key="network.people.id")
    role: Role = Field(sa_type=TextEnum(Role))
    unit_id: UUID = Field(foreign_key="network.units.id", index=True)
    granted_by: UUID | None = None


class SignIn(SQLModel, table=True):
    """One browser that is signed in. Only the hash of its cookie is kept."""

    __tablename__ = "sign_ins"
    __table_args__ = network_table()

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    person_id: UUID = Field(foreign_key="network.people.id", index=True)
    csrf_token: str
    agent: str = ""
    created_at: datetime = Field(default_factory=utc_now)
    seen_at: datetime = Field(default_factory=utc_now)


class Invitation(Record, table=True):
    """A link sent by mail: whoever opens it may choose a password for this address and role."""

    __tablename__ = "invitations"
    __table_args__ = network_table(UniqueConstraint("token_hash"), one_of("role", Role))

    token_hash: bytes = Field(sa_type=LargeBinary)
    email: str
    name: str = ""
    language: str
    role: Role = Field(sa_type=TextEnum(Role))
    unit_id: UUID = Field(foreign_key="network.units.id")
    invited_by: UUID | None = Field(default=None, foreign_key="network.people.id")
    expires_at: datetime
    accepted_at: datetime | None = None


class PasswordLink(Record, table=True):
    """A link sent by mail to somebody who forgot the password. Used once."""

    __tablename__ = "password_links"
    __table_args__ = network_table(UniqueConstraint("token_hash"))

    token_hash: bytes = Field(sa_type=LargeBinary)
    person_id: UUID = Field(foreign_key="network.people.id")
    expires_at: datetime


class ApiToken(Record, table=True):
    """A program's key. It can do what its person may do, within its scopes."""

    __tablename__ = "api_tokens"
    __table_args__ = network_table(UniqueConstraint("secret_hash"))

    person_id: UUID = Field(foreign_key="network.people.id")
    name: str = ""
    prefix: str = Field(description="its first letters, to recognise it in a list")
    secret_hash: bytes = Field(sa_type=LargeBinary)
    scopes: list[str] = Field(sa_type=ARRAY(String))
    expires_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None
