"""Reading payouts; nothing here writes. `_for_user` shows a person its own only."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.selectors import partner_filter
from portal.payouts.models import (
    CarryLine,
    Invoice,
    Payment,
    PayoutBatch,
    PayoutMethod,
    PayoutRequest,
    PayoutSchedule,
    Reservation,
)

FINANCE_READERS = (
    "finance_maker",
    "finance_checker",
    "manager",
    "compliance",
    "administrator",
)


def batch_get(batch_id: str, *, lock: bool = False) -> PayoutBatch:
    """The batch, by id or by the key of its Dagster partition. Raises DomainError."""
    name = batch_id.partition("@")[0]
    found = PayoutBatch.objects.select_for_update() if lock else PayoutBatch.objects
    try:
        return found.get(batch_id=name)
    except PayoutBatch.DoesNotExist:
        raise DomainError(
            "not_found",
            _("there is no batch %(name)r; list them with `openbook payout list`") % {"name": name},
        ) from None


def batches_list(program_id: str | None = None) -> QuerySet[PayoutBatch]:
    """All batches, the latest first, of one program or of all."""
    found = PayoutBatch.objects.select_related("program", "submitted_by")
    if program_id:
        found = found.filter(program_id=program_id)
    return found.order_by("-paid_on", "-attempt_no", "program_id")


def batches_for_user(user: User) -> QuerySet[PayoutBatch]:
    """Batches of programs in which the person is staff."""
    return batches_list().filter(program_id__in=standing_get(user).programs())


def payments_for_user(user: User) -> QuerySet[Payment]:
    """Payments of the person's partners, and all of programs where the person is staff."""
    found = Payment.objects.filter(partner_filter(user, "partner__"))
    return found.select_related("partner", "batch", "method")


def reservations_for_user(user: User) -> QuerySet[Reservation]:
    """Living reservations of the person's partners (staff: of their programs)."""
    found = Reservation.objects.filter(partner_filter(user, "partner__"), ended_at=None)
    return found.select_related("partner", "payment")


def methods_for_user(user: User) -> QuerySet[PayoutMethod]:
    """Payout methods of the person's partners (staff: of their programs)."""
    found = PayoutMethod.objects.filter(partner_filter(user, "partner__"))
    return found.select_related("partner")


def carry_lines_for_user(user: User) -> QuerySet[CarryLine]:
    """What the person's partners (staff: those of their programs) were not paid, and why."""
    found = CarryLine.objects.filter(partner_filter(user, "partner__"))
    return found.select_related("partner", "batch")


def method_of(partner: Partner) -> PayoutMethod | None:
    """Where the partner's money goes: the account in force, or the one that still cools off."""
    return PayoutMethod.objects.filter(partner=partner, state="active").first()


def requests_of(partner: Partner) -> QuerySet[PayoutRequest]:
    """A partner's payment requests with payment and batch, the latest first."""
    found = PayoutRequest.objects.filter(partner=partner)
    return found.select_related("payment__batch", "requested_by")


def invoices_of(partner: Partner) -> QuerySet[Invoice]:
    """A partner's invoices, the latest first."""
    return Invoice.objects.filter(partner=partner).select_related("sent_by")


def invoices_for_user(user: User) -> QuerySet[Invoice]:
    """Invoices of the person's partners (staff: of their programs)."""
    found = Invoice.objects.filter(partner_filter(user, "partner__"))
    return found.select_related("partner", "sent_by", "decided_by")


def reserved_of(partner: Partner) -> dict[str, tuple[int, int]]:
    """Living reservations by currency, minor units: what is in payment, and what was settled."""
    found: dict[str, tuple[int, int]] = {}
    living = Reservation.objects.filter(partner=partner, ended_at=None).order_by()
    rows = living.values_list("currency_code", "payment__state", "amount_minor")
    for currency, state, minor in rows:
        moving, settled = found.get(currency, (0, 0))
        if state == "settled":
            found[currency] = (moving, settled + minor)
        else:
            found[currency] = (moving + minor, settled)
    return found


def schedule_of(partner: Partner) -> str:
    """When the partner is paid: automatic or on_request."""
    found = PayoutSchedule.objects.filter(partner=partner).first()
    return found.pays if found else "automatic"
