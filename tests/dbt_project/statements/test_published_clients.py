"""What a partner is told of its own clients: states, days, what each still lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.dbt_project.statements.compiled import AS_OF, nodes
from tests.fixtures.warehouse import create_tables, record
from tests.fixtures.warehouse_program import Program

TABLES = ("pub_portal__clients", "pub_portal__client_conditions")


def program() -> Program:
    """Four clients of P0: one qualified, one short of it, one idle, one that moves to P1, who has
    one of its own and a CPA by steps."""
    made = Program("p")
    for partner in ("P0", "P1"):
        made.partner(partner)
    made.deal("P0", "cpa", rate=40, conditions=[
        {"metric": "first_deposit", "at_least": 20, "within_days": 10, "anchor": "registration"}
    ])  # fmt: skip
    made.deal("P1", "cpa", tier_kind="stepped", steps=((50, 20), (300, 45)))
    for client in ("qualifies", "tooshort", "idle", "moves"):
        made.conversion("registration", f"r-{client}", client, "2026-05-03 18:00:00",
                        partner_code="code-P0")  # fmt: skip
    made.conversion("deposit", "d1", "qualifies", "2026-05-05 10:00:00", 20)
    made.conversion("deposit", "d2", "tooshort", "2026-05-05 10:00:00", 5)
    made.conversion("registration", "r-steps", "steps", "2026-05-03 18:00:00",
                    partner_code="code-P1")  # fmt: skip
    made.conversion("deposit", "d3", "steps", "2026-05-05 10:00:00", 10)
    made.activity("qualifies", "2026-05-06", stakes=10)
    made.rows["raw", "attributions"].append(
        record("p", "moves", client_id="moves", partner_id="P1", valid_from="2026-06-01",
               attribution_source="manual", evidence="e", author="a")
    )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Both tables, built with everything they stand on."""
    con = duckdb.connect()
    con.execute("attach ':memory:' as warehouse")
    con.execute("use warehouse")
    create_tables(con)
    program().write(con)
    for key in _needed():
        node = nodes()[key]
        con.execute(f"create schema if not exists {node.relation.split('.')[1]}")
        sql = node.sql.replace(AS_OF, "2026-10-28T12:00:00")
        is_seed = node.kind == "seed"
        con.execute(sql if is_seed else f"create or replace table {node.relation} as {sql}")
    yield con
    con.close()


def _needed() -> list[str]:
    wanted: set[str] = set()
    rest = [key for key in nodes() if key.split(".")[-1] in TABLES]
    while rest:
        key = rest.pop()
        if key in nodes() and key not in wanted:
            wanted.add(key)
            rest += nodes()[key].needs
    return [key for key in nodes() if key in wanted]


def ask(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def test_a_client_has_the_days_of_what_it_did(con: duckdb.DuckDBPyConnection) -> None:
    rows = ask(con, "select client_ref, registered_on::varchar, deposited_on::varchar,"
                    " last_active_on::varchar, qualified_on::varchar, attribution_source"
                    " from publish.pub_portal__clients where client_ref = 'C-QUALIF'")  # fmt: skip
    assert rows == [("C-QUALIF", "2026-05-03", "2026-05-05", "2026-05-06", "2026-05-05", "code")]


def test_a_client_that_moved_stays_with_the_first_partner_until_its_last_day(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rows = ask(con, "select partner_id, attributed_from::varchar, attributed_to::varchar"
                    " from publish.pub_portal__clients where client_ref = 'C-MOVES'"
                    " order by partner_id")  # fmt: skip
    assert rows == [("P0", "2026-05-03", "2026-05-31"), ("P1", "2026-06-01", "9999-12-31")]


def test_what_is_lacking_is_said_for_own_clients_that_have_not_qualified(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rows = ask(con, "select client_ref, metric, threshold::integer, value::integer, is_met,"
                    " until_on::varchar from publish.pub_portal__client_conditions"
                    " where partner_id = 'P0' order by client_ref")  # fmt: skip
    assert rows == [
        ("C-IDLE", "first_deposit", 20, 0, False, "2026-05-13"),
        ("C-TOOSHO", "first_deposit", 20, 5, False, "2026-05-13"),
    ]


def test_regression_a_cpa_by_steps_is_listed_once_with_its_first_step(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """Regression: each condition stood there once a step."""
    rows = ask(con, "select client_ref, position, metric, threshold::integer from"
                    " publish.pub_portal__client_conditions where partner_id = 'P1'")  # fmt: skip
    assert rows == [("C-STEPS", 0, "highest_net_deposits", 50)]
