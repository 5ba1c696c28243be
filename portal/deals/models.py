"""Which plan a partner earns by, since when, with what was negotiated."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from portal.partners.models import Partner, Program
from portal.partners.proposing import Proposal

PROPOSAL_KINDS = ("create", "change", "end")


class Deal(models.Model):
    """What stays the same over a deal's life. Plan, overrides and end are in its versions."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="deals")
    deal_id = models.CharField(max_length=20)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="deals")
    # Empty: covers what no other deal of the partner covers (RULINGS, "Time, identity, feeds").
    brand = models.CharField(max_length=60, blank=True)
    currency_code = models.CharField(max_length=3)
    calendar_id = models.CharField(max_length=12)

    class Meta:
        ordering = ("program", "deal_id")
        constraints = (models.UniqueConstraint("program", "deal_id", name="deal_id_once"),)

    def __str__(self) -> str:
        return f"{self.program_id}/{self.deal_id}"


class DealVersion(models.Model):
    """From `valid_from` on the deal runs on `plan_id` with `overrides`; or, `is_end`, no more.

    Append-only: a version ends where the next one starts (RULINGS, "Which terms").
    """

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="versions")
    version_no = models.PositiveIntegerField()
    plan_id = models.CharField(max_length=80, blank=True)
    overrides = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField()
    is_end = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    author = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150, blank=True)
    evidence = models.TextField(blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("deal", "version_no")
        constraints = (
            models.UniqueConstraint("deal", "version_no", name="deal_version_once"),
            models.CheckConstraint(
                name="deal_version_has_a_plan_or_ends",
                condition=(Q(is_end=True, plan_id="") | (Q(is_end=False) & ~Q(plan_id=""))),
            ),
            models.CheckConstraint(
                name="deal_version_approved_by_another", condition=~Q(approved_by=F("author"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.deal} v{self.version_no} from {self.valid_from}"


class DealProposal(Proposal):
    """Terms that one person proposes and another decides; approved, they become a version.

    `valid_from` is the first day on other terms: of an end, the day after the deal's last.
    `calculation_id` names the calculation that tells whose money would move.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="deal_proposals")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in PROPOSAL_KINDS])
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="deal_proposals")
    # Empty until the new deal of an approved `create` exists.
    deal = models.ForeignKey(Deal, models.PROTECT, null=True, blank=True, related_name="proposals")
    plan_id = models.CharField(max_length=80, blank=True)
    brand = models.CharField(max_length=60, blank=True)
    currency_code = models.CharField(max_length=3)
    calendar_id = models.CharField(max_length=12)
    overrides = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField()
    evidence = models.TextField(blank=True)
    calculation_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("program", "-pk")
        constraints = (
            models.UniqueConstraint("program", "proposal_id", name="proposal_id_once"),
            models.CheckConstraint(
                name="proposal_approved_by_another",
                condition=~Q(state="approved")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("author"))),
            ),
            models.CheckConstraint(
                name="proposal_ends_or_has_a_plan",
                condition=Q(kind="end", plan_id="") | (~Q(kind="end") & ~Q(plan_id="")),
            ),
            models.CheckConstraint(
                name="proposal_of_a_deal_unless_new", condition=Q(kind="create") | ~Q(deal=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.proposal_id}"
