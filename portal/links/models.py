"""Tracking links: a code that says whose click it is, and where a program lets clicks go."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.partners.models import Partner, Program

SUBS = ("sub1", "sub2", "sub3", "sub4", "sub5")


class AllowedHost(models.Model):
    """A host to which links of the program may lead; the operator says so, nobody else."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="allowed_hosts")
    host = models.CharField(max_length=253)
    with_subdomains = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("program", "host")
        constraints = (models.UniqueConstraint("program", "host", name="allowed_host_once"),)

    def __str__(self) -> str:
        return f"{self.program_id}/{self.host}"


class LandingPage(models.Model):
    """A page of the program that links are made for; it lies on an allowed host."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="landing_pages")
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("program", "title", "pk")
        constraints = (models.UniqueConstraint("program", "url", name="landing_page_once"),)

    def __str__(self) -> str:
        return f"{self.program_id}/{self.title}"


class Link(models.Model):
    """A link of a partner; its code is given once, in whatever case, over all programs.

    Programs without a domain of their own share one collector. A code is never given again.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="links")
    link_code = models.CharField(max_length=40)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="links")
    campaign = models.CharField(max_length=80, blank=True)
    destination = models.URLField(max_length=500)
    landing_page = models.ForeignKey(
        LandingPage, models.PROTECT, null=True, blank=True, related_name="links"
    )
    sub1 = models.CharField(max_length=100, blank=True)
    sub2 = models.CharField(max_length=100, blank=True)
    sub3 = models.CharField(max_length=100, blank=True)
    sub4 = models.CharField(max_length=100, blank=True)
    sub5 = models.CharField(max_length=100, blank=True)
    # The partner's code travels with the visitor, for registrations that lose the click.
    with_partner_code = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # Hidden from lists; the link itself goes on working wherever it stands.
    archived_at = models.DateTimeField(null=True, blank=True)
    last_test_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("program", "link_code")
        constraints = (models.UniqueConstraint("program", "link_code", name="link_code_once"),)
        indexes = (
            models.Index(fields=["link_code"]),
            models.Index(fields=["partner", "-created_at"], condition=Q(archived_at=None),
                         name="links_of_partner"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.program_id}/{self.link_code}"

    @property
    def subs(self) -> dict[str, str]:
        """The sub ids stored with the link, those that are not empty."""
        return {name: value for name in SUBS if (value := getattr(self, name))}
