"""Ledger heads, the commit points of closes, and manual adjustments that wait for one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.deals.models import Deal
from portal.partners.models import Partner, Program


class LedgerHead(models.Model):
    """One sealed segment of the chain of a program's calendar.

    The row is the commit point of a close: a segment file that no row names is rubbish.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="ledger_heads")
    calendar_id = models.CharField(max_length=12)
    period_id = models.CharField(max_length=10)
    segment_sha256 = models.CharField(max_length=64)
    # Empty for the first of a chain.
    previous_sha256 = models.CharField(max_length=64, blank=True)
    row_count = models.PositiveBigIntegerField()
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=150)

    class Meta:
        ordering = ("program", "calendar_id", "period_id")
        constraints = (
            models.UniqueConstraint("program", "calendar_id", "period_id", name="closed_once"),
            models.UniqueConstraint(
                "program", "calendar_id", "previous_sha256", name="chain_without_fork"
            ),
            models.CheckConstraint(
                name="segment_is_not_its_own_previous",
                condition=~Q(segment_sha256=F("previous_sha256")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.calendar_id}/{self.period_id}"


class ManualAdjustment(models.Model):
    """An amount that a person books, plus or minus, after another person's approval."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="adjustments")
    adjustment_id = models.CharField(max_length=20)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="adjustments")
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="adjustments")
    currency_code = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    origin_period_id = models.CharField(max_length=10)
    reason = models.CharField(max_length=500)
    evidence = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    booked_period_id = models.CharField(max_length=10, blank=True)
    booked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("program", "adjustment_id")
        constraints = (
            models.UniqueConstraint("program", "adjustment_id", name="adjustment_id_once"),
            models.CheckConstraint(
                name="adjustment_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("author")),
            ),
            models.CheckConstraint(
                name="adjustment_approved_with_a_moment",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="adjustment_decided_once",
                condition=Q(approved_by=None) | Q(refused_by=None),
            ),
            models.CheckConstraint(
                name="adjustment_booked_only_when_approved",
                condition=Q(booked_period_id="") | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(name="adjustment_not_zero", condition=~Q(amount_minor=0)),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.adjustment_id}"


class StatementAcceptance(models.Model):
    """A person accepted a closed statement for its partner, as its digest said. Append-only."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="accepted_statements")
    calendar_id = models.CharField(max_length=12)
    period_id = models.CharField(max_length=10)
    currency_code = models.CharField(max_length=3)
    digest = models.CharField(max_length=64)
    total_minor = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                "partner",
                "calendar_id",
                "period_id",
                "currency_code",
                name="statement_accepted_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner} {self.calendar_id}/{self.period_id}/{self.currency_code}"
