"""The effect of a proposal: asked of the engine, waited for, and looked at before approval."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.deals.models import DealProposal
from portal.deals.proposals import (
    is_back_dated,
    proposal_approve,
    proposal_effect_set,
)
from portal.partners.errors import DomainError
from portal.whatif.models import Calculation
from portal.whatif.services import calculation_ask


@transaction.atomic
def effect_ask(*, by: User, proposal: DealProposal) -> Calculation:
    """Ask whose money the proposal would move; the page polls for the answer.

    Raises DomainError while three others of the partner wait.
    """
    calculation = calculation_ask(
        by=by, partner=proposal.partner, kind="deal_effect",
        question={
            "proposal_id": proposal.proposal_id,
            "partner_id": proposal.partner.partner_id,
            "deal_id": proposal.deal.deal_id if proposal.deal else "",
            "plan_id": proposal.plan_id,
            "overrides": proposal.overrides,
            "brand": proposal.brand,
            "currency_code": proposal.currency_code,
            "calendar_id": proposal.calendar_id,
            "valid_from": proposal.valid_from.isoformat(),
            "is_end": proposal.kind == "end",
        },
    )  # fmt: skip
    proposal_effect_set(proposal=proposal, calculation_id=calculation.calculation_id)
    return calculation


def effect_of(proposal: DealProposal) -> Calculation | None:
    """The proposal's calculation, answered or not."""
    if proposal.calculation_id is None:
        return None
    return Calculation.objects.filter(
        program_id=proposal.program_id, calculation_id=proposal.calculation_id, kind="deal_effect"
    ).first()


@transaction.atomic
def proposal_approve_seen(
    *, by: User, proposal: DealProposal, reason: str, has_looked: bool
) -> DealProposal:
    """Approve with the effect at hand.

    Raises DomainError when the rules refuse the terms, and for back-dated terms until the effect is
    there and the person says that it has looked whose money moves.
    """
    effect = effect_of(proposal)
    if effect is not None and effect.state == "failed" and effect.failure.startswith(REFUSED):
        raise DomainError("rules", effect.failure)
    if is_back_dated(proposal):
        if effect is None or effect.state != "answered":
            raise DomainError(
                "no_effect", _("It is back-dated: wait until it is known whose money moves.")
            )
        if not has_looked:
            raise DomainError(
                "not_looked", _("It is back-dated: look whose money moves, and say that you did.")
            )
    return proposal_approve(by=by, proposal=proposal, reason=reason)


# How the pipelines begin the words of the compiler, see `pipelines.lib.effects.run`.
REFUSED = "The rules refuse these terms"
