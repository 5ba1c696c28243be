"""What a partner asks to be paid, when it wants to be asked, and the invoices it sends."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from portal.partners.models import Partner, Program
from portal.payouts.models.payments import Payment

SCHEDULES = ("automatic", "on_request")
INVOICE_STATES = ("received", "accepted", "refused", "withdrawn")


class PayoutSchedule(models.Model):
    """When a partner is paid. Without a row: automatically, whatever is available."""

    partner = models.OneToOneField(Partner, models.PROTECT, related_name="payout_schedule")
    pays = models.CharField(max_length=10, choices=[(s, s) for s in SCHEDULES])
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.partner}: {self.pays}"


class PayoutRequest(models.Model):
    """The wish to be paid an amount of one balance with the next batch.

    It reserves nothing: the freeze does, and names the payment here. What became of it from then on
    is the payment's state (`portal.payouts.requests`), kept in one place.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="payout_requests")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="payout_requests")
    request_id = models.CharField(max_length=20)
    currency_code = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ("requested", "taken", "cancelled")]
    )
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, related_name="request"
    )
    # Why the last freeze could not pay it; it waits for the next one.
    waits_for = models.CharField(max_length=30, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.UniqueConstraint("program", "request_id", name="payout_request_id_once"),
            models.UniqueConstraint(
                fields=("partner", "currency_code"),
                condition=Q(state="requested"),
                name="one_open_request_of_a_balance",
            ),
            models.CheckConstraint(name="request_above_zero", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="request_taken_with_its_payment",
                condition=Q(state="taken", payment__isnull=False)
                | (~Q(state="taken") & Q(payment__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.request_id}"


class Invoice(models.Model):
    """A partner's own invoice for one closed statement. The file lies outside the web root.

    A number is taken once, a statement is invoiced once; what was refused or withdrawn frees both.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="invoices")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=40)
    issued_on = models.DateField()
    # The statement that it is for, as the ledger knows it.
    calendar_id = models.CharField(max_length=12)
    period_id = models.CharField(max_length=10)
    currency_code = models.CharField(max_length=3)
    statement_minor = models.BigIntegerField()
    # What the invoice says, before tax.
    amount_minor = models.BigIntegerField()
    file_name = models.CharField(max_length=100)
    file_size = models.PositiveIntegerField()
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=[(s, s) for s in INVOICE_STATES])
    reason = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                "partner",
                Upper("number"),
                condition=Q(state__in=("received", "accepted")),
                name="invoice_number_once",
            ),
            models.UniqueConstraint(
                fields=("partner", "calendar_id", "period_id", "currency_code"),
                condition=Q(state__in=("received", "accepted")),
                name="one_invoice_of_a_statement",
            ),
            models.CheckConstraint(name="invoice_above_zero", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="invoice_refused_with_a_reason", condition=~Q(state="refused", reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner} {self.number}"
