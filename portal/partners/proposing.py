"""What is proposed by one person and decided by another: its columns, and who may decide it."""

from __future__ import annotations

from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from portal.partners.errors import DomainError

STATES = ("proposed", "approved", "refused", "withdrawn")


class Proposal(models.Model):
    """Who proposed what why, and who decided it. Who approves is another person: each table has
    the constraint."""

    proposal_id = models.CharField(max_length=20)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="proposed")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


Waiting = TypeVar("Waiting", bound=Proposal)


def lock_waiting(proposal: Waiting, by_pk: UUID) -> Waiting:
    """The proposal, locked, for somebody who decides it.

    Raises DomainError when it was decided already, and for its author.
    """
    locked = _locked(proposal)
    if locked.state != "proposed":
        raise DomainError("decided", _("It was decided already."))
    if locked.author_id == by_pk:
        raise DomainError("own", _("You proposed it: another person decides it."))
    return cast("Waiting", locked)


def lock_own(proposal: Waiting, by_pk: UUID) -> Waiting:
    """The proposal, locked, for its author, who takes it back. Raises DomainError for others."""
    locked = _locked(proposal)
    if locked.author_id != by_pk or locked.state != "proposed":
        raise DomainError("not_yours", _("Only the author takes back what still waits."))
    return cast("Waiting", locked)


def refuse_without_reason(reason: str) -> None:
    """Raises DomainError: who refuses says why."""
    if not reason.strip():
        raise DomainError("no_reason", _("Say why: the author reads it."))


def _locked(proposal: Proposal) -> Any:
    return type(proposal)._default_manager.select_for_update().get(pk=proposal.pk)
