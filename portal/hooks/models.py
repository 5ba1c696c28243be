"""Where messages go, and each message with how it went."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from portal.partners.models import Partner, Program

KINDS = ("webhook", "postback")
EVENTS = ("line.created", "statement.closed", "payment.changed")
STATES = ("waiting", "delivered", "failed")


class Endpoint(models.Model):
    """An address of a partner; its secret is sealed."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="endpoints")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in KINDS])
    url = models.CharField(max_length=1000)
    secret_sealed = models.TextField()
    events = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    # What has been told: release digest, statements' ids, payments' states.
    seen = models.JSONField(default=dict)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="endpoint_kind_ok"),
        )

    def __str__(self) -> str:
        return f"{self.partner} {self.kind} {self.pk}"


class Delivery(models.Model):
    """One message to one endpoint. Times are real."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    message_id = models.UUIDField(default=uuid.uuid4)
    event_type = models.CharField(max_length=30)
    event_key = models.CharField(max_length=200)
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=["endpoint", "event_key"], name="hook_message_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="delivery_state_ok"),
        )
        indexes = (
            models.Index(
                fields=["next_at"], condition=Q(state="waiting"), name="hook_deliveries_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.endpoint_id} {self.event_type} {self.state}"


class StatementsTold(models.Model):
    """Up to which closing a program's partners were told of their statements."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.program_id} {self.until:%Y-%m-%d}"
