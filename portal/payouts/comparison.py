"""A batch against the one before it: movers, new payees, changed accounts, who is missing.

Compared in the balances' currency, so that the exchange moves nothing. Reads only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q

from portal.payouts.models import Payment, PayoutBatch

MOVERS = 5


@dataclass
class Comparison:
    """What changed; amounts are minor units of `currency_code`."""

    payments: list[Payment]
    previous_id: str | None = None
    # The sum of the batch before and the change, where both batches are in one and the same
    # currency: different currencies are never added.
    previous_sum: dict[str, Any] | None = None
    before: dict[tuple[int, str], int] = field(default_factory=dict)
    # The account that the partner's last payment before this batch went to, by partner.
    last_account: dict[int, Payment] = field(default_factory=dict)
    movers: list[dict[str, Any]] = field(default_factory=list)
    new_payees: list[dict[str, Any]] = field(default_factory=list)
    changed_accounts: list[dict[str, Any]] = field(default_factory=list)
    absent: list[dict[str, Any]] = field(default_factory=list)

    def before_minor(self, payment: Payment) -> int | None:
        """What left the same balance in the batch before, or None."""
        return self.before.get((payment.partner_id, payment.currency_code))

    def since(self, payment: Payment) -> str:
        """`new`, `account_changed` or nothing."""
        last = self.last_account.get(payment.partner_id)
        if last is None:
            return "new"
        is_other = last.method.account_hash != payment.method.account_hash
        return "account_changed" if is_other else ""


def compare(batch: PayoutBatch) -> Comparison:
    """The batch against the last one of its program that was sent before it."""
    payments = list(batch.payments.select_related("partner", "method"))
    previous = (
        PayoutBatch.objects.filter(program_id=batch.program_id, paid_on__lt=batch.paid_on)
        .filter(exported_at__isnull=False)
        .order_by("-paid_on", "-attempt_no")
        .first()
    )
    here = [payment.partner_id for payment in payments]
    earlier = list(
        Payment.objects.filter(program_id=batch.program_id, batch__paid_on__lt=batch.paid_on)
        .filter(Q(partner__in=here) | Q(batch=previous))
        .exclude(state__in=("recalled", "frozen", "held"))
        .select_related("partner", "method", "batch")
        .order_by("batch__paid_on", "pk")
    )
    found = Comparison(payments)
    for payment in earlier:
        found.last_account[payment.partner_id] = payment
    if previous is not None:
        found.previous_id = previous.batch_id
        sent = [payment for payment in earlier if payment.batch_id == previous.pk]
        found.before = {(p.partner_id, p.currency_code): p.amount_minor for p in sent}
        found.previous_sum = _sum_against(payments, sent)
        found.movers = _movers(payments, found)
        found.absent = _absent(payments, sent)
    for payment in payments:
        since = found.since(payment)
        if since == "new":
            found.new_payees.append(_named(payment, joined_on=payment.partner.joined_on))
        elif since == "account_changed":
            found.changed_accounts.append(
                _named(
                    payment,
                    account=payment.method.masked,
                    was=found.last_account[payment.partner_id].method.masked,
                    changed_at=payment.method.changed_at,
                )
            )
    return found


def _sum_against(payments: list[Payment], sent: list[Payment]) -> dict[str, Any] | None:
    currencies = {payment.currency_code for payment in [*payments, *sent]}
    before = sum(payment.amount_minor for payment in sent)
    if len(currencies) != 1 or not before:
        return None
    change = sum(payment.amount_minor for payment in payments) - before
    return {
        "currency_code": currencies.pop(),
        "amount_minor": before,
        "change_minor": change,
        "percent": _percent(change, before),
        "count": len(sent),
    }


def _percent(change: int, before: int) -> str:
    share = Decimal(100) * change / before
    return str(share.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _movers(payments: list[Payment], found: Comparison) -> list[dict[str, Any]]:
    rows = []
    for payment in payments:
        before = found.before_minor(payment)
        if before is None or before == payment.amount_minor:
            continue
        change = payment.amount_minor - before
        percent = _percent(change, before)
        row = _named(payment, before_minor=before, change_minor=change, percent=percent)
        rows.append(row)
    return sorted(rows, key=lambda row: (-abs(row["change_minor"]), row["partner_id"]))[:MOVERS]


def _absent(payments: list[Payment], sent: list[Payment]) -> list[dict[str, Any]]:
    here = {(payment.partner_id, payment.currency_code) for payment in payments}
    return [_named(p) for p in sent if (p.partner_id, p.currency_code) not in here]


def _named(payment: Payment, **further: Any) -> dict[str, Any]:
    plain = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in further.items()
    }
    return {
        "partner_id": payment.partner.partner_id,
        "partner_name": payment.partner.name,
        "currency_code": payment.currency_code,
        "amount_minor": payment.amount_minor,
        **plain,
    }
