"""Statements that somebody inside one site might run to reach another one's rows. Generated, never twice.

What they may reach is said with each: nothing at all, no trace of the other site in what is shown, or a
refusal.
"""

# ruff: noqa: S608 -- that is the point of them

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from uuid import UUID


class Right(Enum):
    """What a wall that holds answers. An error is always right too, if it tells nothing."""

    NO_TRACE = "rows, none of them the other's"
    ZERO = "one figure, and it is zero"
    NO_ROWS = "no row"
    REFUSED = "an error"


@dataclass(frozen=True, slots=True)
class Attempt:
    shape: str
    sql: str
    right: Right


@dataclass(frozen=True, slots=True)
class Target:
    """A table, the row of the other site in it, and its columns."""

    table: str
    columns: tuple[str, ...]
    other_id: UUID | None
    key: tuple[str, ...]


class Generator:
    def __init__(self, targets: list[Target], *, own: UUID, other: UUID, seed: int) -> None:
        self.targets = targets
        self.own, self.other = own, other
        self.random = random.Random(seed)
        self.shapes: list[Callable[[], Attempt]] = [
            getattr(self, name) for name in sorted(dir(self)) if name.startswith("try_")
        ]

    def attempts(self, count: int) -> Iterator[Attempt]:
        seen: set[str] = set()
        while len(seen) < count:
            attempt = self.random.choice(self.shapes)()
            if attempt.sql not in seen:
                seen.add(attempt.sql)
                yield attempt

    # -- parts ---------------------------------------------------------------------------------

    def target(self) -> Target:
        return self.random.choice(self.targets)

    def column(self, target: Target) -> str:
        return self.random.choice(target.columns)

    def aimed(self, target: Target, name: str = "t") -> str:
        """A condition that only rows of the other site fulfil."""
        choices = [
            f"{name}.site_id = '{self.other}'",
            f"{name}.site_id <> '{self.own}'",
            f"{name}.site_id::text = '{self.other}'",
            f"{name}.site_id in (select '{self.other}'::uuid)",
            f"not ({name}.site_id = '{self.own}')",
            f"coalesce({name}.site_id, '{self.own}') = '{self.other}'",
            f"{name}.site_id is distinct from '{self.own}'",
            f"{name}.site_id between '{self.other}' and '{self.other}'",
        ]
        if target.other_id is not None:
            choices += [f"{name}.id = '{target.other_id}'", f"{name}.id::text like '{target.other_id}%'"]
        return self.random.choice(choices)

    def loose(self, target: Target, name: str = "t") -> str:
        """A condition that rows of any site may fulfil; some of them can fail, and so tell something."""
        column = f"{name}.{self.column(target)}"
        return self.random.choice(
            [
                "true",
                f"{column} is not null or {column} is null",
                f"length({column}::text) >= {self.random.randrange(3)} or {column} is null",
                f"{name}.site_id is not null",
                f"md5(coalesce({column}::text, '')) > '{self.random.randrange(10)}'",
                f"({self.aimed(target, name)}) or true",
                f"random() < {self.random.randrange(2, 9)}",
                f"1 / (case when {name}.site_id = '{self.own}' then 1 else 0 end) = 1",
            ]
        )

    def source(self, target: Target, depth: int | None = None) -> str:
        """Something to select from: the table, or the table behind something."""
        depth = self.random.randrange(3) if depth is None else depth
        if depth == 0:
            return self.random.choice([target.table, f"only {target.table}", f"(table {target.table})"])
        inner = self.source(target, depth - 1)
        name = f"s{depth}"
        return self.random.choice(
            [
                f"(select * from {inner} {name} where {self.loose(target, name)})",
                f"(select {name}.* from {inner} {name} offset 0)",
                f"(with hidden as materialized (select * from {inner} {name}) select * from hidden)",
                f"(with seen as not materialized (select * from {inner} {name}) select * from seen)",
                f"(select * from {inner} {name} union all select * from {inner} {name})",
                f"(select distinct {name}.* from {inner} {name} order by {self.random.randrange(1, 3)})"
                if "json" not in inner
                else inner,
                f"(select near.* from (values (1)) v cross join lateral (select * from {inner} {name}) near)",
            ]
        )

    # -- reading -------------------------------------------------------------------------------

    def try_select(self) -> Attempt:
        target = self.target()
        what = self.random.choice(
            ["t.*", "to_jsonb(t)", "t::text", f"t.{self.column(target)}, t.site_id", "row(t.*)::text"]
        )
        where = self.random.choice([self.loose, self.aimed])(target)
        return Attempt("select", f"select {what} from {self.source(target)} t where {where}", Right.NO_TRACE)

    def try_count(self) -> Attempt:
        target = self.target()
        what = self.random.choice(
            [
                "count(*)",
                "count(distinct t.site_id)",
                "coalesce(sum(length(t::text)), 0)",
                "coalesce(bool_or(true), false)::int",
            ]
        )
        sql = f"select {what} from {self.source(target)} t where {self.aimed(target)}"
        return Attempt("count", sql, Right.ZERO)

    def try_filtered_count(self) -> Attempt:
        target = self.target()
        sql = f"select count(*) filter (where {self.aimed(target)}) from {self.source(target)} t"
        return Attempt("filtered count", sql, Right.ZERO)

    def try_exists(self) -> Attempt:
        target = self.target()
        sql = f"select exists (select from {self.source(target)} t where {self.aimed(target)})::int"
        return Attempt("exists", sql, Right.ZERO)

    def try_aggregate(self) -> Attempt:
        target = self.target()
        what = self.random.choice(
            ["string_agg(t::text, ',')", "array_agg(t.site_id)", "json_agg(t)::text", "max(t::text)", "min(t::text)"]
        )
        where = self.loose(target)
        return Attempt("aggregate", f"select {what} from {self.source(target)} t where {where}", Right.NO_TRACE)

    def try_join(self) -> Attempt:
        left, right = self.target(), self.target()
        kind = self.random.choice(["join", "left join", "right join", "full join"])
        on = self.random.choice(["a.site_id = b.site_id", "a.site_id <> b.site_id", "b.site_id is not null"])
        if kind == "full join":
            on = "a.site_id = b.site_id"
        sql = f"select a::text, b::text from {self.source(left, 0)} a {kind} {self.source(right, 1)} b on {on}"
        return Attempt("join", sql, Right.NO_TRACE)

    def try_network_join(self) -> Attempt:
        target = self.target()
        sql = f"select t::text from network.sites s join {self.source(target)} t on t.site_id = s.id"
        if self.random.random() < 0.5:
            sql = f"select count(t.*) from network.sites s left join {self.source(target)} t on t.site_id = s.id"
            return Attempt("network join", f"{sql} where s.id = '{self.other}'", Right.ZERO)
        return Attempt("network join", sql, Right.NO_TRACE)

    def try_cte(self) -> Attempt:
        target = self.target()
        kind = self.random.choice(["", "materialized ", "not materialized "])
        sql = (
            f"with wanted as {kind}(select * from {self.source(target)} t where {self.aimed(target)}) "
            "select count(*) from wanted"
        )
        return Attempt("cte", sql, Right.ZERO)

    def try_recursion(self) -> Attempt:
        target = self.target()
        sql = (
            f"with recursive deep(step, text) as (select 1, t::text from {self.source(target)} t "
            f"union all select step + 1, text from deep where step < {self.random.randrange(2, 5)}) select * from deep"
        )
        return Attempt("recursion", sql, Right.NO_TRACE)

    def try_lateral(self) -> Attempt:
        one, two = self.target(), self.target()
        sql = (
            f"select x.found from {one.table} t, lateral (select u::text as found from {self.source(two)} u "
            f"where {self.loose(two, 'u')}) x"
        )
        return Attempt("lateral", sql, Right.NO_TRACE)

    def try_subselect(self) -> Attempt:
        one, two = self.target(), self.target()
        inner = f"select count(*) from {self.source(two)} u where {self.aimed(two, 'u')}"
        sql = f"select coalesce(max(({inner})), 0) from {one.table} t where {self.loose(one)}"
        return Attempt("subselect", sql, Right.ZERO)

    def try_set_operation(self) -> Attempt:
        target = self.target()
        kind = self.random.choice(["union", "union all", "except", "intersect"])
        column = self.random.choice(["site_id::text", f"{self.column(target)}::text"])
        sql = f"select {column} from {self.source(target)} t {kind} select {column} from {target.table}"
        return Attempt("set operation", sql, Right.NO_TRACE)

    def try_window(self) -> Attempt:
        target = self.target()
        what = self.random.choice(["lag", "lead", "first_value", "last_value"])
        order = self.random.choice(["asc", "desc"])
        sql = f"select {what}(t::text) over (order by t.site_id {order}) from {self.source(target)} t"
        return Attempt("window", sql, Right.NO_TRACE)

    def try_sample(self) -> Attempt:
        target = self.target()
        sql = (
            f"select t::text from {target.table} t tablesample {self.random.choice(['system', 'bernoulli'])} (100) "
            f"repeatable ({self.random.randrange(1000)})"
        )
        return Attempt("sample", sql, Right.NO_TRACE)

    def try_lock(self) -> Attempt:
        target = self.target()
        strength = self.random.choice(["update", "no key update", "share", "key share"])
        sql = f"select t.* from {target.table} t where {self.aimed(target)} for {strength} skip locked"
        return Attempt("lock", sql, Right.NO_ROWS)

    def try_telling_error(self) -> Attempt:
        """A function that fails on the other's row tells that there is one, unless the wall is asked first."""
        target = self.target()
        column = f"t.{self.column(target)}"
        trap = self.random.choice(
            [
                f"case when t.site_id = '{self.own}' then 1 else ({column}::text)::int end = 1",
                f"case when {self.aimed(target)} then 1 / (length(t::text) - length(t::text)) else 1 end = 1",
                f"(case when {self.aimed(target)} then {column}::text else '1' end)::int = 1",
            ]
        )
        sql = f"select count(*) from {self.source(target, 0)} t where {trap} and {self.aimed(target)}"
        return Attempt("telling error", sql, Right.ZERO)

    # -- writing -------------------------------------------------------------------------------

    def changed(self, target: Target, **fields: str) -> str:
        """An own row with some fields replaced, as an `insert`'s select."""
        pairs = ", ".join(f"'{name}', '{value}'" for name, value in fields.items())
        table = target.table
        return f"select (jsonb_populate_record(t, jsonb_build_object({pairs}))).* from {table} t"

    def try_insert_for_other(self) -> Attempt:
        target = self.target()
        fields = {"site_id": str(self.other)}
        if "id" in target.columns:
            fields["id"] = self._some_id()
        returning = self.random.choice(["", " returning *", " on conflict do nothing returning site_id"])
        sql = f"insert into {target.table} {self.changed(target, **fields)} limit 1{returning}"
        return Attempt("insert for the other", sql, Right.REFUSED)

    def try_insert_over_other(self) -> Attempt:
        target = self.target()
        fields = {"site_id": str(self.other)}
        if target.other_id is not None:
            fields["id"] = str(target.other_id)
        column = self.random.choice(target.key)
        sql = (
            f"insert into {target.table} {self.changed(target, **fields)} limit 1 on conflict "
            f"({', '.join(target.key)}) do update set {column} = excluded.{column} "
            f"where {self.loose(target, target.table.split('.')[1])} returning *"
        )
        return Attempt("insert over the other", sql, Right.REFUSED)

    def try_insert_select(self) -> Attempt:
        one = self.target()
        sql = f"insert into {one.table} select t.* from {self.source(one)} t where {self.aimed(one)} returning *"
        return Attempt("insert from the other", sql, Right.NO_ROWS)

    def try_give_away(self) -> Attempt:
        target = self.target()
        sql = f"update {target.table} t set site_id = '{self.other}' where {self._own_row()} returning *"
        return Attempt("give away", sql, Right.REFUSED)

    def try_update_other(self) -> Attempt:
        target = self.target()
        column = self.column(target)
        value = self.random.choice([column, f"t.{column}"])
        returning = self.random.choice(["returning *", "returning t::text", "returning 1"])
        sql = f"update {target.table} t set {column} = {value} where {self.aimed(target)} {returning}"
        return Attempt("update the other", sql, Right.NO_ROWS)

    def try_take(self) -> Attempt:
        target = self.target()
        sql = f"update {target.table} t set site_id = '{self.own}' where {self.aimed(target)} returning *"
        return Attempt("take", sql, Right.NO_ROWS)

    def try_update_from(self) -> Attempt:
        one, two = self.target(), self.target()
        sql = (
            f"update {one.table} t set site_id = t.site_id from {self.source(two, 1)} u "
            f"where {self.aimed(two, 'u')} returning u::text"
        )
        return Attempt("update from the other", sql, Right.NO_ROWS)

    def try_delete_other(self) -> Attempt:
        target = self.target()
        returning = self.random.choice(["returning *", "returning to_json(t)", "returning 1"])
        using = self.random.choice(["", f" using {self.source(self.target(), 0)} u"])
        sql = f"delete from {target.table} t{using} where {self.aimed(target)} {returning}"
        return Attempt("delete the other", sql, Right.NO_ROWS)

    def try_write_in_cte(self) -> Attempt:
        target = self.target()
        verb = self.random.choice(["delete from {0} t where {1}", "update {0} t set site_id = site_id where {1}"])
        sql = f"with gone as ({verb.format(target.table, self.aimed(target))} returning *) select count(*) from gone"
        return Attempt("write in a cte", sql, Right.ZERO)

    def try_merge(self) -> Attempt:
        target = self.target()
        then = self.random.choice(["delete", "update set site_id = t.site_id", "update set site_id = o.site"])
        sql = (
            f"merge into {target.table} t using (select '{self.other}'::uuid as site) o "
            f"on t.site_id = o.site and ({self.loose(target)}) when matched then {then}"
        )
        return Attempt("merge", sql, Right.NO_ROWS)

    def try_merge_in(self) -> Attempt:
        target = self.target()
        columns = ", ".join(target.columns)
        values = ", ".join(f"o.{column}" for column in target.columns)
        row = self.changed(target, site_id=str(self.other))
        sql = (
            f"merge into {target.table} t using ({row} limit {self.random.randrange(1, 50)}) o "
            f"on t.site_id = o.site_id and {self.random.randrange(9)} = 0 "
            f"when not matched then insert ({columns}) values ({values})"
        )
        return Attempt("merge in", sql, Right.REFUSED)

    # -- climbing ------------------------------------------------------------------------------

    def try_climb(self) -> Attempt:
        target = self.target()
        sql = self.random.choice(
            [
                f"alter table {target.table} disable row level security",
                f"alter table {target.table} no force row level security",
                f"create policy mine_{self.random.randrange(10**6)} on {target.table} using (true)",
                f"drop policy own_site on {target.table}",
                f"truncate {target.table}",
                f"create view public.seen_{self.random.randrange(10**6)} as select * from {target.table}",
                f"create rule r{self.random.randrange(10**6)} as on select to {target.table} do instead select 1",
                f"alter table {target.table} owner to current_user",
                "set role archipel_owner",
                "set session authorization archipel_owner",
                "set role archipel_backup",
                "alter role current_user bypassrls",
            ]
        )
        return Attempt("climb", sql, Right.REFUSED)

    def _own_row(self) -> str:
        return self.random.choice([f"t.site_id = '{self.own}'", "true", f"t.site_id <> '{self.other}'"])

    def _some_id(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))
