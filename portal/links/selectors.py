"""Reading links; nothing here writes."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.links.models import AllowedHost, LandingPage, Link
from portal.partners.models import Partner
from portal.partners.selectors import partner_filter


def links_for_user(user: User) -> QuerySet[Link]:
    """Links of the person's partners, and all of programs where the person is staff."""
    return Link.objects.filter(partner_filter(user, "partner__")).select_related("partner")


def links_of(partner: Partner, *, search: str = "", archived: bool = False) -> QuerySet[Link]:
    """The partner's links, newest first; `search` looks into code, campaign and sub ids."""
    found = Link.objects.filter(partner=partner, archived_at__isnull=not archived)
    if search:
        fields = ("link_code", "campaign", "destination", "sub1", "sub2", "sub3", "sub4", "sub5")
        wanted = Q()
        for name in fields:
            wanted |= Q(**{f"{name}__icontains": search})
        found = found.filter(wanted)
    return found.select_related("program", "partner", "landing_page").order_by("-created_at", "-pk")


def link_of(partner: Partner, link_code: str) -> Link:
    """One link of the partner. Raises Link.DoesNotExist, also for a link of somebody else."""
    return Link.objects.select_related("program", "partner", "landing_page").get(
        partner=partner, link_code=link_code
    )


def hosts_of(program_id: str) -> list[AllowedHost]:
    """Where links of the program may lead."""
    return list(AllowedHost.objects.filter(program_id=program_id))


def landing_pages_of(program_id: str) -> QuerySet[LandingPage]:
    """The pages that partners of the program may choose."""
    return LandingPage.objects.filter(program_id=program_id, is_active=True)


def code_free(*wanted: str) -> str:
    """The first of `wanted` that no link of any program has; the last one when all are taken.

    Programs without a domain of their own share one collector: the same code twice leads nowhere.
    """
    free = (c for c in wanted if not Link.objects.filter(link_code__iexact=c).exists())
    return next(free, wanted[-1])


def links_by_code(link_code: str) -> list[Link]:
    """Every link with this code, of whatever program; the collector chooses by host."""
    return list(Link.objects.filter(link_code=link_code).select_related("program", "partner"))
