"""Reading links; nothing here writes."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.links.models import Link
from portal.partners.selectors import partner_filter


def links_for_user(user: User) -> QuerySet[Link]:
    """Links of the person's partners, and all of programs where the person is staff."""
    return Link.objects.filter(partner_filter(user, "partner__")).select_related("partner")
