"""High-roller fence (COMMISSIONS, "Carryover")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

from tests.oracle.bases import Account, Part
from tests.oracle.money import divided
from tests.oracle.spec import Component, number

ClientOf = tuple[Account, str | None]


@dataclass
class Fenced:
    """What is fenced for each client of an account (a positive number), "without cap or expiry"."""

    amounts: dict[ClientOf, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def fence(component: Component, parts: Sequence[Part], state: Fenced, digits: int) -> None:
    """Take out of the parts what earlier fenced amounts use up, and fence what is too large.

    "Tested per period (on one product if `product` is given) before anything is carried in, after
    each client's positive base has used up what is fenced for that client."
    """
    rule = component.get("fence")
    if rule is None:
        return
    product = rule.get("product")
    seen = [part for part in parts if product is None or part.product == product]
    for account in sorted({part.account for part in seen}, key=str):
        own = [part for part in seen if part.account == account]
        clients = sorted({part.client_id or "" for part in own})
        bases = {c: sum((p.base for p in own if p.client_id == c), Decimal(0)) for c in clients}
        for client in clients:
            used = min(max(bases[client], Decimal(0)), state.amounts[account, client])
            state.amounts[account, client] -= used
            _change(own, client, -used)
            bases[client] -= used
        for client, amount in _to_fence(bases, number(rule["threshold"]), digits).items():
            state.amounts[account, client] += amount
            _change(own, client, amount)


def _change(parts: Sequence[Part], client_id: str, by: Decimal) -> None:
    """Put a change into the client's first part: inside an account only the sum matters."""
    next(part for part in parts if part.client_id == client_id).base += by


def _to_fence(bases: dict[str, Decimal], threshold: Decimal, digits: int) -> dict[str, Decimal]:
    """ "A = sum of the clients' bases. If A < 0, the clients at or below `-threshold` are fenced
    for min(-A, sum of their negatives), shared pro rata to their negatives (cents by largest
    remainder, ties to the smaller client id)." DECISIONS 32: where all of their negatives are
    missing nothing is shared, and each is fenced for its own."""
    total = sum(bases.values(), Decimal(0))
    high = {c: -base for c, base in bases.items() if base <= -threshold and base < 0}
    if total >= 0 or not high:
        return {}
    amount = min(-total, sum(high.values(), Decimal(0)))
    unit, whole = Decimal(1).scaleb(-digits), sum(high.values(), Decimal(0))
    if amount == whole:
        return high
    exact = {c: divided(amount * negative, whole) for c, negative in high.items()}
    cut = {c: (x / unit).to_integral_value(ROUND_FLOOR) * unit for c, x in exact.items()}
    left = amount - sum(cut.values(), Decimal(0))
    for client in sorted(high, key=lambda c: (cut[c] - exact[c], c)):
        more = min(unit, left)
        cut[client] += more
        left -= more
    return cut
