"""Who is asking and about which site: one statement, before anything else of a request."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from core.database import Database
from core.permissions import Scope
from core.secrets import token_hash
from i18n.content import Localized
from network.access.roles import Role
from network.access.visitors import Grant, Visitor
from network.units.current import SiteContext
from network.units.models import SiteStatus

# As the group role: it may read the network's tables and nothing of any site's.
_WHO_AND_WHERE = text("""
select
  (select json_build_object(
      'id', s.id, 'code', u.code, 'name', u.name, 'country', s.country, 'languages', s.languages,
      'zone', s.zone, 'currency', s.currency, 'first_weekday', s.first_weekday, 'weekend', s.weekend,
      'status', s.status, 'path', network.unit_path(s.id, current_date))
   from network.sites s join network.units u on u.id = s.id where u.code = cast(:site as text)),
  (select json_build_object(
      'id', p.id, 'name', p.name, 'email', p.email, 'language', p.language, 'zone', p.zone,
      'csrf', k.csrf_token, 'stale', k.seen_at < now() - interval '1 minute',
      'grants', (select coalesce(json_agg(json_build_array(g.role, g.unit_id)), '[]')
                 from network.role_grants g where g.person_id = p.id),
      'sites', (select json_agg(json_build_object('code', u.code, 'name', u.name, 'zone', s.zone) order by u.code)
                from network.role_grants g join network.sites s on s.id = g.unit_id
                join network.units u on u.id = s.id where g.person_id = p.id))
   from network.sign_ins k join network.people p on p.id = k.person_id
   where k.token_hash = cast(:cookie as bytea) and p.disabled_at is null
     and k.seen_at > now() - interval '30 minutes' and k.created_at > now() - interval '12 hours'),
  (select json_build_object(
      'id', p.id, 'name', p.name, 'email', p.email, 'language', p.language, 'zone', p.zone, 'scopes', t.scopes,
      'grants', (select coalesce(json_agg(json_build_array(g.role, g.unit_id)), '[]')
                 from network.role_grants g where g.person_id = p.id),
      'sites', (select json_agg(json_build_object('code', u.code, 'name', u.name, 'zone', s.zone) order by u.code)
                from network.role_grants g join network.sites s on s.id = g.unit_id
                join network.units u on u.id = s.id where g.person_id = p.id))
   from network.api_tokens t join network.people p on p.id = t.person_id
   where t.secret_hash = cast(:token as bytea) and t.revoked_at is null and p.disabled_at is null
     and (t.expires_at is null or t.expires_at > now())),
  pg_current_snapshot()::text
""")
_SEEN = text("update network.sign_ins set seen_at = now() where token_hash = :cookie")
_USED = text(
    "update network.api_tokens set used_at = now() where secret_hash = :token"
    " and (used_at is null or used_at < now() - interval '1 minute')"
)


@dataclass(frozen=True, slots=True)
class Admission:
    """`as_of` names the state of the database: while it is the same, nothing has changed."""

    site: SiteContext | None
    visitor: Visitor | None
    as_of: str = ""


async def admit(database: Database, *, site: str | None, cookie: str | None, token: str | None) -> Admission:
    """Look up the site's code, the browser's cookie and the program's token together."""
    if site is None and cookie is None and token is None:
        return Admission(None, None)
    hashed = {"cookie": token_hash(cookie) if cookie else None, "token": token_hash(token) if token else None}
    engine = database.engine("group").execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        found = (await connection.execute(_WHO_AND_WHERE, {"site": site, **hashed})).one()
        if found[1] and _json(found[1])["stale"]:
            await connection.execute(_SEEN, {"cookie": hashed["cookie"]})
        if found[2]:
            await connection.execute(_USED, {"token": hashed["token"]})
    visitor = _visitor(_json(found[2] or found[1]), hashed["cookie"] or b"") if found[1] or found[2] else None
    return Admission(_site(_json(found[0])) if found[0] else None, visitor, found[3])


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _site(row: dict[str, Any]) -> SiteContext:
    return SiteContext(
        id=UUID(row["id"]),
        code=row["code"],
        name=Localized(row["name"]),
        country=row["country"],
        languages=tuple(row["languages"]),
        zone=row["zone"],
        currency=row["currency"],
        first_weekday=row["first_weekday"],
        weekend=frozenset(row["weekend"]),
        status=SiteStatus(row["status"]),
        path=frozenset(UUID(unit) for unit in row["path"]),
    )


def _visitor(row: dict[str, Any], cookie_hash: bytes) -> Visitor:
    scopes = row.get("scopes")
    sites = row["sites"] or []
    return Visitor(
        person_id=UUID(row["id"]),
        name=row["name"],
        email=row["email"],
        language=row["language"],
        zone=row["zone"] or (sites[0]["zone"] if sites else None),
        sites=tuple({site["code"]: Localized(site["name"]) for site in sites}.items()),
        grants=tuple(Grant(Role(role), UUID(unit)) for role, unit in row["grants"]),
        csrf_token=row.get("csrf", ""),
        scopes=None if scopes is None else frozenset(Scope(scope) for scope in scopes),
        token_hash=cookie_hash,
    )
