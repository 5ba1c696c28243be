"""Ending payments: what was reserved for them goes back to the balance."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from portal.payouts.models import Payment, Reservation
from portal.payouts.services.requests import requests_reopen


def payments_end(payments: QuerySet[Payment], state: str, now: datetime, reason_code: str) -> int:
    """Set `payments` to `state` (rejected, returned, recalled) and end their reservations.

    Called inside the transaction of the deed. Returns how many ended.
    """
    ended = list(payments.select_related("program"))
    Reservation.objects.filter(payment__in=ended, ended_at=None).update(
        ended_at=now, ended_reason=reason_code
    )
    for payment in ended:
        payment.state, payment.reason_code = state, reason_code
        payment.state_on = now.astimezone(ZoneInfo(payment.program.time_zone)).date()
        payment.save(update_fields=["state", "reason_code", "state_on"])
    if state == "recalled":
        requests_reopen(ended)
    return len(ended)
