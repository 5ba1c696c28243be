"""Who may send postbacks, and what was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.links.models import Link
from portal.partners.models import Program

STATES = ("confirmed", "unconfirmed", "repeated", "ignored")
REASONS = ("", "no_signature", "wrong_signature", "stale", "already_recorded", "older")


class PostbackSource(models.Model):
    """A system of the operator that reports conversions at `/postback/<source_id>`."""

    source_id = models.SlugField(max_length=40, unique=True)
    program = models.ForeignKey(Program, models.PROTECT, related_name="postback_sources")
    name = models.CharField(max_length=120)
    secret_sealed = models.TextField()
    # While two secrets rule, both sign: the old one until this moment.
    old_secret_sealed = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    # {their parameter: our column}, beside the names that are known anyway
    names = models.JSONField(default=dict, blank=True)
    currency_code = models.CharField(max_length=3, blank=True)
    accepts_unsigned = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("program", "source_id")

    def __str__(self) -> str:
        return f"{self.program_id}/{self.source_id}"


class ReceivedPostback(models.Model):
    """One row per message that said something new; what only repeats is answered, not kept."""

    source = models.ForeignKey(PostbackSource, models.PROTECT, related_name="received")
    message_id = models.CharField(max_length=128)
    event_id = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    is_signed = models.BooleanField()
    signed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=[(s, s) for s in STATES])
    reason = models.CharField(max_length=20, blank=True)
    conversion_type = models.CharField(max_length=20)
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True, related_name="+")
    # What was recorded, without the client.
    record = models.JSONField(default=dict)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["source", "message_id"], name="postback_message_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="postback_state_ok"),
        )
        indexes = (
            models.Index(fields=["source", "event_id"]),
            models.Index(fields=["link", "-received_at"]),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.event_id} {self.state}"
