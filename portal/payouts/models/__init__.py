"""Models of payouts: methods, batches, what is in them, and who approved."""

from portal.payouts.models.approvals import Approval, ApprovalToken, TokenTry
from portal.payouts.models.batches import BatchFile, BatchHead, CarryLine, PayoutBatch
from portal.payouts.models.methods import PayoutMethod
from portal.payouts.models.payments import Payment, PaymentAnswer, Reservation
from portal.payouts.models.requests import Invoice, PayoutRequest, PayoutSchedule

__all__ = [
    "Approval",
    "ApprovalToken",
    "BatchFile",
    "BatchHead",
    "CarryLine",
    "Invoice",
    "Payment",
    "PaymentAnswer",
    "PayoutBatch",
    "PayoutMethod",
    "PayoutRequest",
    "PayoutSchedule",
    "Reservation",
    "TokenTry",
]
