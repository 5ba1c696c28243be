"""Reading deals; nothing here writes."""

from __future__ import annotations

from django.db.models import QuerySet

from portal import clock
from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.deals.models import Deal, DealProposal, DealVersion
from portal.partners.errors import NotFound
from portal.partners.models import Partner
from portal.partners.selectors import partner_filter


def deal_get(program_id: str, deal_id: str) -> Deal:
    """The deal of this program. Raises NotFound."""
    try:
        return Deal.objects.select_related("program", "partner").get(
            program_id=program_id, deal_id=deal_id
        )
    except Deal.DoesNotExist:
        raise NotFound("deal", deal_id, program_id) from None


def deals_for_user(user: User) -> QuerySet[Deal]:
    """Deals of the person's partners, and all of programs where the person is staff."""
    found = Deal.objects.filter(partner_filter(user, "partner__"))
    return found.select_related("partner", "program").prefetch_related("versions")


def proposals_of(program_id: str) -> QuerySet[DealProposal]:
    """All proposals of a program, the latest first."""
    found = DealProposal.objects.filter(program_id=program_id)
    return found.select_related("partner", "deal", "author", "decided_by", "program")


def proposals_for_user(user: User) -> QuerySet[DealProposal]:
    """Proposals of programs in which the person is staff; partners see what was approved."""
    found = DealProposal.objects.filter(program_id__in=standing_get(user).programs())
    return found.select_related("partner", "deal", "author", "decided_by", "program")


def deal_id_next(program_id: str) -> str:
    """The next free id: D-101, D-102 …"""
    taken = Deal.objects.filter(program_id=program_id).values_list("deal_id", flat=True)
    numbers = [int(d[2:]) for d in taken if d.startswith("D-") and d[2:].isdigit()]
    return f"D-{max(numbers, default=100) + 1}"


def brand_deals(partner: Partner) -> dict[str, list[str]]:
    """{brand: ids of the partner's deals about it}; deals about every brand are not there."""
    found: dict[str, list[str]] = {}
    own = Deal.objects.filter(partner=partner).exclude(brand="").order_by("deal_id")
    for brand, deal_id in own.values_list("brand", "deal_id"):
        found.setdefault(brand, []).append(deal_id)
    return found


def plans_now(partner: Partner) -> frozenset[str]:
    """The plans that a partner earns by today: of each deal the version recorded last that rules.

    A deal that has ended has none. 1 query.
    """
    today = clock.now().date()
    ruling: dict[int, str] = {}
    rows = DealVersion.objects.filter(deal__partner=partner, valid_from__lte=today)
    for version in rows.order_by("deal", "version_no"):
        ruling[version.deal_id] = version.plan_id
    return frozenset(plan for plan in ruling.values() if plan)
