"""Reports that a partner's people keep."""

from __future__ import annotations

from django.db import models

from portal.partners.models import Partner


class SavedReport(models.Model):
    """A question with a name; `days` says which days it asks for when it is opened."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="saved_reports")
    name = models.CharField(max_length=80)
    # The address without its days, when `days` is not `fixed`.
    query = models.CharField(max_length=1000)
    days = models.CharField(
        max_length=10, default="present", choices=[(d, d) for d in ("present", "before", "fixed")]
    )
    author = models.CharField(max_length=150)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint("partner", "name", name="report_name_once"),)

    def __str__(self) -> str:
        return f"{self.partner}: {self.name}"
