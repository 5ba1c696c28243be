"""Disputes about a line or a statement, claims for a missing client: one case, one thread."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.partners.models import Partner, Program
from portal.statements.models import ManualAdjustment

KINDS = ("dispute", "claim", "statement")
# opened: the operator's turn; answered: the partner's; the others are ends.
STATES = ("opened", "answered", "settled", "withdrawn")
OUTCOMES = ("", "adjusted", "attributed", "explained")
SIDES = ("partner", "operator", "system")


class Case(models.Model):
    """One question about money or a client, with a day by which it is answered.

    `subject` of a dispute: line_id, period_id, label, amount_minor, currency_code; of a claim: on,
    sub_id, click_id, account_tail; of a statement: calendar_id, period_id, currency_code,
    amount_minor, digest. `found` is what the search for a client brought.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="cases")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="cases")
    case_id = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in KINDS])
    subject = models.JSONField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="opened")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    found = models.JSONField(null=True, blank=True)
    searched_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=[(o, o) for o in OUTCOMES], blank=True)
    outcome_text = models.TextField(blank=True)
    adjustment = models.ForeignKey(
        ManualAdjustment, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint("program", "case_id", name="case_id_once"),
            models.CheckConstraint(
                name="a_settled_case_says_how", condition=~Q(state="settled") | ~Q(outcome="")
            ),
            models.CheckConstraint(
                name="adjusted_names_the_adjustment",
                condition=~Q(outcome="adjusted") | Q(adjustment__isnull=False),
            ),
            models.CheckConstraint(
                name="an_ended_case_has_its_day",
                condition=Q(state__in=("opened", "answered"), closed_at__isnull=True)
                | Q(state__in=("settled", "withdrawn"), closed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state in ("opened", "answered")


class CaseMessage(models.Model):
    """What was said in a case. Append-only."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=[(s, s) for s in SIDES])
    author = models.CharField(max_length=150)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.case} {self.side}"


class Evidence(models.Model):
    """A file in a case; its bytes lie under their hash, outside the web root."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    message = models.ForeignKey(CaseMessage, models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case} {self.name}"
