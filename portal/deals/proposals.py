"""Proposing terms and deciding them: two people, and for back-dated terms evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.audit.services import audit_record
from portal.deals import selectors, services
from portal.deals.models import Deal, DealProposal
from portal.deals.ranges import refuse_closed
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.proposing import lock_own, lock_waiting, refuse_without_reason
from portal.partners.selectors import open_from, program_lock

PROPOSERS = ("manager", "administrator")


@dataclass(frozen=True)
class Terms:
    """What is proposed. `source_text` is the plan's version on that day; an end has none."""

    valid_from: date
    plan_id: str = ""
    overrides: Mapping[str, Any] | None = None
    brand: str = ""
    currency_code: str = ""
    calendar_id: str = ""
    source_text: str = ""


@transaction.atomic
def proposal_make(
    *,
    by: User,
    partner: Partner,
    kind: str,
    terms: Terms,
    reason: str,
    evidence: str = "",
    deal: Deal | None = None,
) -> DealProposal:
    """Store a proposal; it moves nothing until another person approves.

    Raises DomainError without the role, for numbers that the plan does not leave open, without
    evidence when it starts before the open period, and while another proposal of the deal waits.
    """
    _require(by, partner.program_id)
    program = program_lock(partner.program_id)
    if deal is not None and (deal.partner_id != partner.pk or deal.program_id != program.pk):
        raise DomainError("not_found", _("The partner has no such deal."))
    waiting = DealProposal.objects.filter(program=program, partner=partner, state="proposed")
    other = waiting.filter(deal=deal, brand=deal.brand if deal else terms.brand).first()
    if other:
        raise DomainError("waits", _("%s waits already: decide it first.") % other.proposal_id)
    if kind != "end":
        refuse_closed(terms.source_text, terms.overrides or {})
    proposal = DealProposal(
        program=program, proposal_id=_id_next(program.program_id), kind=kind, partner=partner,
        deal=deal, plan_id=terms.plan_id, overrides=dict(terms.overrides or {}),
        brand=deal.brand if deal else terms.brand,
        currency_code=deal.currency_code if deal else terms.currency_code or program.currency_code,
        calendar_id=deal.calendar_id if deal else terms.calendar_id or program.calendar_ids[0],
        valid_from=terms.valid_from, reason=reason.strip(), evidence=evidence.strip(), author=by,
        proposed_at=clock.now(),
    )  # fmt: skip
    if is_back_dated(proposal) and not proposal.evidence:
        raise DomainError(
            "no_evidence",
            _("It starts before the open period: write what shows that it was agreed then."),
        )
    proposal.full_clean()
    proposal.save()
    _audit(by, "deal proposed", proposal, proposal.reason)
    return proposal


@transaction.atomic
def proposal_effect_set(*, proposal: DealProposal, calculation_id: UUID) -> None:
    """Name the calculation that tells whose money would move."""
    proposal.calculation_id = calculation_id
    proposal.save(update_fields=["calculation_id"])


@transaction.atomic
def proposal_approve(*, by: User, proposal: DealProposal, reason: str) -> DealProposal:
    """Another person approves: the terms become a dated version that both stand behind.

    Raises DomainError for the author, a decided one, and what deals themselves refuse.
    """
    locked = _locked(by, proposal)
    author = Author.of(locked.author)
    facts: dict[str, Any] = {
        "by": author, "program_id": locked.program_id, "reason": locked.reason,
        "approved_by": by.get_username(), "evidence": locked.evidence,
    }  # fmt: skip
    if locked.kind == "create":
        locked.deal = services.deal_create(
            partner_id=locked.partner.partner_id, plan_id=locked.plan_id, brand=locked.brand,
            valid_from=locked.valid_from, currency_code=locked.currency_code,
            calendar_id=locked.calendar_id, overrides=locked.overrides, **facts,
        )  # fmt: skip
        services.deal_tell(locked.deal, locked.valid_from)
    elif locked.deal is not None and locked.kind == "change":
        services.deal_change(
            deal_id=locked.deal.deal_id, valid_from=locked.valid_from, plan_id=locked.plan_id,
            overrides=locked.overrides, **facts,
        )  # fmt: skip
    elif locked.deal is not None:
        last_day = locked.valid_from - timedelta(days=1)
        services.deal_end(deal_id=locked.deal.deal_id, last_day=last_day, **facts)
    return _decided(locked, by, "approved", reason)


@transaction.atomic
def proposal_refuse(*, by: User, proposal: DealProposal, reason: str) -> DealProposal:
    """Another person refuses, with a reason for the author."""
    locked = _locked(by, proposal)
    refuse_without_reason(reason)
    return _decided(locked, by, "refused", reason)


@transaction.atomic
def proposal_withdraw(*, by: User, proposal: DealProposal) -> DealProposal:
    """The author takes it back."""
    return _decided(lock_own(proposal, by.pk), by, "withdrawn", "")


def is_back_dated(proposal: DealProposal) -> bool:
    """Whether it starts before the open period of the deal's calendar."""
    return proposal.valid_from < open_from(proposal.program, proposal.calendar_id)


def _locked(by: User, proposal: DealProposal) -> DealProposal:
    _require(by, proposal.program_id)
    program_lock(proposal.program_id)
    return lock_waiting(proposal, by.pk)


def _decided(proposal: DealProposal, by: User, state: str, reason: str) -> DealProposal:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, clock.now()
    proposal.decision_reason = reason.strip()
    proposal.full_clean()
    proposal.save()
    _audit(by, f"deal proposal {state}", proposal, reason)
    return proposal


def _require(user: User, program_id: str) -> None:
    if not standing_get(user).has_role(program_id, *PROPOSERS):
        raise DomainError("role", _("This takes another role in the program."))


def _id_next(program_id: str) -> str:
    return f"DP-{selectors.proposals_of(program_id).count() + 1}"


def _audit(user: User, verb: str, proposal: DealProposal, reason: str) -> None:
    audit_record(
        **Author.of(user).audit_names(), verb=verb, object_kind="deal_proposal",
        object_id=str(proposal), program_id=proposal.program_id, reason=reason,
        details={
            "kind": proposal.kind, "partner_id": proposal.partner.partner_id,
            "deal_id": proposal.deal.deal_id if proposal.deal else "",
            "plan_id": proposal.plan_id, "overrides": proposal.overrides,
            "valid_from": proposal.valid_from.isoformat(),
        },
    )  # fmt: skip
