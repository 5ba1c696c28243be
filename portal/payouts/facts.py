"""A batch in full, as plain facts: what the review page, the command line and Dagster tell.

Amounts are minor units beside their currency; days and moments are ISO text. Reads only.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum

from portal.payouts.checks import checks_of
from portal.payouts.comparison import compare
from portal.payouts.digest import batch_digest
from portal.payouts.models import PayoutBatch
from portal.payouts.policy import objections_of

Facts = dict[str, Any]


def batch_summary(batch: PayoutBatch) -> Facts:
    """One line about a batch: who, when, how much, how far."""
    return {
        "batch_id": batch.batch_id,
        "key": batch.batch_key,
        "program_id": batch.program_id,
        "paid_on": batch.paid_on.isoformat(),
        "state": batch.state,
        "digest": batch.digest,
        "value_minor": batch.value_minor,
        "currency_code": batch.program.currency_code,
        "payment_count": batch.payments.count(),
        "not_paid_count": batch.carry_lines.count(),
        "checkers_required": batch.checkers_required,
    }


def batch_facts(batch: PayoutBatch) -> Facts:
    """Everything that somebody who decides about the batch reads."""
    comparison = compare(batch)
    return {
        **batch_summary(batch),
        "program_name": batch.program.name,
        "digest_now": batch_digest(batch),
        "frozen_at": batch.frozen_at.isoformat(),
        "frozen_by": batch.frozen_by,
        "submitted_by": batch.submitted_by.get_username() if batch.submitted_by else None,
        "submitted_at": _moment(batch.submitted_at),
        "approvals": [
            {"person": approval.person.get_username(), "at": approval.approved_at.isoformat()}
            for approval in batch.approvals.filter(voided_at=None).select_related("person")
        ],
        "approved_at": _moment(batch.approved_at),
        "exported_at": _moment(batch.exported_at),
        "heads": {head.calendar_id: head.segment_sha256 for head in batch.heads.all()},
        "head_periods": {head.calendar_id: head.period_id for head in batch.heads.all()},
        "leaves": _leaves(batch),
        "totals": _totals(batch),
        "payments": [_payment(p, comparison) for p in comparison.payments],
        "not_paid": _not_paid(batch),
        "previous_batch": comparison.previous_id,
        "previous_sum": comparison.previous_sum,
        "movers": comparison.movers,
        "new_payees": comparison.new_payees,
        "changed_accounts": comparison.changed_accounts,
        "absent": comparison.absent,
        "checks": checks_of(batch),
        "objections": [vars(objection) for objection in objections_of(batch)],
        "files": [
            {
                "name": file.name,
                "sha256": file.sha256,
                "payment_count": file.payment_count,
                "total_minor": file.total_minor,
                "currency_code": file.currency_code,
            }
            for file in batch.files.all()
        ],
    }


def _leaves(batch: PayoutBatch) -> list[Facts]:
    """What leaves balances, by the balances' currency, the largest first."""
    rows = batch.payments.order_by().values("currency_code")
    summed: list[Facts] = [
        dict(row) for row in rows.annotate(amount_minor=Sum("amount_minor"), count=Count("pk"))
    ]
    return sorted(summed, key=lambda row: (-row["amount_minor"], row["currency_code"]))


def _totals(batch: PayoutBatch) -> list[Facts]:
    """What is sent, by currency of the balance and of the payout, with the one rate of each."""
    keys = ("payout_currency_code", "currency_code", "fx_rate", "fx_on", "fx_source")
    rows = batch.payments.order_by().values(*keys)
    summed = rows.annotate(
        amount_minor=Sum("amount_minor"), payout_minor=Sum("payout_minor"), count=Count("pk")
    )
    return [
        {
            **row,
            "fx_rate": f"{row['fx_rate']:.12f}",
            "fx_on": row["fx_on"].isoformat() if row["fx_on"] else None,
        }
        for row in sorted(summed, key=lambda row: (row["payout_currency_code"], -row["count"]))
    ]


def _payment(payment: Any, comparison: Any) -> Facts:
    return {
        "end_to_end_id": payment.end_to_end_id,
        "partner_id": payment.partner.partner_id,
        "partner_name": payment.partner.name,
        "account": payment.method.masked,
        "currency_code": payment.currency_code,
        "amount_minor": payment.amount_minor,
        "payout_currency_code": payment.payout_currency_code,
        "payout_minor": payment.payout_minor,
        "state": payment.state,
        "state_on": payment.state_on.isoformat(),
        "reason_code": payment.reason_code,
        "before_minor": comparison.before_minor(payment),
        "since": comparison.since(payment),
    }


def _not_paid(batch: PayoutBatch) -> list[Facts]:
    return [
        {
            "partner_id": line.partner.partner_id,
            "partner_name": line.partner.name,
            "kind": line.kind,
            "currency_code": line.currency_code,
            "amount_minor": line.amount_minor,
            "reason_code": line.reason_code.partition(":")[0],
            "operands": line.operands,
        }
        for line in batch.carry_lines.select_related("partner")
    ]


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
