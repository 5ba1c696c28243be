"""Tokens of people, and answers that are given again for the same idempotency key."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from portal.partners.models import Partner


class ApiToken(models.Model):
    """A token acts for one person and one partner; only a hash of it is kept. Times are real."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.partner} {self.prefix}"


class KeptAnswer(models.Model):
    """The answer to a request that carried an idempotency key, for a day."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once"),)

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
