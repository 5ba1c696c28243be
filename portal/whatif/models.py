"""Questions to the engine: what would these terms give, on these facts? The pipelines answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.partners.models import Partner, Program

KINDS = ("what_if", "deal_effect")
STATES = ("asked", "taken", "answered", "failed")


class Calculation(models.Model):
    """One calculation request. A row is never changed but by the worker that answers it.

    `question`: deal_id, plan_id, overrides {path: text}, and either `period_id` (the partner's own
    facts of that period) or `facts` (typed ones). `answer`: rows of amounts as text, and sentences.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="calculations")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="calculations")
    calculation_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in KINDS])
    question = models.JSONField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="asked")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(null=True, blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=["state", "asked_at"], name="calculation_waiting"),)
        constraints = (
            models.CheckConstraint(
                name="calculation_answered_with_an_answer",
                condition=~Q(state="answered") | Q(answer__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.calculation_id}"
