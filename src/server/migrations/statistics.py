"""Columns whose values PostgreSQL's planner must not sample."""

from alembic import op


def keep_out_of_statistics(table: str, *columns: str) -> None:
    """`pg_statistic` keeps the most frequent and other sampled values of every column, also after the rows have
    gone. No more of these; and what was sampled so far is dropped, as happens whenever a column gets a type."""
    listed = ", ".join(f"'{column}'" for column in columns)
    op.execute(f"""
        do $$
        declare one record;
        begin
          for one in select attname, format_type(atttypid, atttypmod) as kind from pg_attribute
                     where attrelid = '{table}'::regclass and attname in ({listed})
          loop
            execute format('alter table {table} alter column %I type %s', one.attname, one.kind);
            execute format('alter table {table} alter column %I set statistics 0', one.attname);
          end loop;
        end $$
    """)  # noqa: S608 -- put together from the texts of the migrations only
