# ruff: noqa: S608 - statements are made of these files' own names
"""The project's own models over the same Parquet, as dbt compiles them."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from benchmarks.engine.clock import Measured, measured, opened, together, told
from benchmarks.engine.world import World
from pipelines.lib.scenarios.sql import AS_OF, Node, nodes

MOMENT = "2026-11-02T12:00:00"
FACTS, WIDE = "int_trades__keyed", "int_trades__attributed"
AMOUNTS, DAYS = "int_lot_amounts__stored", "int_lot_days__summed"
BATCHED = (AMOUNTS, DAYS)
ALL_DAYS = ("date '0001-01-02'", "date '9999-12-30'")  # macro batch_bounds


def before(name: str) -> list[Node]:
    """What a model needs, in an order in which it can be built; without the model itself."""
    found = nodes()
    by_name = {node.name: node for node in found.values()}
    wanted: set[str] = set()
    todo = list(by_name[name].needs)
    while todo:
        key = todo.pop()
        if key in found and key not in wanted:
            wanted.add(key)
            todo += found[key].needs
    return [node for key, node in found.items() if key in wanted]


def build(world: World, models: list[Node]) -> int | None:
    """Build these models; the rows of the last one that is a table."""
    rows = None
    with opened(world.warehouse) as con:
        for node in models:
            schema = node.relation.split(".")[1].strip('"')
            con.execute(f"create schema if not exists {schema}")
            sql = node.sql.replace(AS_OF, MOMENT)
            if node.kind == "seed":
                con.execute(sql)
            elif node.materialized == "view":
                con.execute(f"create or replace view {node.relation} as {sql}")
            else:
                of_days = batches(world, sql) if node.name in BATCHED else [sql]
                rows = stored(con, node.relation, of_days)
    return rows


def batches(world: World, sql: str) -> list[str]:
    """A model's statement for each quarter, as a whole build runs those that are batched
    (macro duckdb__create_table_as)."""
    starts = sorted({date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
                     for first, _ in world.months()})  # fmt: skip
    ends = [*(start - timedelta(days=1) for start in starts[1:]), world.months()[-1][1]]
    return [
        sql.replace(ALL_DAYS[0], f"date '{start}'").replace(ALL_DAYS[1], f"date '{end}'")
        for start, end in zip(starts, ends, strict=True)
    ]


def stored(con: duckdb.DuckDBPyConnection, relation: str, statements: list[str]) -> int:
    """The rows of all statements as one table; how many."""
    for number, sql in enumerate(statements):
        into = f"insert into {relation} " if number else f"create or replace table {relation} as "
        con.execute(into + sql)
    found = con.execute(f"select count(*) from {relation}").fetchone()
    return int(found[0]) if found else 0


def straight(world: World, amounts: Node, days: Node, fact: Node | None = None) -> int:
    """Partner x day with no amount stored: the models' SQL, one inside the other; with `fact` from
    the Parquet on, no trade stored either."""
    sql = days.sql.replace(amounts.relation, f"({amounts.sql})")
    if fact:
        sql = sql.replace(fact.relation, f"({fact.sql})").replace(AS_OF, MOMENT)
    with opened(world.warehouse) as con:
        return stored(con, "bench_straight", batches(world, sql))


def report(world: World, floor: Measured, hand_days: Measured, hand_lines: Measured) -> None:
    """Measure the models and print a line for each step."""
    by_name = {node.name: node for node in nodes().values()}
    fact, wide, amounts, days = (by_name[name] for name in (FACTS, WIDE, AMOUNTS, DAYS))
    people = before(FACTS)
    rates = [node for node in before(AMOUNTS) if node not in [*people, fact]]

    def tell(row: Measured, hand: Measured | None = None) -> Measured:
        print(told(row, floor, hand), flush=True)
        return row

    first = [tell(measured("models: people", build, world, people))]
    first.append(tell(measured("models: rates of every chain", build, world, rates)))
    direct = tell(
        measured("models: Parquet straight to partner x day", straight, world, amounts, days, fact),
        hand_days,
    )
    together("all from the Parquet to partner x day", [*first, direct], hand_days)
    keyed = tell(measured("models: trades keyed, stored", build, world, [fact]))
    tell(measured("models: these to partner x day", straight, world, amounts, days), hand_days)
    lines = tell(measured("models: lines stored", build, world, [amounts]), hand_lines)
    summed = tell(measured("models: partner x day of stored lines", build, world, [days]))
    together("all with trades and lines stored", [*first, keyed, lines, summed], hand_lines)
    tell(measured("models: trades for other readers, stored", build, world, [wide]))


def compared(world: World) -> int:
    """0 when the models and the work by hand give the same amounts by partner and day."""
    with opened(world.warehouse, read_only=True) as con:
        found = con.execute(
            "with hand as (select i.partner_id, d.day, d.amount_minor from by_hand.partner_days d "
            "join (select partner_id, row_number() over (order by partner_id) as k "
            "from raw.portal_partners) i on i.k = d.partner_key where d.amount_minor <> 0), "
            "ours as (select e.partner_id, d.event_on as day, d.amount_minor "
            f"from intermediate.{DAYS} d join (select distinct earner_key, partner_id "
            "from intermediate.int_lot_levels__cut) e using (earner_key) "
            "where d.amount_minor <> 0) "
            "select count(*) from hand full join ours using (partner_id, day) "
            "where hand.amount_minor is distinct from ours.amount_minor"
        ).fetchone()
    differing = int(found[0]) if found else -1
    print(f"partner x day that differ from the work by hand: {differing}")
    return 0 if differing == 0 else 1
