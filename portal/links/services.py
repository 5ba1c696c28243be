"""Making tracking links."""

from __future__ import annotations

from django.db import transaction

from portal import clock
from portal.audit.services import audit_record
from portal.links.models import Link
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.selectors import partner_get


@transaction.atomic
def link_create(
    *,
    by: Author,
    program_id: str,
    partner_id: str,
    link_code: str,
    destination: str,
    campaign: str = "",
) -> Link:
    """A link whose clicks are the partner's. Raises DomainError when the code is taken."""
    if Link.objects.filter(program_id=program_id, link_code=link_code).exists():
        raise DomainError("exists", f"{program_id} has a link {link_code!r}; use another code")
    partner = partner_get(program_id, partner_id)
    link = Link(
        program=partner.program,
        link_code=link_code,
        partner=partner,
        campaign=campaign,
        destination=destination,
        created_at=clock.now(),
    )
    link.full_clean()
    link.save()
    audit_record(
        **by.audit_names(),
        verb="link created",
        object_kind="link",
        object_id=str(link),
        program_id=program_id,
    )
    return link
