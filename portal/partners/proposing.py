"""What is proposed by one person and decided by another: who may decide what still waits.

For models with `state` (proposed at first) and `author`.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from portal.partners.errors import DomainError

Proposal = TypeVar("Proposal", bound=Model)


def lock_waiting(proposal: Proposal, by_pk: UUID) -> Proposal:
    """The proposal, locked, for somebody who decides it.

    Raises DomainError when it was decided already, and for its author.
    """
    locked = _locked(proposal)
    if locked.state != "proposed":
        raise DomainError("decided", _("It was decided already."))
    if locked.author_id == by_pk:
        raise DomainError("own", _("You proposed it: another person decides it."))
    return cast("Proposal", locked)


def lock_own(proposal: Proposal, by_pk: UUID) -> Proposal:
    """The proposal, locked, for its author, who takes it back. Raises DomainError for others."""
    locked = _locked(proposal)
    if locked.author_id != by_pk or locked.state != "proposed":
        raise DomainError("not_yours", _("Only the author takes back what still waits."))
    return cast("Proposal", locked)


def refuse_without_reason(reason: str) -> None:
    """Raises DomainError: who refuses says why."""
    if not reason.strip():
        raise DomainError("no_reason", _("Say why: the author reads it."))


def _locked(proposal: Proposal) -> Any:
    return type(proposal)._default_manager.select_for_update().get(pk=proposal.pk)
