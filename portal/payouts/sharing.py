"""Partners that would be paid to another partner's account while somebody looks into it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count

from portal.partners.models import Partner
from portal.payouts.models import PayoutMethod
from portal.reviews.holds import holds_on
from portal.reviews.models import Review

SIGNAL = "same_bank_account"


def sharing_partners(program_id: str, on: date, among: Collection[int] | None = None) -> set[int]:
    """Primary keys of partners (`among` them) with an open case `same_bank_account` on the day
    whose present account is another partner's too.

    Their case holds what they earn since they named the account. What they earned before is
    theirs, but does not go to that account: it waits until they name one of their own, or until
    the case ends.
    """
    cases = Review.objects.filter(
        program_id=program_id, signals__signal_code=SIGNAL, target_kind="partner"
    )
    if among is not None:
        cases = cases.filter(partner__in=among)
    found = list(cases.distinct().prefetch_related("states").select_related("partner"))
    living = {hold.target_id for hold in holds_on(found, on)}
    if not living:
        return set()
    accounts = PayoutMethod.objects.filter(program_id=program_id, state="active")
    shared = accounts.values("account_hash").annotate(n=Count("partner", distinct=True))
    hashes = shared.filter(n__gt=1).order_by().values("account_hash")
    own = accounts.filter(partner__partner_id__in=living, account_hash__in=hashes)
    return set(own.values_list("partner_id", flat=True))


def shares_account(partner: Partner, on: date) -> bool:
    """Whether the partner is one of them."""
    return bool(sharing_partners(partner.program_id, on, [partner.pk]))
