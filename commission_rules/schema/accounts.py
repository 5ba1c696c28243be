"""What the account that is carried asks of a base and its deductions (COMMISSIONS, "Carryover")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commission_rules.schema.component import Problem
from commission_rules.schema.parts.period import Carryover, Deduction

OF_MONEY = ("deposits", "withdrawals")


def account_problems(
    base: tuple[str, str], carryover: Carryover, deductions: Sequence[Deduction]
) -> Iterator[Problem]:
    """Yield what does not fit; `base` is the key that names the base, and its word.

    A record is one row of activity, and is never carried; a percentage of money in or out belongs
    to no product and no row (RULINGS, Carryover).
    """
    key, word = base
    scope = carryover.scope
    if scope == "record" and carryover.policy != "none":
        yield Problem(
            ("carryover", "policy"),
            "a record's negative is never carried",
            "write policy: none with scope: record",
        )
    if scope == "record" and word in ("net_deposits", "net_sales"):
        yield Problem(
            (key,),
            f"{word} are no part of a row of activity, and with scope record each row stands alone",
            "write scope: client or deal, or take another base",
        )
    codes = [deduction.code for deduction in deductions]
    for index, deduction in enumerate(deductions):
        if deduction.code in codes[:index]:
            yield Problem(
                ("deductions", index, "code"),
                f"{deduction.code} is deducted twice",
                "remove one of the two, or name the second one fees.<name>",
            )
        if scope in ("product", "record") and deduction.of in OF_MONEY:
            yield Problem(
                ("deductions", index, "of"),
                f"a percentage of {deduction.of} has no {scope}",
                "take another base for it, or another carryover scope",
            )
