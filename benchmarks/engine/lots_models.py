# ruff: noqa: S608 - statements are made of these files' own names
"""The project's own models over the same Parquet, as dbt compiles them."""

from __future__ import annotations

from benchmarks.engine.clock import Measured, measured, opened, told
from benchmarks.engine.world import World
from pipelines.lib.scenarios.sql import AS_OF, Node, nodes

MOMENT = "2026-11-02T12:00:00"
FACTS = "int_trades__attributed"
AMOUNTS, DAYS = "int_lot_amounts__stored", "int_lot_days__summed"


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
                continue
            what = "view" if node.materialized == "view" else "table"
            con.execute(f"create or replace {what} {node.relation} as {sql}")
            if what == "table":
                found = con.execute(f"select count(*) from {node.relation}").fetchone()
                rows = int(found[0]) if found else None
    return rows


def straight(world: World, amounts: Node, days: Node) -> int:
    """Partner x day with no amount stored: the models' SQL, one inside the other."""
    sql = days.sql.replace(amounts.relation, f"({amounts.sql})")
    with opened(world.warehouse) as con:
        con.execute(f"create or replace table bench_straight as {sql}")
        found = con.execute("select count(*) from bench_straight").fetchone()
    return int(found[0]) if found else 0


def from_parquet(world: World, fact: Node, amounts: Node, days: Node) -> int:
    """The same from the Parquet on, the trades attributed on the way and not stored either."""
    sql = days.sql.replace(amounts.relation, f"({amounts.sql})")
    sql = sql.replace(fact.relation, f"({fact.sql})").replace(AS_OF, MOMENT)
    with opened(world.warehouse) as con:
        con.execute(f"create or replace table bench_from_parquet as {sql}")
        found = con.execute("select count(*) from bench_from_parquet").fetchone()
    return int(found[0]) if found else 0


def report(world: World, floor: Measured, hand_days: Measured, hand_lines: Measured) -> None:
    """Measure the models and print a line for each step."""
    by_name = {node.name: node for node in nodes().values()}
    fact, amounts, days = (by_name[name] for name in (FACTS, AMOUNTS, DAYS))
    people, terms = before(FACTS), before(AMOUNTS)
    rates = [node for node in terms if node not in [*people, fact]]

    def tell(row: Measured, hand: Measured | None = None) -> Measured:
        print(told(row, floor, hand), flush=True)
        return row

    tell(measured("models: people and terms", build, world, people))
    tell(measured("models: trades attributed", build, world, [fact]))
    tell(measured("models: rates of every chain", build, world, rates))
    tell(measured("models: straight to partner x day", straight, world, amounts, days), hand_days)
    found = measured("models: the same from the Parquet", from_parquet, world, fact, amounts, days)
    tell(found, hand_days)
    lines = tell(measured("models: lines stored", build, world, [amounts]), hand_lines)
    summed = tell(measured("models: partner x day of stored lines", build, world, [days]))
    both = lines.cpu + summed.cpu
    print(
        f"lines stored and partner x day: {lines.seconds + summed.seconds:.2f} s by the wall, "
        f"{both:.2f} s cpu, {both / (hand_lines.cpu):.2f} x lines by hand"
    )


def compared(world: World) -> int:
    """0 when the models and the work by hand give the same amounts by partner and day."""
    with opened(world.warehouse, read_only=True) as con:
        found = con.execute(
            "with hand as (select i.partner_id, d.day, d.amount_minor from by_hand.partner_days d "
            "join (select partner_id, row_number() over (order by partner_id) as k "
            "from raw.portal_partners) i on i.k = d.partner_key where d.amount_minor <> 0), "
            "ours as (select partner_id, event_on as day, amount_minor "
            f"from intermediate.{DAYS} where amount_minor <> 0) "
            "select count(*) from hand full join ours using (partner_id, day) "
            "where hand.amount_minor is distinct from ours.amount_minor"
        ).fetchone()
    differing = int(found[0]) if found else -1
    print(f"partner x day that differ from the work by hand: {differing}")
    return 0 if differing == 0 else 1
