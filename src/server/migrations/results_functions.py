"""SQL functions that count over all sites, for those who may not see a site's rows.

They run as the owner, give counts only, and all give the same columns: one row per measure, unit
and period (every month, quarter, half and year of the year asked for), and per value of up to
three dimensions: `filter_value`, `category`, `answer` (null when not asked for).
`people` says how many registrations stand behind a value at least.
"""

# ruff: noqa: S608 -- put together from the texts of this file only

_COLUMNS = """
  measure text, unit_id uuid, period_kind text, start_on date,
  filter_value text, category text, answer text, value numeric, people bigint
"""

_SECURED = "security definer stable set search_path = pg_catalog set work_mem = '32MB'"

UNITS_OF_SITES = """
  create function network.units_of_sites()
  returns table (site_id uuid, unit_id uuid, from_on date, until_on date) language sql stable as $$
    with recursive up(site_id, unit_id, from_on, until_on, depth) as (
      select id, id, '-infinity'::date, 'infinity'::date, 0 from network.sites
      union all
      select up.site_id, p.parent_id, greatest(up.from_on, p.from_on),
             least(up.until_on, coalesce(p.until_on, 'infinity')), depth + 1
      from up join network.placements p on p.unit_id = up.unit_id
      where p.from_on < up.until_on and coalesce(p.until_on, 'infinity') > up.from_on and depth < 20)
    select site_id, unit_id, from_on, until_on from up
  $$
"""

PENDING_SITES = """
  create function network.pending_sites() returns setof uuid language sql
  security definer stable set search_path = pg_catalog as $$
    select distinct site_id from sites.recount_marks
  $$
"""


def _dimension(asked: str) -> str:
    """The value of the dimension that a parameter names. Programme and level are the curriculum's
    as it is now; a fact without a curriculum may bring its own programme."""
    return f"""
      case {asked}
        when 'gender' then f.gender when 'age_band' then f.age_band when 'education' then f.education
        when 'employment' then f.employment when 'curriculum' then c.code when 'level' then c.level
        when 'programme' then coalesce(c.programme, f.programme) end"""


_DIMENSIONS = f"""
      {_dimension("filter_by")} as filter_value, {_dimension("by")} as category, {_dimension("answer_by")} as answer"""

_IN_YEAR = "f.day between make_date(wanted_year, 1, 1) and make_date(wanted_year, 12, 31)"


def _periods_of(day: str) -> str:
    """The four periods that hold a day."""
    return f"""
      (values ('year', date_trunc('year', {day})::date),
              ('half', make_date(extract(year from {day})::int,
                                 case when extract(month from {day}) < 7 then 1 else 7 end, 1)),
              ('quarter', date_trunc('quarter', {day})::date),
              ('month', date_trunc('month', {day})::date)) as period(kind, start_on)"""


# The people behind a session's facts are summed over their kinds (each stands on a sheet once); over
# the sessions of a cohort the fullest one is taken, since mostly the same people come again; cohorts
# add up. So `people` is never more than there were, and what it hides is hidden rightly.
COUNT_SUMS = f"""
  create function network.count_sums(wanted text[], wanted_year integer, by text, answer_by text, filter_by text)
  returns table ({_COLUMNS}) language sql {_SECURED} as $$
    with subjects as (
      select f.measure, f.site_id, f.cohort_id, f.day,
             case f.subject_kind when 'session' then f.subject_id end as session_id,
             {_DIMENSIONS}, sum(f.value) as value, sum(f.people) as people
      from sites.facts f left join network.curricula c on c.id = f.curriculum_id
      where f.measure = any(wanted) and {_IN_YEAR}
      group by 1, 2, 3, 4, 5, 6, 7, 8),
    months as (
      select s.measure, t.unit_id, s.cohort_id, s.session_id is not null as meets,
             date_trunc('month', s.day)::date as month, s.filter_value, s.category, s.answer, sum(s.value) as value,
             case when s.session_id is not null then max(s.people) else sum(s.people) end as people
      from subjects s join network.units_of_sites() t
        on t.site_id = s.site_id and s.day >= t.from_on and s.day < t.until_on
      group by 1, 2, 3, 4, 5, 6, 7, 8, s.session_id is not null),
    cohorts as (
      select m.measure, m.unit_id, m.cohort_id, period.kind, period.start_on, m.filter_value, m.category, m.answer,
             sum(m.value) as value, case when m.meets then max(m.people) else sum(m.people) end as people
      from months m, lateral {_periods_of("m.month")}
      group by 1, 2, 3, 4, 5, 6, 7, 8, m.meets)
    select measure, unit_id, kind, start_on, filter_value, category, answer, sum(value), sum(people)::bigint
    from cohorts group by 1, 2, 3, 4, 5, 6, 7
  $$
"""

# Whoever enrolled once in the year is one person everywhere above: those are added up. The others
# are looked at one by one: in each unit and period their first enrolment says what they are.
COUNT_PEOPLE = f"""
  create function network.count_people(wanted_year integer, by text, answer_by text, filter_by text)
  returns table ({_COLUMNS}) language sql {_SECURED} as $$
    with enrolments as (
      select f.site_id, f.person_key, f.day, f.registered_on, f.cohort_code, {_DIMENSIONS},
             count(*) over (partition by f.person_key) as times
      from sites.facts f left join network.curricula c on c.id = f.curriculum_id
      where f.measure = 'enrolments' and {_IN_YEAR}),
    once as (
      select site_id, day, filter_value, category, answer, count(*) as people
      from enrolments where times = 1 group by 1, 2, 3, 4, 5),
    once_per_month as (
      select t.unit_id, date_trunc('month', o.day)::date as month, o.filter_value, o.category, o.answer,
             sum(o.people) as people
      from once o join network.units_of_sites() t
        on t.site_id = o.site_id and o.day >= t.from_on and o.day < t.until_on
      group by 1, 2, 3, 4, 5),
    again as (
      select distinct on (t.unit_id, period.kind, period.start_on, e.filter_value, e.person_key)
             t.unit_id, period.kind, period.start_on, e.filter_value, e.category, e.answer
      from enrolments e join network.units_of_sites() t
        on t.site_id = e.site_id and e.day >= t.from_on and e.day < t.until_on,
        lateral {_periods_of("e.day")}
      where e.times > 1
      order by t.unit_id, period.kind, period.start_on, e.filter_value, e.person_key,
               e.day, e.registered_on nulls last, e.cohort_code collate "C", e.site_id, e.category, e.answer),
    counted as (
      select o.unit_id, period.kind, period.start_on, o.filter_value, o.category, o.answer, o.people
      from once_per_month o, lateral {_periods_of("o.month")}
      union all
      select unit_id, kind, start_on, filter_value, category, answer, 1 from again)
    select 'learners', unit_id, kind, start_on, filter_value, category, answer, sum(people), sum(people)::bigint
    from counted group by 1, 2, 3, 4, 5, 6, 7
  $$
"""

COUNT_SPANS = f"""
  create function network.count_spans(wanted text[], wanted_year integer, by text)
  returns table ({_COLUMNS}) language sql {_SECURED} as $$
    with months as (
      select make_date(wanted_year, month, 1) as first_day,
             (make_date(wanted_year, month, 1) + interval '1 month')::date as end_day
      from generate_series(1, 12) as month),
    seen as (
      select distinct f.measure, f.subject_id, t.unit_id, period.kind, period.start_on, {_dimension("by")} as category
      from sites.facts f left join network.curricula c on c.id = f.curriculum_id
      join months m on f.day < m.end_day and f.until_on >= m.first_day
      join network.units_of_sites() t on t.site_id = f.site_id
        and greatest(f.day, m.first_day) < t.until_on and least(f.until_on, m.end_day - 1) >= t.from_on,
        lateral {_periods_of("m.first_day")}
      where f.measure = any(wanted) and f.until_on is not null)
    select measure, unit_id, kind, start_on, null::text, category, null::text, count(*)::numeric, 0::bigint
    from seen group by 1, 2, 3, 4, 6
  $$
"""
