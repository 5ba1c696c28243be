# ruff: noqa: S608 - statements are made of these files' own names
"""A casino program: revenue shares with deductions, slab tiers and carryover, activity as Parquet.

One row a client and month; 1,000,000 clients over 24 months is the size that the limit speaks of.
"""

from __future__ import annotations

from benchmarks.engine.clock import opened
from benchmarks.engine.world import MONTHS, PROGRAM, World, program, read_from_parquet
from pipelines.lib.scenarios.tables import create_tables

PARTNERS = 10_000

PEOPLE = f"""
insert into raw.portal_partners by name
select '{PROGRAM}' as program_id, format('P-{{:05d}}', n) as partner_id, 'code-' || n as
    partner_code, 'P' || n as name, 'affiliate' as kind, 'active' as status,
    'EUR' as payout_currency_code, date '2024-01-01' as joined_on, '' as own_client_ids
from range({PARTNERS}) as t(n);
create temp table deals as
select '{PROGRAM}' as program_id, 'D-' || n as deal_id, format('P-{{:05d}}', n) as partner_id,
    'share' as component_id, date '2024-01-01' as valid_from, date '9999-12-31' as valid_to,
    'plan' as plan_id, 1 as plan_version_no, 'EUR' as currency_code, 2 as currency_digits,
    2 as digits, 'month' as calendar_id, 'line' as rounding
from range({PARTNERS}) as t(n);
insert into terms.deal_versions by name
select * exclude (component_id, digits), 1 as deal_version_no from deals;
insert into terms.deal_components by name
select *, 1 as position, 'revshare' as component_type, 'period' as family, 0 as hold_days,
    'none' as own_account, 'none' as algebra, 'slab' as tier_kind, 'base' as tier_metric,
    'ngr' as base_kind, 'full' as carry_policy, 'base' as carry_level, 'deal' as carry_scope
from deals;
insert into terms.deal_steps by name
select program_id, deal_id, component_id, valid_from, step_no, from_value, true as is_inclusive,
    rate, 'share' as rate_unit
from deals, (values (1, 0, 0.20), (2, 2000, 0.25), (3, 8000, 0.30)) as s(step_no, from_value, rate);
insert into terms.deal_deductions by name
select program_id, deal_id, component_id, valid_from, position, deduction_code, kind, of_base, share
from deals, (values (1, 'bonus_cost', 'amount', null, null),
    (2, 'jackpot_contribution', 'amount', null, null), (3, 'chargebacks', 'amount', null, null),
    (4, 'fees.provider', 'percentage', 'gross', 0.10),
    (5, 'fees.admin', 'percentage', 'remaining', 0.05))
    as d(position, deduction_code, kind, of_base, share);
"""
CLIENTS = """
insert into raw.attributions by name
select '{program}' as program_id, 'crm:t' || n as record_key, 1 as version_no, true as is_current,
    false as is_removed, timestamp '2024-01-01' as recorded_at, 'crm' as source,
    format('c{{:07d}}', n) as client_id, date '2024-01-01' as valid_from,
    format('P-{{:05d}}', (hash(n * 13 + 5) % {partners})::int) as partner_id,
    'manual' as attribution_source
from range({clients}) as t(n)
"""
ACTIVITY = """
copy (
    select '{program}' as program_id, 'bo:' || n || '-{month}' as record_key, 1 as version_no,
        true as is_current, false as is_removed, timestamp '{start}' as recorded_at,
        timestamp '{start}' as first_recorded_at, 'bo' as source, 'bo-{month}' as file_id,
        'bo-{month}.csv' as file_name, n::int + 2 as file_row,
        date '{start}' + (hash(n * 3 + {no}) % 28)::int as activity_on,
        format('c{{:07d}}', n) as client_id, 'casino' as product, 'EUR' as currency_code,
        ((hash(n * 5 + {no}) % 20000)::int * 0.01::decimal(3,2))::decimal(18,4) as stakes,
        ((hash(n * 7 + {no}) % 19000)::int * 0.01::decimal(3,2))::decimal(18,4) as payouts,
        0::decimal(18,4) as voids,
        ((hash(n * 9 + {no}) % 300)::int * 0.01::decimal(3,2))::decimal(18,4) as bonus_cost,
        ((hash(n * 11 + {no}) % 50)::int * 0.01::decimal(3,2))::decimal(18,4)
            as jackpot_contribution,
        case when hash(n * 15 + {no}) % 50 = 0 then 5 else 0 end::decimal(18,4) as chargebacks
    from range({clients}) as t(n)
) to '{path}' (format parquet, compression snappy, parquet_version v2)
"""


def make(world: World) -> int:
    """Write Parquet and tables; `world.trades` is the number of clients. How many rows."""
    (world.folder / "trades").mkdir(parents=True, exist_ok=True)
    with opened(world.warehouse) as con:
        create_tables(con)
        con.execute(program("igaming", "EUR"))
        con.execute(PEOPLE)
        given = {"program": PROGRAM, "partners": PARTNERS, "clients": world.trades}
        con.execute(CLIENTS.format(**given))
        for number, (start, _) in enumerate(world.months()):
            con.execute(
                ACTIVITY.format(
                    **given,
                    month=f"{start:%Y-%m}",
                    start=start,
                    no=number * 7919,
                    path=world.month_file(start),
                )
            )
        read_from_parquet(con, "activity", world.parquet)
    return world.trades * MONTHS


BY_HAND = """
create or replace table by_hand_periods as
with clients as (
    select client_id, partner_id from raw.attributions
),
sums as (
    select c.partner_id, date_trunc('month', a.activity_on)::date as period,
        sum((a.stakes - a.payouts - a.voids)::decimal(14,4))::decimal(18,4) as gross,
        sum((a.bonus_cost + a.jackpot_contribution + a.chargebacks)::decimal(14,4))::decimal(18,4)
            as amounts
    from '{parquet}' as a join clients as c on c.client_id = a.client_id
    group by 1, 2
),
lefts as (
    select *, (gross - amounts - greatest(gross, 0) * 0.10)::decimal(28,8) as left_over from sums
),
bases as (
    select partner_id, period,
        (left_over - greatest(left_over, 0) * 0.05)::decimal(38,12) as base
    from lefts
),
run as (
    select *, sum(base) over (partition by partner_id order by period) as s from bases
),
tops as (
    select *, greatest(0, max(s) over (partition by partner_id order by period)) as m from run
),
payable as (
    select *, m - coalesce(lag(m) over (partition by partner_id order by period), 0) as payable
    from tops
)
select partner_id, period, base, payable,
    round(payable * case when payable >= 8000 then 0.30 when payable >= 2000 then 0.25
        else 0.20 end * 100, 0)::bigint as amount_minor
from payable
"""


def by_hand(world: World) -> int:
    """Ordered deductions, carryover by a window, slab tiers: one statement."""
    with opened(world.warehouse) as con:
        con.execute(BY_HAND.format(parquet=world.parquet))
        found = con.execute("select count(*) from by_hand_periods").fetchone()
    return int(found[0]) if found else 0


def counted(world: World) -> int:
    """A count and two sums over the Parquet."""
    with opened(world.warehouse, read_only=True) as con:
        row = con.execute(
            f"select count(*), sum(stakes), sum(payouts) from '{world.parquet}'"
        ).fetchone()
    return int(row[0]) if row else 0
