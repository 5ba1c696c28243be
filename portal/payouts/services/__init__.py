"""What changes payouts, one module a concern. Each deed is locked, logged and constrained."""

from portal.payouts.services.answers import payment_answer
from portal.payouts.services.closing import close_token_mint, close_token_use
from portal.payouts.services.decisions import (
    batch_approve,
    batch_hold,
    batch_recall,
    batch_reject,
    batch_release,
    batch_submit,
)
from portal.payouts.services.export import batch_export
from portal.payouts.services.freeze import batch_freeze
from portal.payouts.services.invoices import invoice_decide, invoice_send, invoice_withdraw
from portal.payouts.services.methods import method_cancel, method_set
from portal.payouts.services.requests import request_cancel, request_make, schedule_set
from portal.payouts.services.tokens import token_mint, token_withdraw

__all__ = [
    "batch_approve",
    "batch_export",
    "batch_freeze",
    "batch_hold",
    "batch_recall",
    "batch_reject",
    "batch_release",
    "batch_submit",
    "close_token_mint",
    "close_token_use",
    "invoice_decide",
    "invoice_send",
    "invoice_withdraw",
    "method_cancel",
    "method_set",
    "payment_answer",
    "request_cancel",
    "request_make",
    "schedule_set",
    "token_mint",
    "token_withdraw",
]
