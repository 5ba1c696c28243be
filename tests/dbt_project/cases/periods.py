"""Worked examples of COMMISSIONS about period components, as plans: a program each."""

from __future__ import annotations

from typing import Any

from tests.commission_rules.builders import carryover, revshare, tiers
from tests.dbt_project.agreed import Agreed, Data

NO_CARRY = {"policy": "none", "level": "base", "scope": "deal"}


def share(program_id: str, clients: str = "AB", **component: Any) -> Agreed:
    """One partner P0 with a revenue share, and its clients."""
    program = Agreed(program_id)
    program.partner("P0")
    program.agree("P0", revshare(**{"carryover": NO_CARRY, **component}))
    for client in clients:
        program.client(client, "P0")
    return program


def base(
    program: Agreed, client: str, month: int | str, amount: Any, product: str = "casino"
) -> None:
    """A client's base of a month: stakes if positive, payouts if negative."""
    on = f"2026-{month:02}-10" if isinstance(month, int) else f"{month}-10"
    stakes, payouts = (amount, 0) if amount >= 0 else (0, -amount)
    program.activity(client, on, product=product, stakes=stakes, payouts=payouts)


def facts(found: Any, program_id: str, section: str, period: str, *columns: str) -> list[Any]:
    """Facts of a section beside the lines of a period, in their order."""
    names = ", ".join(columns)
    rows = found.ask(
        f"select {names} from commissions.com_line_facts where program_id = '{program_id}' "
        f"and section = '{section}' and period_id = '{period}' order by position"
    )
    return [tuple(row.values()) for row in rows]


__all__ = ["NO_CARRY", "Agreed", "Data", "base", "carryover", "facts", "revshare", "share", "tiers"]
