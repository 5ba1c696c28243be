"""Who may decide about a batch. Reads only; the same answers for the page and for the deed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.selectors import memberships_for_user, roles_for_user
from portal.partners.errors import DomainError
from portal.payouts.models import PayoutBatch, Reservation
from portal.payouts.plan import blocker_of
from portal.payouts.sharing import sharing_partners
from portal.statements.models import ManualAdjustment

MAKER_VERBS = ("submit",)
CHECKER_VERBS = ("approve", "reject", "hold", "release", "recall")
# In which states of the batch a verb makes sense.
POSSIBLE = {
    "submit": ("frozen",),
    "approve": ("submitted",),
    "reject": ("submitted", "approved"),
    "hold": ("frozen", "submitted", "approved"),
    "release": ("frozen", "submitted", "approved"),
    "recall": ("frozen", "submitted", "approved"),
}


@dataclass(frozen=True)
class Objection:
    """A payment that must not leave as the batch stands now."""

    end_to_end_id: str
    partner_id: str
    reason_code: str


@dataclass(frozen=True)
class Position:
    """How a person stands to a batch: roles in its program, and why it is too close, if it is."""

    person: User
    roles: frozenset[str]
    conflict: str


def position_of(person: User, batch: PayoutBatch) -> Position:
    """The person's position now; roles are read from the database each time."""
    roles = roles_for_user(person).get(batch.program_id, frozenset())
    return Position(person, roles, conflict_of(person, batch))


def refuse_unless_may(person: User, verb: str, batch: PayoutBatch) -> None:
    """Raise DomainError, saying who may, unless `person` may do `verb` to `batch` now.

    A maker submits; a checker who is not the maker does the rest; neither is a payee, a payee's
    manager, or the author of an adjustment or a change of bank details inside (DESIGN, "Finance
    in the Dagster UI").
    """
    refusal = refusal_of(position_of(person, batch), verb, batch)
    if refusal is not None:
        raise refusal


def refusal_of(position: Position, verb: str, batch: PayoutBatch) -> DomainError | None:
    """Why a person in this position may not do `verb` to the batch; None when it may."""
    role = "finance_maker" if verb in MAKER_VERBS else "finance_checker"
    if not position.person.is_active or role not in position.roles:
        words = role.replace("_", " ")
        return DomainError(
            "role",
            _("to %(verb)s a batch of %(program_id)s takes a %(words)s")
            % {"verb": verb, "program_id": batch.program_id, "words": words},
        )
    if verb in CHECKER_VERBS and batch.submitted_by_id == position.person.pk:
        return DomainError(
            "own_batch", _("you submitted this batch: its maker cannot be its checker")
        )
    if position.conflict:
        return DomainError(
            "conflict", _("%(conflict)s: another person decides") % {"conflict": position.conflict}
        )
    if batch.state not in POSSIBLE[verb]:
        return DomainError(
            "wrong_state",
            _("%(batch_id)s is %(state)s; %(verb)s takes one that is %(possible)s")
            % {
                "batch_id": batch.batch_id,
                "state": batch.state,
                "verb": verb,
                "possible": " or ".join(POSSIBLE[verb]),
            },
        )
    return None


def conflict_of(person: User, batch: PayoutBatch) -> str:
    """Why the person is too close to what is inside; empty when it is not."""
    payees = batch.payments.select_related("partner", "method")
    own = {(m.program_id, m.partner_id) for m in memberships_for_user(person)}
    for payment in payees:
        partner = payment.partner
        if (partner.program_id, partner.partner_id) in own:
            return f"you act for {partner.partner_id}, who is paid in it"
        if partner.manager_id == person.pk:
            return f"you are the manager of {partner.partner_id}, who is paid in it"
        if payment.method.changed_by_id == person.pk:
            return f"you set the account of {partner.partner_id}"
    authored = ManualAdjustment.objects.filter(
        program_id=batch.program_id,
        author=person,
        booked_at__isnull=False,
        booked_at__lte=batch.frozen_at,
        partner__in=[payment.partner_id for payment in payees],
    )
    for adjustment in authored:
        if _is_inside(adjustment, batch):
            return f"you are the author of adjustment {adjustment.adjustment_id}, which is in it"
    return ""


def _is_inside(adjustment: ManualAdjustment, batch: PayoutBatch) -> bool:
    """Whether the adjustment was booked after the balance's last living payment before `batch`."""
    earlier = Reservation.objects.filter(
        partner_id=adjustment.partner_id,
        currency_code=adjustment.currency_code,
        ended_at=None,
        reserved_at__gte=adjustment.booked_at,
    ).exclude(payment__batch=batch)
    return not earlier.filter(reserved_at__lt=batch.frozen_at).exists()


def objections_of(batch: PayoutBatch) -> list[Objection]:
    """Payments of the batch that something blocks since the freeze, and that are not held."""
    found = []
    sharing = sharing_partners(batch.program_id, batch.paid_on)
    for payment in batch.payments.filter(state="frozen").select_related("partner", "method"):
        shares = payment.partner_id in sharing
        blocked = blocker_of(
            payment.partner, payment.method, batch.frozen_at, shares_account=shares
        )
        reason = blocked[0] if blocked else ""
        if payment.method.state != "active":
            reason = "bank_changed_since"
        if reason:
            found.append(Objection(payment.end_to_end_id, payment.partner.partner_id, reason))
    return found


def living_batches() -> Q:
    """The condition of batches that still wait for somebody."""
    return Q(state__in=("frozen", "submitted", "approved"))
