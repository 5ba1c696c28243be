# ruff: noqa: S608 - statements are made of these files' own names
"""A program of lots: 10,000 IBs in trees of depth 5, 30,000 deal versions, trades as Parquet.

Everything is made by SQL from row numbers and fixed salts, so that two runs make the same.
"""

from __future__ import annotations

from benchmarks.engine.clock import opened
from benchmarks.engine.world import (
    FIRST,
    MONTHS,
    PROGRAM,
    World,
    program,
    read_from_parquet,
)
from pipelines.lib.scenarios.tables import create_tables

PARTNERS, ACCOUNTS = 10_000, 200_000
# Partners 0..999 are roots; each next band hangs below the one before it: 3.15 levels on average
BANDS = ((0, 1_000), (1_000, 3_000), (3_000, 6_000), (6_000, 8_500), (8_500, 10_000))


DEPTH = "case " + " ".join(f"when n < {end} then {d}" for d, (_, end) in enumerate(BANDS)) + " end"
PARENT = (
    "case "
    + " ".join(
        f"when n between {BANDS[d][0]} and {BANDS[d][1] - 1} "
        f"then {BANDS[d - 1][0]} + (hash(n * 7 + 1) % {BANDS[d - 1][1] - BANDS[d - 1][0]})::int"
        for d in range(1, len(BANDS))
    )
    + " end"
)

PEOPLE = f"""
create or replace temp table ibs as
with recursive numbered as (
    select n::int as n, {DEPTH} as depth, {PARENT} as parent from range({PARTNERS}) as t(n)
),
rooted as (
    select n, depth, parent, n as root from numbered where parent is null
    union all
    select c.n, c.depth, c.parent, p.root from rooted as p join numbered as c on c.parent = p.n
)
select *, format('P-{{:05d}}', n) as partner_id,
    case when root % 20 < 14 then 'USD' when root % 20 < 17 then 'JPY' else 'KWD' end as currency,
    case when root % 20 < 14 then 2 when root % 20 < 17 then 0 else 3 end as digits
from rooted;
insert into raw.portal_partners by name
select '{PROGRAM}' as program_id, partner_id, 'code-' || n as partner_code, partner_id as name,
    'ib' as kind, 'active' as status, currency as payout_currency_code,
    date '2024-01-01' as joined_on, '' as own_client_ids
from ibs;
insert into raw.portal_relations by name
select '{PROGRAM}' as program_id, c.partner_id, p.partner_id as parent_partner_id,
    date '2024-01-01' as valid_from, date '9999-12-31' as valid_to,
    timestamp '2024-01-01' as recorded_at
from ibs as c join ibs as p on c.parent = p.n;
"""

# Three versions of each deal: before the first day and on two days inside. A rate is higher the
# nearer to the root, a little higher or lower by chance: now and then no difference is left.
DEALS = f"""
create or replace temp table versions as
with dated as (
    select n, depth, partner_id, currency, digits, v::int as v,
        case v when 0 then date '2024-01-01'
            else date '{FIRST}' + (hash(n * 10 + v) % 365)::int + 365 * (v::int - 1)
        end as valid_from
    from ibs, range(3) as t(v)
)
select *, 'D-' || n as deal_id,
    coalesce(lead(valid_from) over (partition by n order by valid_from) - 1, date '9999-12-31')
        as valid_to,
    ((5 - depth) * 200 + (hash(n * 31 + v) % 260)::int)::decimal(9,2) * 0.01::decimal(3,2) as rate
from dated;
insert into terms.deal_versions by name
select '{PROGRAM}' as program_id, deal_id, valid_from, valid_to, v + 1 as deal_version_no,
    partner_id, 'plan' as plan_id, v + 1 as plan_version_no, currency as currency_code,
    digits as currency_digits, 'month' as calendar_id, 'line' as rounding
from versions;
insert into terms.deal_components by name
select '{PROGRAM}' as program_id, deal_id, 'lots' as component_id, valid_from, valid_to, partner_id,
    'plan' as plan_id, v + 1 as plan_version_no, 1 as position, 'per_lot' as component_type,
    'event' as family, 0 as hold_days, digits, currency as currency_code,
    digits as currency_digits, 'month' as calendar_id, 'line' as rounding,
    'none' as own_account, 'differential' as algebra, 'single' as tier_kind
from versions;
insert into terms.deal_rates by name
select '{PROGRAM}' as program_id, deal_id, 'lots' as component_id, valid_from, 1 as row_no,
    0 as specificity, rate, 'per_lot' as rate_unit
from versions;
"""

CLIENTS = f"""
insert into raw.accounts by name
select '{PROGRAM}' as program_id, 'mt5:a' || n as record_key, 1 as version_no, true as is_current,
    false as is_removed, timestamp '2024-01-01' as recorded_at, 'mt5' as source,
    format('{{:07d}}', n) as account_id, right(format('{{:07d}}', n), 3) as account_tail,
    format('c{{:06d}}', n) as client_id, 'standard' as account_type, false as is_demo
from range({ACCOUNTS}) as t(n);
insert into raw.attributions by name
select '{PROGRAM}' as program_id, 'crm:t' || n as record_key, 1 as version_no, true as is_current,
    false as is_removed, timestamp '2024-01-01' as recorded_at, 'crm' as source,
    format('c{{:06d}}', n) as client_id, date '2024-01-01' as valid_from,
    format('P-{{:05d}}', (hash(n * 13 + 5) % {PARTNERS})::int) as partner_id,
    'manual' as attribution_source
from range({ACCOUNTS}) as t(n);
"""

SYMBOLS = (
    "['EURUSD','GBPUSD','USDJPY','XAUUSD','AUDUSD','USDCAD','EURJPY','NZDUSD','USDCHF','US30']"
)
TRADES = """
copy (
    select '{program}' as program_id, 'mt5:' || n as record_key, 1 as version_no,
        true as is_current, false as is_removed, closed_at + interval 1 hour as recorded_at,
        closed_at + interval 1 hour as first_recorded_at, 'mt5' as source,
        'mt5-{month}' as file_id, 'mt5-{month}.csv' as file_name,
        (n - {first} + 2)::int as file_row,
        n::varchar as trade_id,
        format('{{:07d}}', (hash(n * 3 + 7) % {accounts})::int) as account_id,
        {symbols}[1 + (hash(n * 5 + 3) % 10)::int] as native_symbol,
        ((1 + hash(n * 11 + 9) % 500)::int * case when hash(n * 17) % 50 = 0 then -1 else 1 end
            * 0.01::decimal(3,2))::decimal(9,4) as lots,
        closed_at - to_seconds((hash(n * 19) % 86400)::int) as opened_at, closed_at
    from (
        select n, timestamp '{start}' + to_milliseconds(
            ((n - {first}) * {span_ms} // ({last} - {first}))::bigint) as closed_at
        from range({first}, {last}) as t(n)
    )
) to '{path}' (format parquet, compression snappy, parquet_version v2)
"""


def make(world: World) -> int:
    """Write the world's Parquet and its tables of `raw` and `terms`; how many trades."""
    (world.folder / "trades").mkdir(parents=True, exist_ok=True)
    world.warehouse.unlink(missing_ok=True)
    months = world.months()
    with opened(world.warehouse) as con:
        create_tables(con)
        for script in (program("forex", "USD"), PEOPLE, DEALS, CLIENTS):
            con.execute(script)
        for number, (start, end) in enumerate(months):
            con.execute(TRADES.format(
                program=PROGRAM, month=f"{start:%Y-%m}", accounts=ACCOUNTS, symbols=SYMBOLS,
                first=world.trades * number // MONTHS, last=world.trades * (number + 1) // MONTHS,
                start=start, span_ms=(end - start).days * 86_400_000, path=world.month_file(start),
            ))  # fmt: skip
        read_from_parquet(con, "trades", world.parquet)
    return world.trades
