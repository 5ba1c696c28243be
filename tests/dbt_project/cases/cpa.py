"""Worked examples of COMMISSIONS about CPAs: a program each."""

from __future__ import annotations

from tests.fixtures.warehouse_program import Program


def _cpa(program_id: str, conditions: list[dict[str, object]], **deal: object) -> Program:
    program = Program(program_id)
    program.partner("P0")
    program.deal("P0", "cpa", rate=40, conditions=conditions, **deal)
    return program


def _register(program: Program, client: str, at: str, **more: object) -> None:
    program.conversion("registration", f"reg-{client}", client, at, partner_code="code-P0", **more)


def window() -> Program:
    """n = 10, anchor 3 May 18:00: 13 May 23:00 counts, 14 May 01:00 does not."""
    program = _cpa("window", [{"metric": "first_deposit", "at_least": 20, "within_days": 10,
                               "anchor": "registration"}], hold_days=14)  # fmt: skip
    for client, at, amount in (
        ("in-time", "2026-05-13 23:00:00", 20),
        ("late", "2026-05-14 01:00:00", 20),
        ("too-small", "2026-05-04 01:00:00", "19.99"),
    ):
        _register(program, client, "2026-05-03 18:00:00")
        program.conversion("deposit", f"d-{client}", client, at, amount)
    return program


def exchange() -> Program:
    """At least 90 EUR: two deposits of 50 USD at rates 1.00 and 1.25 are 50 + 40 = 90."""
    program = _cpa("cpa_exchange", [{"metric": "total_deposits", "at_least": 90}])
    program.rate("2026-05-01", "USD", "1.00")
    program.rate("2026-05-05", "USD", "1.25")
    _register(program, "c1", "2026-05-01 10:00:00")
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 50, currency_code="USD")
    program.conversion("deposit", "d2", "c1", "2026-05-06 10:00:00", 50, currency_code="USD")
    return program


def multiple() -> Program:
    """Wagered at least 5 x the first deposit; facts before the anchor count."""
    program = _cpa("multiple", [
        {"metric": "first_deposit", "at_least": 10},
        {"metric": "wagered", "at_least": 5, "multiple_of": "first_deposit"},
    ])  # fmt: skip
    for client, stakes in (("enough", 60), ("short", "59.99")):
        _register(program, client, "2026-05-01 10:00:00")
        program.conversion("deposit", f"d-{client}", client, "2026-05-02 10:00:00", 20)
        program.activity(client, "2026-05-03", stakes=40)
        program.activity(client, "2026-05-04", stakes=stakes)
    return program


def charged_back() -> Program:
    """A charged-back deposit is as if it had never been; a withdrawal later undoes nothing."""
    program = _cpa("charged_back", [{"metric": "net_deposits", "at_least": 50}])
    for client in ("back", "withdrawn"):
        _register(program, client, "2026-05-01 10:00:00")
        program.conversion("deposit", f"d-{client}", client, "2026-05-02 10:00:00", 50)
    program.conversion("chargeback", "cb", "back", "2026-06-02 10:00:00", 50, refunds="d-back")
    program.conversion("withdrawal", "w", "withdrawn", "2026-05-03 10:00:00", 50)
    return program


def once() -> Program:
    """A client that moves is paid for once; the partner of the qualifying day is paid."""
    program = _cpa("once", [{"metric": "first_deposit", "at_least": 20}])
    program.partner("P1")
    program.deal("P1", "cpa", rate=70, conditions=[{"metric": "total_deposits", "at_least": 20}])
    _register(program, "c1", "2026-05-01 10:00:00")
    program.client("c1", "P1", since="2026-05-10")
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 20)
    program.conversion("deposit", "d2", "c1", "2026-05-12 10:00:00", 20)
    _register(program, "c2", "2026-05-01 10:00:00")
    program.client("c2", "P1", since="2026-05-10")
    program.conversion("deposit", "d3", "c2", "2026-05-12 10:00:00", 20)
    return program


def at_registration() -> Program:
    """`cpa_partner: registration`: the partner of registration, whoever has the client now."""
    program = _cpa("at_registration", [{"metric": "first_deposit", "at_least": 20}],
                   cpa_partner="registration")  # fmt: skip
    program.partner("P1")
    _register(program, "c1", "2026-05-01 10:00:00")
    program.client("c1", "P1", since="2026-05-10")
    program.conversion("deposit", "d1", "c1", "2026-05-12 10:00:00", 20)
    return program


def rejected() -> Program:
    """A client rejected from its first day qualifies for nothing."""
    program = _cpa("rejected", [{"metric": "first_deposit", "at_least": 20}])
    _register(program, "c1", "2026-05-01 10:00:00")
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 20)
    program.review("client", "c1", "rejected")
    return program


def programs() -> list[Program]:
    return [window(), exchange(), multiple(), charged_back(), once(), at_registration(),
            rejected()]  # fmt: skip
