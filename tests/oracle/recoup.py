"""`recoup`: a CPA as an advance on the revenue share (COMMISSIONS, "Hybrid")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tests.oracle.bases import Account
from tests.oracle.facts import Period
from tests.oracle.lines import Line
from tests.oracle.spec import Component

Taken = dict[Account, Decimal]


def recouped(
    lines: Sequence[Line],
    component: Component,
    period: Period,
    amounts: Mapping[Account, Decimal],
    taken: Taken,
) -> Decimal:
    """What is left to pay of the accounts' commissions; `taken` remembers what was recouped.

    "A positive commission of the share first reduces the open advance; the rest is paid. The open
    advance carries without limit beside negative carryover and does not touch it."
    """
    rule = component.get("recoup")
    if rule is None:
        return sum(amounts.values(), Decimal(0))
    if rule.get("per") == "client":
        return sum(
            (
                _rest(_advance(lines, component, period, account), account, amount, taken)
                for account, amount in amounts.items()
            ),
            Decimal(0),
        )
    advance = _advance(lines, component, period, None)
    return _rest(advance, (), sum(amounts.values(), Decimal(0)), taken)


def _rest(advance: Decimal, account: Account, amount: Decimal, taken: Taken) -> Decimal:
    still_open = max(Decimal(0), advance - taken.get(account, Decimal(0)))
    used = min(still_open, max(Decimal(0), amount))
    taken[account] = taken.get(account, Decimal(0)) + used
    return amount - used


def _advance(
    lines: Sequence[Line], component: Component, period: Period, account: Account | None
) -> Decimal:
    """ "Every CPA line of the deal qualified up to the period's end and not reversed, in hold or
    not"; RULINGS: "level 0, after caps, not reversed and not locked; a released line counts from
    the period that releases it"."""
    return sum(
        (
            line.exact
            for line in lines
            if (line.deal_id, line.component_id)
            == (component.deal.deal_id, component.get("recoup")["from"])
            and line.level == 0
            and line.kind in ("earned", "released")
            and line.state != "locked"
            and line.event_on <= period.last
            and (account is None or line.client_id == account[0])
        ),
        Decimal(0),
    )
