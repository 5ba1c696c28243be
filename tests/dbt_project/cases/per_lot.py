"""Worked examples of COMMISSIONS about lots: a program each."""

from __future__ import annotations

from tests.fixtures.warehouse_program import Program

AT = "2026-03-02 12:00:00"


def _chain(program_id: str, rates: list[object], **component: object) -> Program:
    """P0 under P1 under P2 …, each with a deal at its rate (None: no deal); client c1 of P0."""
    program = Program(program_id, currency="USD")
    program.symbol("EURUSD", "majors")
    for distance, rate in enumerate(rates):
        above = f"P{distance + 1}" if distance + 1 < len(rates) else None
        own = "c-own" if distance == 0 else ""
        program.partner(f"P{distance}", parent=above, own_client_ids=own)
        if rate is not None:
            program.deal(f"P{distance}", "per_lot", rate=rate, algebra="differential", **component)
    program.client("c1", "P0")
    program.account("a-001", "c1")
    return program


def differential() -> Program:
    program = _chain("differential", [6, 8, 8, 11], hold_days=14)
    program.trade("t1", "a-001", 2, AT)
    return program


def no_deal_between() -> Program:
    program = _chain("no_deal_between", [6, None, 8])
    program.trade("t1", "a-001", 2, AT)
    return program


def no_direct_deal() -> Program:
    program = _chain("no_direct_deal", [None, 8, 11])
    program.trade("t1", "a-001", 2, AT)
    return program


def _own_account(mode: str) -> Program:
    program = _chain(f"own_{mode}", [5, 9, 10], depth=2, own_account=mode)
    program.client("c-own", "P0")
    program.account("a-own", "c-own")
    program.trade("stranger", "a-001", 1, AT)
    program.trade("own", "a-own", 1, AT)
    return program


def duration() -> Program:
    program = Program("duration", currency="USD")
    program.partner("P0", parent="P1", joined_on="2026-02-28")
    program.partner("P1")
    for partner, rate in (("P0", 5), ("P1", 7)):
        program.deal(partner, "per_lot", rate=rate, algebra="differential", duration_months=6)
    program.client("c1", "P0")
    program.account("a-001", "c1")
    program.trade("inside", "a-001", 1, "2026-08-27 23:00:00")
    program.trade("after", "a-001", 1, "2026-08-28 01:00:00")
    return program


def rate_table() -> Program:
    """EURUSD 4, majors 3, default 2; XAGUSD counts 0.8; names carry the broker's suffix."""
    program = Program("rate_table", currency="USD")
    program.partner("P0")
    for symbol, group in (("EURUSD", "majors"), ("GBPUSD", "majors"), ("XAUUSD", "metals"),
                          ("XAGUSD", "metals")):  # fmt: skip
        program.symbol(symbol, group)
    aliases = [("GOLD", "XAUUSD", False), ("_", None, True)]
    for native, symbol, is_suffix in aliases:
        program.alias(native, symbol, is_suffix)
    rates = [{"rate": 2}, {"rate": 3, "symbol_group": "majors"},
             {"rate": 4, "symbol": "EURUSD", "specificity": 2}]  # fmt: skip
    program.deal("P0", "per_lot", rates=rates, modifiers=[{"symbol": "XAGUSD", "modifier": "0.8"}],
                 minimum_holding_seconds=60)  # fmt: skip
    program.client("c1", "P0")
    program.account("a-001", "c1")
    for native in ("EURUSD", "GBPUSD_", "GOLD_", "XAGUSD"):
        program.trade(native, "a-001", 1, AT, native_symbol=native)
    program.trade("fast", "a-001", 1, AT, opened_at="2026-03-02 11:59:01")
    program.trade("just-long-enough", "a-001", 1, AT, opened_at="2026-03-02 11:59:00")
    return program


def rounding() -> Program:
    """0.50 a lot, three closes of 0.01: 0.03 by line, 0.02 by period."""
    program = Program("rounding", currency="USD")
    for partner, kind in (("P-line", "line"), ("P-period", "period")):
        program.partner(partner)
        program.deal(partner, "per_lot", rate="0.50", rounding=kind)
        program.client(f"c-{kind}", partner)
        program.account(f"a-{kind}", f"c-{kind}")
        for number in range(3):
            program.trade(f"{kind}-{number}", f"a-{kind}", "0.01", AT)
    return program


def accounts() -> Program:
    """Demo accounts, unknown accounts, unattributed clients and partners without a deal."""
    program = Program("accounts", currency="USD")
    program.partner("P0")
    program.partner("P-demo")
    program.partner("P-none")
    program.deal("P0", "per_lot", rate=5)
    program.deal("P-demo", "per_lot", rate=5, filters=[("account_type", "demo"),
                                                       ("account_type", "live")])  # fmt: skip
    for client, partner in (("c1", "P0"), ("c2", "P-demo"), ("c3", "P-none")):
        program.client(client, partner)
    program.account("a-demo", "c1", "demo")
    program.account("b-demo", "c2", "demo")
    program.account("a-003", "c3")
    program.account("a-004", "c-nobody")
    program.account("a-005", "c1")
    for account in ("a-demo", "b-demo", "a-003", "a-004", "a-unknown"):
        program.trade(account, account, 1, AT)
    program.trade("rejected", "a-005", 1, AT)
    program.review("record", "test:rejected", "rejected")
    program.trade("held", "a-005", 1, AT)
    program.review("record", "test:held", "held")
    return program


def programs() -> list[Program]:
    own = [_own_account(mode) for mode in ("earns", "upline_only", "none")]
    return [differential(), no_deal_between(), no_direct_deal(), *own, duration(), rate_table(),
            rounding(), accounts()]  # fmt: skip
