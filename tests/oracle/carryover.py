"""Negatives that are carried from period to period (COMMISSIONS, "Carryover")."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tests.oracle.bases import Account
from tests.oracle.spec import Component, optional


@dataclass
class Carried:
    """What each account carries: (number of the period it comes from, a negative), oldest first;
    "each period's negative is kept apart"."""

    by_account: dict[Account, list[tuple[int, Decimal]]] = field(default_factory=dict)

    def total(self, account: Account) -> Decimal:
        return sum((amount for _, amount in self.by_account.get(account, ())), Decimal(0))

    def add(self, component: Component, account: Account, period_no: int, own: Decimal) -> None:
        """Take up the period's own base (or commission) of one account, and then write off.

        "The oldest used first. `cap: x`: after every period at most x is carried, the newest is
        cut. `expires_after: n`: usable in the n periods that follow, then written off"; RULINGS:
        "what expires is written off before the cap is applied".
        """
        ages = list(self.by_account.get(account, ()))
        if own < 0:
            ages.append((period_no, own))
        elif own > 0:
            ages = _used_up(ages, own)
        rule = component.get("carryover", {})
        if rule.get("expires_after") is not None:
            ages = [a for a in ages if a[0] + int(rule["expires_after"]) > period_no]
        most = optional(rule.get("cap"))
        if most is not None:
            ages = _cut(ages, most)
        self.by_account[account] = ages


def _used_up(ages: list[tuple[int, Decimal]], positive: Decimal) -> list[tuple[int, Decimal]]:
    rest = []
    for number, negative in ages:
        used = min(positive, -negative)
        positive -= used
        if negative + used < 0:
            rest.append((number, negative + used))
    return rest


def _cut(ages: list[tuple[int, Decimal]], most: Decimal) -> list[tuple[int, Decimal]]:
    kept = []
    for number, negative in ages:
        amount = max(negative, -most)
        most += amount
        if amount < 0:
            kept.append((number, amount))
    return kept
