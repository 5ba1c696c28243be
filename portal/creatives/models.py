"""What partners may show: creatives and their versions."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from portal.links.models import LandingPage
from portal.partners.models import Program

KINDS = ("banner", "text", "email")


def public_id() -> str:
    """A name that nobody guesses, for addresses in other people's pages."""
    return secrets.token_hex(8)


class Creative(models.Model):
    """One creative of a program; what it shows is its newest version."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="creatives")
    public_id = models.CharField(max_length=16, unique=True, default=public_id)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=[(k, k) for k in KINDS])
    language = models.CharField(max_length=10, blank=True)
    # What a reader hears who does not see the banner; empty: the title.
    alt_text = models.CharField(max_length=200, blank=True)
    tags = models.JSONField(default=list, blank=True)
    landing_page = models.ForeignKey(
        LandingPage, models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("program", "title", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="creative_kind_ok"),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.title}"


class CreativeVersion(models.Model):
    """One version. A banner has a file and its size in pixels, the others a text. Append-only."""

    creative = models.ForeignKey(Creative, models.PROTECT, related_name="versions")
    version_no = models.PositiveIntegerField()
    file_name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("creative", "-version_no")
        constraints = (
            models.UniqueConstraint("creative", "version_no", name="creative_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.creative} v{self.version_no}"
