"""Approvals, the tokens that prove a person meant them, and tries that failed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from portal.payouts.models.batches import PayoutBatch

VERBS = ("submit", "approve", "reject", "hold", "release", "recall", "close", "adjust", "purge")


class Approval(models.Model):
    """One checker said yes to one digest. Void when the digest is no longer the batch's."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="approvals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Who submitted it; stands here so that the database itself refuses one person as both.
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    approved_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("batch", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "person"),
                condition=models.Q(voided_at=None),
                name="a_checker_approves_once",
            ),
            models.CheckConstraint(
                name="the_checker_is_not_the_maker",
                condition=~models.Q(person=models.F("maker")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch} by {self.person}"


class ApprovalToken(models.Model):
    """128 random bits, kept as a hash: one person, one verb, one subject and digest, once.

    `subject` is a batch id, or for verbs about something else its id ("larkspur/month/2026-10").
    All moments are real time, not the product's.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10, choices=[(v, v) for v in VERBS])
    program_id = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    token_sha256 = models.CharField(max_length=64, unique=True)
    minted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-minted_at",)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} by {self.person}"


class TokenTry(models.Model):
    """A wrong token, or a wrong second factor while minting one. Five in an hour are enough."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tried_at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=10)
    subject = models.CharField(max_length=120)

    class Meta:
        ordering = ("-tried_at",)

    def __str__(self) -> str:
        return f"{self.person} {self.verb} {self.subject}"
