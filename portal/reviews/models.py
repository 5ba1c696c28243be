"""Reviews: what is held and why, and what was decided. States are dated rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.partners.models import Partner, Program

TARGET_KINDS = ("client", "record", "line", "partner")
STATES = ("held", "released", "rejected")
ENDINGS = ("release", "reject")


class Review(models.Model):
    """A case about one client, record or line, or about all that a partner has coming."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="reviews")
    review_id = models.CharField(max_length=20)
    target_kind = models.CharField(max_length=8, choices=[(k, k) for k in TARGET_KINDS])
    target_id = models.CharField(max_length=200)
    # Whose earnings the case is about, where one partner is; the queue shows it.
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    signal_code = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    # What the program's policy says of a hold that nobody decided in time.
    unresolved = models.CharField(
        max_length=7, choices=[(e, e) for e in ENDINGS], default="release"
    )

    class Meta:
        ordering = ("program", "review_id")
        constraints = (models.UniqueConstraint("program", "review_id", name="review_id_once"),)

    def __str__(self) -> str:
        return f"{self.program_id}/{self.review_id}"


class ReviewState(models.Model):
    """What was said about a review, when and by whom. Append-only; the last row rules."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="states")
    state_no = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=[(s, s) for s in STATES])
    # From this day on the target's facts are meant; empty: from its first day.
    effective_on = models.DateField(null=True, blank=True)
    # A hold without a decision by this day ends by policy, as the review's `unresolved` says.
    decide_by = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    evidence = models.TextField(blank=True)
    author = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("review", "state_no")
        constraints = (
            models.UniqueConstraint("review", "state_no", name="review_state_once"),
            models.CheckConstraint(
                name="a_hold_says_until_when",
                condition=~Q(state="held") | Q(decide_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.review} {self.state}"


class Signal(models.Model):
    """A rule of the warehouse that met a target: once per program, rule and target, for ever.

    A signal whose cause is gone keeps its row, with the moment at which it vanished.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="signals")
    signal_code = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=8, choices=[(k, k) for k in TARGET_KINDS])
    target_id = models.CharField(max_length=200)
    review = models.ForeignKey(Review, models.PROTECT, related_name="signals")
    version_no = models.PositiveIntegerField()
    # The number that the rule found, and the one that it asks for (its unit is the rule's).
    measured = models.DecimalField(max_digits=18, decimal_places=4)
    threshold = models.DecimalField(max_digits=18, decimal_places=4)
    # JSON: {"values": {name: text}, "records": [record keys]}. For staff; partners never see it.
    evidence = models.TextField()
    first_seen_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    vanished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("program", "signal_code", "target_kind", "target_id")
        constraints = (
            models.UniqueConstraint(
                "program", "signal_code", "target_kind", "target_id", name="signal_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.signal_code}/{self.target_id}"
