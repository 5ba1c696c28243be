# ruff: noqa: S608 - statements are made of these files' own names
"""The same work by hand: differential terms once, then month by month over narrow types."""

from __future__ import annotations

from datetime import date

from benchmarks.engine.clock import opened
from benchmarks.engine.world import World

# Who earns what on an IB's clients between two deal changes, from the same tables
PREPARED = """
create or replace temp table ibs as
select partner_id, row_number() over (order by partner_id)::int as k from raw.portal_partners;
create or replace temp table accounts as
select a.account_id, i.k as ib_key from raw.accounts as a
join raw.attributions as t on t.client_id = a.client_id
join ibs as i on i.partner_id = t.partner_id;
create or replace temp table deal_versions as
select i.k as ib_key, v.valid_from, v.valid_to + case when v.valid_to < date '9999-12-31' then 1
    else 0 end as valid_to, v.currency_digits as digits, r.rate,
    row_number() over ()::int as deal_version_key
from terms.deal_versions as v join terms.deal_rates as r using (deal_id, valid_from)
join ibs as i on i.partner_id = v.partner_id;
create or replace temp table closure as
with recursive up as (
    select k as descendant_key, k as ancestor_key, 0 as lvl from ibs
    union all
    select up.descendant_key, p.k, up.lvl + 1 from up
    join ibs as c on c.k = up.ancestor_key
    join raw.portal_relations as r on r.partner_id = c.partner_id
    join ibs as p on p.partner_id = r.parent_partner_id
)
select * from up;
create or replace temp table lot_terms as
with cut as (
    select distinct h.descendant_key as ib_key, v.valid_from
    from closure as h join deal_versions as v on v.ib_key = h.ancestor_key
),
seg as (
    select ib_key, valid_from, coalesce(lead(valid_from) over (
        partition by ib_key order by valid_from), date '9999-12-31') as valid_to
    from cut
),
own as (
    select s.ib_key, s.valid_from, s.valid_to, h.lvl, h.ancestor_key as partner_key,
        v.deal_version_key, v.digits, v.rate as own_rate,
        max(v.rate) over (partition by s.ib_key, s.valid_from order by h.lvl
            rows between unbounded preceding and 1 preceding) as below
    from seg as s join closure as h on h.descendant_key = s.ib_key
    join deal_versions as v on v.ib_key = h.ancestor_key and v.valid_from <= s.valid_from
        and v.valid_to > s.valid_from
)
select ib_key, valid_from, valid_to, lvl::tinyint as lvl, partner_key, deal_version_key,
    greatest(own_rate - coalesce(below, 0), 0)::decimal(9,4) as rate,
    (greatest(own_rate - coalesce(below, 0), 0)
        * case digits when 0 then 1 when 2 then 100 else 1000 end)::decimal(9,4) as rate_minor
from own;
create or replace temp table terms_wide as
select ib_key, valid_from, valid_to, {wide} from lot_terms group by all;
""".format(
    wide=", ".join(
        f"coalesce(max(case when lvl = {n} then rate_minor end), 0) as r{n}" for n in range(5)
    )
)

KEYED = """
create or replace temp table {name} as
select (n * 10000 + ib_key - 1)::int as k, {columns}
from {terms}, (select unnest(range(0, 31))::int as n) as d
where date '{a}' + n < date '{b}' and date '{a}' + n >= valid_from and date '{a}' + n < valid_to
order by k
"""
KEY = "w.k = ((t.closed_at::date - date '{a}') * 10000)::int + a.ib_key - 1"
DAYS = """
insert into by_hand.partner_days
with g as (
    select w.k, {sums}, count(*) as n
    from '{src}' as t join accounts as a on a.account_id = t.account_id
    join mw as w on {key}
    group by w.k
)
select h.ancestor_key, (date '{a}' + (g.k // 10000)::int)::date, sum(g.n)::bigint,
    sum(case h.lvl when 0 then x0 when 1 then x1 when 2 then x2 when 3 then x3 else x4 end)::bigint
from g join closure as h on h.descendant_key = g.k % 10000 + 1
group by 1, 2
"""
LINES = """
copy (
    select t.trade_id, m.deal_version_key, m.lvl, m.partner_key, t.closed_at::date as closed_day,
        t.lots::decimal(9,2) as lots, m.rate, t.lots::decimal(9,2) * m.rate as exact,
        round(t.lots::decimal(9,2) * m.rate_minor, 0)::bigint as minor_amount
    from '{src}' as t join accounts as a on a.account_id = t.account_id
    join mt as m on {key}
) to '{to}' (format parquet, compression snappy, parquet_version v2)
"""
SUMS = ", ".join(f"sum(round(t.lots::decimal(9,2) * w.r{n}, 0)::bigint) as x{n}" for n in range(5))


def partner_days(world: World) -> int:
    """Straight to partner x day; how many rows."""
    with opened(world.warehouse) as con:
        con.execute("drop schema if exists by_hand cascade; create schema by_hand")
        con.execute(
            "create table by_hand.partner_days (partner_key int, day date, lines bigint, "
            "amount_minor bigint)"
        )
        con.execute(PREPARED)
        for a, b in world.months():
            _keyed(con, "mw", "terms_wide", "r0, r1, r2, r3, r4", a, b)
            con.execute(DAYS.format(a=a, src=world.month_file(a), sums=SUMS, key=KEY.format(a=a)))
        row = con.execute("select count(*) from by_hand.partner_days").fetchone()
    return int(row[0]) if row else 0


def lines(world: World) -> int:
    """Every line stored as Parquet, a file a month; how many."""
    folder = world.folder / "lines"
    folder.mkdir(exist_ok=True)
    with opened(world.warehouse) as con:
        con.execute(PREPARED)
        for a, b in world.months():
            _keyed(con, "mt", "lot_terms", "lvl, partner_key, deal_version_key, rate, rate_minor",
                   a, b)  # fmt: skip
            con.execute(LINES.format(
                a=a, src=world.month_file(a), to=folder / f"{a:%Y-%m}.parquet",
                key=KEY.format(a=a).replace("w.k", "m.k"),
            ))  # fmt: skip
        row = con.execute(f"select count(*) from '{folder}/*.parquet'").fetchone()
    return int(row[0]) if row else 0


def _keyed(con, name: str, terms: str, columns: str, a: date, b: date) -> None:  # type: ignore[no-untyped-def]
    con.execute(KEYED.format(name=name, terms=terms, columns=columns, a=a, b=b))
