"""A payout batch: its state, the ledger heads it was read at, what it did not pay, its files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.partners.models import Partner, Program

STATES = (
    "drafted",
    "frozen",
    "submitted",
    "approved",
    "exported",
    "accepted",
    "rejected",
    "settled",
    "returned",
    "recalled",
)


class PayoutBatch(models.Model):
    """One freeze of a program on one day. `digest` covers all that is decided about."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="batches")
    # "larkspur/2026-12-04"; a second one of a day, after the first was recalled, ends in "-2".
    batch_id = models.CharField(max_length=60, unique=True)
    paid_on = models.DateField()
    attempt_no = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES])
    digest = models.CharField(max_length=64)
    # In the program's currency at the freeze day's rates: decides how many checkers it takes.
    value_minor = models.BigIntegerField(default=0)
    checkers_required = models.PositiveSmallIntegerField(default=1)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=150)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    exported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("program", "-paid_on", "-attempt_no")
        constraints = (
            models.UniqueConstraint(
                "program", "paid_on", "attempt_no", name="batch_attempt_once_a_day"
            ),
            models.UniqueConstraint(
                fields=("program", "paid_on"),
                condition=~Q(state="recalled"),
                name="one_living_batch_a_day",
            ),
            models.CheckConstraint(
                name="batch_has_a_maker_once_submitted",
                condition=Q(state__in=("drafted", "frozen", "recalled"))
                | Q(submitted_by__isnull=False)
                | Q(value_minor=0),
            ),
            models.CheckConstraint(
                name="batch_checkers_one_or_two", condition=Q(checkers_required__in=(1, 2))
            ),
        )

    def __str__(self) -> str:
        return self.batch_id

    @property
    def batch_key(self) -> str:
        """The asset partition of the Dagster UI: the batch and its digest's first 12 characters."""
        return f"{self.batch_id}@{self.digest[:12]}"

    @property
    def day_name(self) -> str:
        return self.batch_id.partition("/")[2]


class BatchHead(models.Model):
    """The ledger head of one calendar that the batch was read at."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="heads")
    calendar_id = models.CharField(max_length=12)
    period_id = models.CharField(max_length=10)
    segment_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("batch", "calendar_id")
        constraints = (
            models.UniqueConstraint("batch", "calendar_id", name="one_head_of_a_calendar"),
        )

    def __str__(self) -> str:
        return f"{self.batch}: {self.calendar_id}/{self.period_id}"


class CarryLine(models.Model):
    """What a partner was not paid, and why: carried (stays available) or held (under review)."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="carry_lines")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="carry_lines")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in ("carried", "held")])
    currency_code = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    reason_code = models.CharField(max_length=30)
    # What the reason's sentence needs: minor units, dates and ids, as JSON.
    operands = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("batch", "kind", "partner", "currency_code", "reason_code")
        constraints = (
            models.UniqueConstraint(
                "batch",
                "partner",
                "currency_code",
                "kind",
                "reason_code",
                name="carry_line_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch}: {self.partner} {self.reason_code}"


class BatchFile(models.Model):
    """A file that was made of a batch: the same bytes for ever, and their hash."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    currency_code = models.CharField(max_length=3)
    payment_count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("batch", "name")
        constraints = (models.UniqueConstraint("batch", "name", name="batch_file_once"),)

    def __str__(self) -> str:
        return f"{self.batch}: {self.name}"
