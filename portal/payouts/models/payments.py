"""Payments, the reservations that hold their money, and what banks answered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from portal.partners.models import Partner, Program
from portal.payouts.models.batches import PayoutBatch
from portal.payouts.models.methods import PayoutMethod

STATES = (
    "frozen",
    "held",
    "exported",
    "accepted",
    "rejected",
    "settled",
    "returned",
    "recalled",
)
# In these states the money has come back to the balance.
ENDED_STATES = ("rejected", "returned", "recalled")


class Payment(models.Model):
    """What leaves one balance in one batch; converted once, into the payout currency."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="payments")
    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="payments")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="payments")
    payment_id = models.CharField(max_length=80, unique=True)
    # Deterministic: made of program, day, partner and currency; at most 35 characters.
    end_to_end_id = models.CharField(max_length=35, unique=True)
    currency_code = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    payout_currency_code = models.CharField(max_length=3)
    payout_minor = models.BigIntegerField()
    fx_rate = models.DecimalField(max_digits=28, decimal_places=12)
    fx_on = models.DateField(null=True, blank=True)
    fx_source = models.CharField(max_length=80, blank=True)
    # In the program's currency at the same day's rates.
    value_minor = models.BigIntegerField()
    method = models.ForeignKey(PayoutMethod, models.PROTECT, related_name="payments")
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES])
    state_on = models.DateField()
    reason_code = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("batch", "-value_minor", "partner", "currency_code")
        constraints = (
            models.UniqueConstraint(
                "batch", "partner", "currency_code", name="one_payment_of_a_balance_in_a_batch"
            ),
            models.CheckConstraint(
                name="payment_above_zero", condition=Q(amount_minor__gt=0, payout_minor__gt=0)
            ),
            models.CheckConstraint(
                name="payment_converted_or_equal",
                condition=Q(fx_on__isnull=False)
                | Q(currency_code=F("payout_currency_code"), amount_minor=F("payout_minor")),
            ),
        )

    def __str__(self) -> str:
        return self.end_to_end_id


class Reservation(models.Model):
    """Money taken out of an available balance for one payment, until that payment fails.

    `sequence_no` counts the reservations of one balance. Two freezes that read the same balance
    would both write the same number, which the constraint refuses: nothing is reserved twice.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="reservations")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="reservations")
    currency_code = models.CharField(max_length=3)
    sequence_no = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    payment = models.OneToOneField(Payment, models.PROTECT, related_name="reservation")
    reserved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("program", "partner", "currency_code", "sequence_no")
        constraints = (
            models.UniqueConstraint(
                "partner", "currency_code", "sequence_no", name="reserved_once"
            ),
            models.CheckConstraint(name="reservation_above_zero", condition=Q(amount_minor__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.partner} {self.currency_code} {self.sequence_no}"


class PaymentAnswer(models.Model):
    """What a bank (or a results file) said about a payment. Append-only; read twice is one row."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="answers")
    state = models.CharField(max_length=10)
    answered_on = models.DateField()
    reason_code = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)
    # False: it came after a later state, and is kept without effect.
    is_applied = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("payment", "pk")
        constraints = (
            models.UniqueConstraint(
                "payment", "state", "answered_on", "reason_code", name="answer_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.payment} {self.state}"
