"""Reading sources, and conversions reported for a partner's links."""

from __future__ import annotations

from django.db.models import Count, Max, QuerySet

from portal.collector.models import PostbackSource, ReceivedPostback
from portal.links.models import Link
from portal.links.selectors import links_by_code
from portal.partners.models import Partner


def source_get(source_id: str) -> PostbackSource | None:
    """An active source, or None."""
    return PostbackSource.objects.filter(source_id=source_id, is_active=True).first()


def received_for(partner: Partner) -> QuerySet[ReceivedPostback]:
    """What was reported for clicks of the partner's links, newest first."""
    return ReceivedPostback.objects.filter(link__partner=partner).select_related("link", "source")


def link_at(code: str, host: str) -> Link | None:
    """The link that a code means at this host: of the program whose domain it is, if several."""
    found = links_by_code(code)
    if len(found) > 1:
        found = [link for link in found if link.program.domain and link.program.domain == host]
    return found[0] if len(found) == 1 else None


def link_is(link_pk: int) -> int | None:
    """The number itself when there is such a link: an invented click names none."""
    return Link.objects.filter(pk=link_pk).values_list("pk", flat=True).first()


def sources_of(program_id: str) -> QuerySet[PostbackSource]:
    """All sources of a program, with how many messages each sent and when the last came."""
    found = PostbackSource.objects.filter(program_id=program_id)
    return found.annotate(messages=Count("received"), last_at=Max("received__received_at"))
