"""Two programs, three partners, a few facts: small enough to work out every amount by hand.

forex, USD per lot. P-1: 2 lots EURUSD in March at 5.00 (10.00); in April 3 lots EURUSD at 6.00
(18.00) and 1 lot XAUUSD at 4.00 (4.00). P-2: 1 lot XAUUSD in April at 4.00 (4.00).
shop, EUR, 15 % of sales. P-9: 100.00 (15.00) and 33.50 (5.025, rounds to 5.03) in April.
March is closed.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.defs import rules
from pipelines.lib.warehouse import rows
from tests.fixtures.warehouse_program import FOREVER, Program

PLANS = Path(__file__).parent / "plans"
LOT_LINES = "project/models/commissions/lines/com_lines__per_lot.sql"


def write_facts(con: duckdb.DuckDBPyConnection, plans: Path = PLANS) -> None:
    """Fill `raw` with the facts and `terms` with the compiled plans."""
    for program in (_forex(), _shop()):
        program.write(con)
    con.execute(
        "update raw.portal_periods set is_open = false, closed_at = '2026-04-02 00:00:00' "
        "where period_id <= '2026-03'"
    )
    terms, _ = rules.compiled_terms(plans, rows(con, "select * from raw.portal_deals order by all"))
    rules.load(con, terms)


def _deal(program: Program, partner_id: str, plan_id: str) -> None:
    program.rows["raw", "portal_deals"].append(
        {
            "program_id": program.program_id,
            "deal_id": f"D-{partner_id}",
            "deal_version_no": 1,
            "partner_id": partner_id,
            "plan_id": plan_id,
            "currency_code": program.currency,
            "calendar_id": "month",
            "valid_from": "2026-01-01",
            "valid_to": FOREVER,
            "overrides": "{}",
            "recorded_at": "2026-01-01 00:00:00",
        }
    )


def _forex() -> Program:
    program = Program("forex", currency="USD")
    for number, partner_id in enumerate(("P-1", "P-2"), 1):
        program.partner(partner_id)
        _deal(program, partner_id, "ib")
        program.client(f"c{number}", partner_id)
        program.account(f"a-00{number}", f"c{number}")
    program.trade("t1", "a-001", 2, "2026-03-10 12:00:00")
    program.trade("t2", "a-001", 3, "2026-04-10 12:00:00")
    program.trade("t3", "a-001", 1, "2026-04-11 12:00:00", native_symbol="XAUUSD")
    program.trade("t4", "a-002", 1, "2026-04-12 12:00:00", native_symbol="XAUUSD")
    return program


def _shop() -> Program:
    program = Program("shop")
    program.partner("P-9")
    _deal(program, "P-9", "share")
    program.client("c9", "P-9")
    program.conversion("sale", "s1", "c9", "2026-04-03 12:00:00", 100)
    program.conversion("sale", "s2", "c9", "2026-04-04 12:00:00", "33.50")
    return program
