"""Worked examples of COMMISSIONS about shares of sales: a program each."""

from __future__ import annotations

from tests.fixtures.warehouse_program import Program


def _one_partner(program_id: str, **deal: object) -> Program:
    program = Program(program_id)
    program.partner("P0")
    program.deal("P0", "sale_share", **deal)
    program.client("c1", "P0")
    return program


def refund() -> Program:
    """Sale 200 in March at 10 %, refund 50 in May; another one refunded whole."""
    program = _one_partner("refund", rate="0.10")
    program.conversion("sale", "s1", "c1", "2026-03-10 10:00:00", 200)
    program.conversion("refund", "r1", "c1", "2026-05-02 10:00:00", 50, refunds="s1")
    program.conversion("sale", "s2", "c1", "2026-03-11 10:00:00", 80)
    program.conversion("refund", "r2", "c1", "2026-03-12 10:00:00", 80, refunds="s2")
    return program


def first_sales() -> Program:
    """`first`: a refunded sale stays the first one."""
    program = _one_partner("first_sales", rate="0.10", sales_kind="first")
    program.conversion("sale", "s1", "c1", "2026-03-10 10:00:00", 100)
    program.conversion("refund", "r1", "c1", "2026-03-11 10:00:00", 100, refunds="s1")
    program.conversion("sale", "s2", "c1", "2026-03-12 10:00:00", 100)
    return program


def within_months() -> Program:
    """First sale 31 August 2026, 1 month: September has no 31st, so 29 September is the last."""
    program = _one_partner("within_months", rate="0.10", sales_kind="within_months", sales_n=1)
    program.conversion("sale", "first", "c1", "2026-08-31 10:00:00", 100)
    program.conversion("sale", "last", "c1", "2026-09-29 23:00:00", 100)
    program.conversion("sale", "late", "c1", "2026-09-30 01:00:00", 100)
    return program


def products() -> Program:
    program = _one_partner(
        "products",
        rates=[{"product": "challenge", "rate": "0.15"}, {"product": "add_on", "rate": "0.10"}],
        filters=[("excluded_product", "reset")],
    )
    for product in ("challenge", "add_on", "reset", "course"):
        program.conversion("sale", product, "c1", "2026-03-10 10:00:00", 100, product=product)
    return program


def event_tiers() -> Program:
    """6 % from 0, 9 % from 80, one sale of 90: slab 8.10, marginal 4.80 + 0.90 = 5.70."""
    program = Program("event_tiers")
    for kind in ("slab", "marginal"):
        program.partner(f"P-{kind}")
        program.deal(f"P-{kind}", "sale_share", steps=[(0, "0.06"), (80, "0.09")],
                     tier_kind=kind, tier_metric="event")  # fmt: skip
        program.client(f"c-{kind}", f"P-{kind}")
        program.conversion("sale", kind, f"c-{kind}", "2026-03-10 10:00:00", 90)
    return program


def exchange() -> Program:
    """Rates strictly before the day, at most 7 days old; a cent currency through its parity."""
    program = _one_partner("exchange", rate="0.10")
    program.rate("2026-03-06", "USD", "1.25")
    program.rate("2026-03-10", "USD", "1.60")
    program.conversion("sale", "before", "c1", "2026-03-10 10:00:00", 100, currency_code="USD")
    program.conversion("sale", "after", "c1", "2026-03-11 10:00:00", 100, currency_code="USD")
    program.conversion("sale", "cents", "c1", "2026-03-11 10:00:00", 16000, currency_code="USC")
    program.conversion("sale", "old", "c1", "2026-03-18 10:00:00", 100, currency_code="USD")
    program.conversion("sale", "seventh", "c1", "2026-03-17 10:00:00", 100, currency_code="USD")
    return program


def programs() -> list[Program]:
    return [refund(), first_sales(), within_months(), products(), event_tiers(), exchange()]
