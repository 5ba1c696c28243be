"""Where a payment request is: its own state until the freeze, its payment's from then on. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from portal.payouts.models import PayoutRequest

STATUSES = (
    "requested",
    "in_batch",
    "approved",
    "sent",
    "settled",
    "returned",
    "rejected",
    "cancelled",
)


@dataclass(frozen=True)
class RequestStatus:
    """One of STATUSES, with the code of what stands in the way or why it came back."""

    status: str
    reason_code: str = ""


def status_of(request: PayoutRequest) -> RequestStatus:
    """The status that people and programs read; `payment` and its batch are to be loaded."""
    if request.state == "cancelled":
        return RequestStatus("cancelled")
    payment = request.payment
    if payment is None:
        return RequestStatus("requested", request.waits_for)
    if payment.state in ("frozen", "held"):
        is_approved = payment.state == "frozen" and payment.batch.state == "approved"
        return RequestStatus("approved" if is_approved else "in_batch", payment.reason_code)
    if payment.state in ("exported", "accepted"):
        return RequestStatus("sent")
    if payment.state == "recalled":
        return RequestStatus("rejected", payment.reason_code)
    return RequestStatus(payment.state, payment.reason_code)
