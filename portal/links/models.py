"""Tracking links: a code that says whose click it is."""

from __future__ import annotations

from django.db import models

from portal.partners.models import Partner, Program


class Link(models.Model):
    """A link of a partner; its code is unique inside the program and never given again."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="links")
    link_code = models.CharField(max_length=40)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="links")
    campaign = models.CharField(max_length=80, blank=True)
    destination = models.URLField(max_length=500)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("program", "link_code")
        constraints = (models.UniqueConstraint("program", "link_code", name="link_code_once"),)

    def __str__(self) -> str:
        return f"{self.program_id}/{self.link_code}"
