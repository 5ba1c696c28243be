"""What happened, who did it and why: rows are added and never changed or removed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One row per deed. Triggers of the database refuse UPDATE and DELETE."""

    at = models.DateTimeField(help_text="Product time")
    written_at = models.DateTimeField(auto_now_add=True, help_text="Real time")
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    who_name = models.CharField(max_length=254, help_text="E-mail then, or the system's part")
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=200)
    program_id = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["object_kind", "object_id"]),
            models.Index(fields=["program_id", "at"]),
        )

    def __str__(self) -> str:
        return f"{self.who_name} {self.verb} {self.object_kind} {self.object_id}"
