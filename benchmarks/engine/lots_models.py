"""The project's own models over the same Parquet, as dbt compiles them."""

from __future__ import annotations

from benchmarks.engine.clock import Measured, measured, opened, told
from benchmarks.engine.lots_world import World
from pipelines.lib.scenarios.sql import AS_OF, Node, nodes

MOMENT = "2026-11-02T12:00:00"
FACTS = "int_trades__attributed"
LINES = "com_lines__per_lot"
DAYS = """
create or replace table bench_partner_days as
select partner_id, event_on as day, count(*) as lines, sum(amount_minor)::bigint as amount_minor
from commissions.com_lines__per_lot group by all
"""


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


def build(world: World, names: tuple[str, ...]) -> int | None:
    """Build these models; the rows of the last one that is a table."""
    by_name = {node.name: node for node in nodes().values()}
    rows = None
    with opened(world.warehouse) as con:
        for name in names:
            node = by_name[name]
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


def run(world: World, sql: str, count: str) -> int:
    """Run a statement; the rows of a table."""
    with opened(world.warehouse) as con:
        con.execute(sql)
        found = con.execute(f"select count(*) from {count}").fetchone()
    return int(found[0]) if found else 0


def report(world: World, floor: float, hand_days: float, hand_lines: float) -> None:
    """Measure the models and print a line for each step."""
    facts, lines = before(FACTS), before(LINES)
    people = tuple(n.name for n in facts)
    terms = tuple(n.name for n in lines if n.name not in {*people, FACTS})
    steps: list[Measured] = []

    def tell(row: Measured, hand: float | None = None) -> None:
        steps.append(row)
        print(told(row, floor, hand), flush=True)

    tell(measured("models: people and terms", build, world, people))
    tell(measured("models: trades attributed", build, world, (FACTS,)))
    tell(measured("models: rates of every chain", build, world, terms))
    tell(measured("models: lines stored", build, world, (LINES,)), hand_lines)
    tell(measured("models: partner x day", run, world, DAYS, "bench_partner_days"), hand_days)


def compared(world: World) -> int:
    """0 when the models and the work by hand give the same amounts by partner and day."""
    with opened(world.warehouse, read_only=True) as con:
        found = con.execute(
            "with hand as (select i.partner_id, d.day, d.amount_minor from by_hand.partner_days d "
            "join (select partner_id, row_number() over (order by partner_id) as k "
            "from raw.portal_partners) i on i.k = d.partner_key where d.amount_minor <> 0), "
            "ours as (select partner_id, day, amount_minor from bench_partner_days "
            "where amount_minor <> 0) "
            "select count(*) from hand full join ours using (partner_id, day) "
            "where hand.amount_minor is distinct from ours.amount_minor"
        ).fetchone()
    differing = int(found[0]) if found else -1
    print(f"partner x day that differ from the work by hand: {differing}")
    return 0 if differing == 0 else 1
