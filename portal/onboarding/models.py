"""How people come in: applications to a program, and invitations to partners and teams."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.accounts.models import StaffRole
from portal.compliance.models import Document
from portal.partners.models import Partner, Program
from portal.partners.proposing import Proposal

STATES = ("begun", "submitted", "approved", "refused")
INVITATION_KINDS = ("partner", "sub", "team")
ROLE_KINDS = ("grant", "revoke")


class AdmissionPolicy(models.Model):
    """How a program takes people in. Without a row it takes nobody who was not invited."""

    program = models.OneToOneField(Program, models.PROTECT, related_name="admission")
    is_open = models.BooleanField(default=False)
    # Whoever has verified the address and accepted the terms is a partner at once.
    is_automatic = models.BooleanField(default=False)
    plan_id = models.CharField(max_length=80)
    sub_plan_id = models.CharField(max_length=80, blank=True)
    landing_url = models.URLField(max_length=500)
    threshold_minor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.program_id}: {'open' if self.is_open else 'closed'}"


class Invitation(models.Model):
    """A link that lets one person in (`team`, `partner`), or anybody under a master (`sub`).

    Only the hash of its code is kept. A master's link has no address and stays until withdrawn.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="invitations")
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    kind = models.CharField(max_length=10, choices=[(k, k) for k in INVITATION_KINDS])
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    # A master's own link is shown again and again: it opens an application, not an account.
    shown_code = models.CharField(max_length=64, blank=True)
    invited_by = models.CharField(max_length=150)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-invited_at", "-pk")

    def __str__(self) -> str:
        return f"{self.program_id} {self.kind} {self.email or self.partner}"


class Application(models.Model):
    """Somebody who wants to become a partner. Signed in as its own person once verified."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="applications")
    application_id = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="begun")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("person", "company")])
    name = models.CharField(max_length=120)
    contact_name = models.CharField(max_length=120)
    email = models.EmailField()
    country = models.CharField(max_length=2)
    website = models.URLField(max_length=300, blank=True)
    traffic = models.JSONField(default=list)
    audience = models.TextField(max_length=2000, blank=True)
    parent = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="applicants"
    )
    invitation = models.ForeignKey(
        Invitation, models.PROTECT, null=True, blank=True, related_name="applications"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="applications"
    )
    begun_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    terms = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    identity_state = models.CharField(max_length=12, default="unasked")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    partner = models.OneToOneField(
        Partner, models.PROTECT, null=True, blank=True, related_name="application"
    )

    class Meta:
        ordering = ("-begun_at", "-pk")
        constraints = (
            models.UniqueConstraint("program", "application_id", name="application_id_once"),
            models.CheckConstraint(
                name="a_decision_has_its_moment",
                condition=Q(state__in=("begun", "submitted"), decided_at__isnull=True)
                | Q(state__in=("approved", "refused"), decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submitted_only_when_verified",
                condition=Q(state="begun") | Q(verified_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.application_id}"


class ApplicationFile(models.Model):
    """A document handed in with an application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="files")
    name = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.application} {self.name}"


class RoleProposal(Proposal):
    """A role in the program that one administrator gives or takes away, and another decides."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="role_proposals")
    kind = models.CharField(max_length=6, choices=[(k, k) for k in ROLE_KINDS])
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)  # of somebody who has no account yet
    role = models.CharField(max_length=20, choices=StaffRole)

    class Meta:
        ordering = ("program", "-pk")
        constraints = (
            models.UniqueConstraint("program", "proposal_id", name="role_proposal_id_once"),
            models.CheckConstraint(
                name="role_proposal_approved_by_another",
                condition=~Q(state="approved")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("author"))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.proposal_id}"
