"""The wall around a site's people, as PostgreSQL knows it: asked from its catalogue, not from our code."""

import asyncpg
import pytest

RUNTIME = ("app", "group", "worker")
# Tables outside the sites' own schema that hold rows of sites beside rows of the network.
SHARED = {"core.audit_entries", "core.idempotency_keys", "core.jobs"}

TABLES_WITH_A_SITE = """
select format('%I.%I', n.nspname, c.relname) as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
  (select count(*) from pg_policy p where p.polrelid = c.oid
     and (select oid from pg_roles where rolname = 'archipel_app') = any (p.polroles)) as policies,
  (select count(*) from pg_policy p where p.polrelid = c.oid and (0::oid = any (p.polroles))) as policies_for_all,
  (select array_agg(a.attname order by k.position) from pg_constraint i,
     unnest(i.conkey) with ordinality k(number, position)
     join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
   where i.conrelid = c.oid and i.contype = 'p') as primary_key
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname in ('core', 'network', 'sites')
  and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'site_id' and not a.attisdropped)
order by 1
"""


@pytest.fixture(scope="session")
async def walled(catalogue: asyncpg.Connection) -> list[asyncpg.Record]:
    found: list[asyncpg.Record] = await catalogue.fetch(TABLES_WITH_A_SITE)
    assert len(found) > 15
    return found


async def test_every_table_with_a_site_lives_among_the_sites(walled: list[asyncpg.Record]) -> None:
    outside = {table["name"] for table in walled if not table["name"].startswith("sites.")}
    assert outside == SHARED


async def test_every_table_among_the_sites_has_a_site(
    catalogue: asyncpg.Connection, walled: list[asyncpg.Record]
) -> None:
    all_of_them = await catalogue.fetch(
        "select 'sites.' || tablename as name from pg_tables where schemaname = 'sites'"
    )
    assert {table["name"] for table in all_of_them} <= {table["name"] for table in walled}


async def test_row_security_is_enabled_and_forced(walled: list[asyncpg.Record]) -> None:
    """Forced: not even the owner is excused."""
    assert not [table["name"] for table in walled if not (table["enabled"] and table["forced"])]


async def test_the_app_has_one_policy_on_each_and_nobody_has_one_for_all(walled: list[asyncpg.Record]) -> None:
    assert {table["name"]: table["policies"] for table in walled if table["policies"] != 1} == {}
    assert not [table["name"] for table in walled if table["policies_for_all"]]


async def test_policies_let_through_the_own_site_only(catalogue: asyncpg.Connection) -> None:
    own = "(site_id = (NULLIF(current_setting('app.site_id'::text, true), ''::text))::uuid)"
    rules = await catalogue.fetch(
        "select schemaname || '.' || tablename as name, qual, with_check from pg_policies "
        "where 'archipel_app' = any (roles)"
    )
    assert {rule["name"]: (rule["qual"], rule["with_check"]) for rule in rules} == {
        rule["name"]: (own, own) for rule in rules
    }


async def test_every_primary_key_of_a_site_begins_with_the_site(walled: list[asyncpg.Record]) -> None:
    among_sites = [table for table in walled if table["name"] not in SHARED]
    assert not [table["name"] for table in among_sites if table["primary_key"][0] != "site_id"]


async def test_foreign_keys_between_sites_tables_carry_the_site(catalogue: asyncpg.Connection) -> None:
    keys = await catalogue.fetch("""
        select k.conname as name, array(select a.attname from pg_attribute a
          where a.attrelid = k.conrelid and a.attnum = any (k.conkey)) as columns
        from pg_constraint k join pg_class f on f.oid = k.confrelid join pg_namespace n on n.oid = f.relnamespace
        where k.contype = 'f' and n.nspname = 'sites'
    """)
    assert keys
    assert not [key["name"] for key in keys if "site_id" not in key["columns"]]


async def test_unique_constraints_of_sites_carry_the_site(catalogue: asyncpg.Connection) -> None:
    indexes = await catalogue.fetch("""
        select i.indexrelid::regclass::text as name, array(select a.attname from pg_attribute a
          where a.attrelid = i.indrelid and a.attnum = any (i.indkey)) as columns
        from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        where i.indisunique and n.nspname = 'sites'
    """)
    assert not [index["name"] for index in indexes if "site_id" not in index["columns"]]


async def test_the_group_cannot_even_name_a_sites_table(catalogue: asyncpg.Connection) -> None:
    assert not await catalogue.fetchval("select has_schema_privilege('archipel_group', 'sites', 'usage, create')")
    reachable = await catalogue.fetch("""
        select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'sites' and (
          (c.relkind in ('r', 'p', 'v', 'm', 'f') and (
             has_table_privilege('archipel_group', c.oid, 'select, insert, update, delete')
             or has_table_privilege('archipel_group', c.oid, 'truncate, references, trigger')
             or has_any_column_privilege('archipel_group', c.oid, 'select, insert, update, references')))
          or (c.relkind = 'S' and has_sequence_privilege('archipel_group', c.oid, 'usage, select, update')))
    """)
    assert not reachable


async def test_functions_of_the_sites_cannot_be_called_but_by_triggers(catalogue: asyncpg.Connection) -> None:
    """A trigger function refuses to be called, whoever may execute it; anything else would be a door."""
    doors = await catalogue.fetch("""
        select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'sites' and p.prorettype <> 'trigger'::regtype
          and has_function_privilege('archipel_group', p.oid, 'execute')
    """)
    assert not doors


# What runs as the owner, past the wall: each gives counts or identities of sites, never a person. Two give nothing
# back: `forget_in_log` blanks words in entries of the transaction's own site, and `forget_key` draws a new key for
# a person whom every site has erased.
DOORS = {
    "core.forget_in_log",
    "network.forget_key",
    "network.count_people",
    "network.count_spans",
    "network.count_sums",
    "network.mark_rates",
    "network.pending_sites",
}


async def test_functions_that_run_as_the_owner_are_known(catalogue: asyncpg.Connection) -> None:
    found = await catalogue.fetch("""
        select n.nspname || '.' || p.proname as name, p.proconfig as settings from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where p.prosecdef and n.nspname in ('core', 'network', 'sites', 'public')
    """)
    assert {door["name"] for door in found} <= DOORS, (
        "say here what a new one lets through, and test that it does no more"
    )
    assert not [door["name"] for door in found if not any(s.startswith("search_path=") for s in door["settings"] or [])]


@pytest.mark.parametrize("role", RUNTIME)
async def test_no_runtime_role_is_above_the_wall(catalogue: asyncpg.Connection, role: str) -> None:
    name = f"archipel_{role}"
    found = await catalogue.fetchrow(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = $1",
        name,
    )
    assert found is not None
    assert not any(found.values())
    owned = "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = $1"
    assert await catalogue.fetchval(owned, name) == 0
    member = "select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = $1"
    assert await catalogue.fetchval(member, name) == 0, "a member of another role could become it"


@pytest.mark.parametrize("role", RUNTIME)
async def test_no_runtime_role_can_make_tables_or_empty_them(catalogue: asyncpg.Connection, role: str) -> None:
    """TRUNCATE is not subject to row-level security, and a table of one's own has none."""
    name = f"archipel_{role}"
    for schema in ("core", "network", "sites", "public"):
        assert not await catalogue.fetchval("select has_schema_privilege($1, $2, 'create')", name, schema)
    emptied = await catalogue.fetch(
        "select schemaname || '.' || tablename as name from pg_tables where schemaname in ('core', 'network', 'sites') "
        "and has_table_privilege($1, format('%I.%I', schemaname, tablename), 'truncate, trigger, references')",
        name,
    )
    assert not emptied


async def test_only_the_worker_sees_the_whole_queue(catalogue: asyncpg.Connection) -> None:
    """The one policy that looks past a site: whoever runs the queue must find its jobs. Arguments are ids."""
    open_ones = await catalogue.fetch(
        "select schemaname || '.' || tablename as name, roles from pg_policies where qual = 'true' "
        "and cmd in ('ALL', 'SELECT', 'UPDATE', 'DELETE')"
    )
    found = {(rule["name"], tuple(rule["roles"])) for rule in open_ones}
    assert found == {
        ("core.jobs", ("archipel_worker",)),
        ("sites.facts", ("archipel_owner",)),
        ("sites.learners", ("archipel_owner",)),
        ("sites.recount_marks", ("archipel_owner",)),
    }
