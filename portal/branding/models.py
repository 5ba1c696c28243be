"""How a program looks, sounds and is called: one row per version."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from portal.partners.models import Program


class Brand(models.Model):
    """One version. Without `published_at` it is a draft; the version published last rules.

    `colours`: {token: [light, dark]} as #rrggbb. `texts`: {language: {welcome, footer}}.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="brands")
    version_no = models.PositiveIntegerField()
    product_name = models.CharField(max_length=60)
    domain = models.CharField(max_length=253, blank=True)
    sender_name = models.CharField(max_length=60, blank=True)
    sender_address = models.EmailField(blank=True)
    support_address = models.EmailField(blank=True)
    languages = models.JSONField()
    default_language = models.CharField(max_length=10)
    colours = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    # The bytes lie under their hash, `portal/uploads.py`; `svg` or `png`.
    logo_sha256 = models.CharField(max_length=64, blank=True)
    logo_kind = models.CharField(max_length=3, blank=True)
    # Of the sheet made from `colours`: part of its address.
    sheet_hash = models.CharField(max_length=32, blank=True, db_index=True)
    reason = models.CharField(max_length=300)
    author = models.CharField(max_length=150)
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("program", "-version_no")
        constraints = (
            models.UniqueConstraint("program", "version_no", name="brand_version_once"),
            models.CheckConstraint(
                name="brand_published_after_drafted",
                condition=Q(published_at=None) | Q(published_at__gte=F("drafted_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id} look v{self.version_no}"
