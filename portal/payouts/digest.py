"""What a batch's digest covers: every payment, account, rate and reason. Any change shows."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from portal.payouts.models import CarryLine, Payment, PayoutBatch


def batch_digest(batch: PayoutBatch) -> str:
    """SHA-256 over the batch as it stands in the database now.

    A payment's account counts with its present state: a bank detail that is replaced after the
    freeze makes another digest, and with it every approval void.
    """
    payments = batch.payments.select_related("partner", "method").order_by("end_to_end_id")
    carried = batch.carry_lines.select_related("partner").order_by(
        "partner__partner_id", "currency_code", "kind", "reason_code"
    )
    content = {
        "format": "openbook-batch-1",
        "batch_id": batch.batch_id,
        "program_id": batch.program_id,
        "paid_on": batch.paid_on.isoformat(),
        "checkers_required": batch.checkers_required,
        "heads": [
            [head.calendar_id, head.period_id, head.segment_sha256]
            for head in batch.heads.order_by("calendar_id")
        ],
        "payments": [_payment(payment) for payment in payments],
        "not_paid": [_carried(line) for line in carried],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _payment(payment: Payment) -> dict[str, Any]:
    method = payment.method
    return {
        "end_to_end_id": payment.end_to_end_id,
        "partner_id": payment.partner.partner_id,
        "amount": [payment.currency_code, payment.amount_minor],
        "payout": [payment.payout_currency_code, payment.payout_minor],
        "fx": [
            f"{payment.fx_rate:.12f}",
            payment.fx_on.isoformat() if payment.fx_on else None,
            payment.fx_source,
        ],
        "account": [method.kind, method.account_hash, method.holder_name, method.bic],
        "address": [method.town, method.country],
        "account_is_current": method.state == "active",
        "is_held": payment.state == "held",
    }


def _carried(line: CarryLine) -> list[Any]:
    return [
        line.partner.partner_id,
        line.kind,
        line.currency_code,
        line.amount_minor,
        line.reason_code,
        line.operands,
    ]
