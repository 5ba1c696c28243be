"""Making tracking links, and saying where they may lead."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.links.destinations import destination_checked, host_checked, sub_cleaned
from portal.links.models import SUBS, AllowedHost, LandingPage, Link
from portal.links.selectors import hosts_of
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.selectors import partner_get, program_get

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread from paper
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{3,39}")
CAMPAIGN = re.compile(r"[\w .:/-]{0,80}")
MOST_LINKS = 20_000


@transaction.atomic
def host_allow(
    *, by: Author, program_id: str, host: str, with_subdomains: bool = False
) -> AllowedHost:
    """From now on links of the program may lead to `host`. Raises DomainError for no host name."""
    program = program_get(program_id)
    made, is_new = AllowedHost.objects.update_or_create(
        program=program,
        host=host_checked(host),
        defaults={"with_subdomains": with_subdomains},
        create_defaults={"with_subdomains": with_subdomains, "created_at": clock.now()},
    )
    if is_new:
        _audit(by, "host allowed", "host", str(made), program_id)
    return made


@transaction.atomic
def host_refuse(*, by: Author, program_id: str, host: str, reason: str) -> None:
    """Links to `host` stop leading there at once; those that do show a page that says so."""
    AllowedHost.objects.filter(program_id=program_id, host=host).delete()
    audit_record(**by.audit_names(), verb="host refused", object_kind="host",
                 object_id=f"{program_id}/{host}", program_id=program_id,
                 reason=reason)  # fmt: skip


@transaction.atomic
def landing_page_create(
    *, by: Author, program_id: str, title: str, url: str, language: str = ""
) -> LandingPage:
    """A page that partners can choose. Raises DomainError for a host that is not allowed."""
    page = LandingPage(
        program=program_get(program_id),
        title=title,
        url=destination_checked(url, hosts_of(program_id)),
        language=language,
        created_at=clock.now(),
    )
    page.full_clean()
    page.save()
    _audit(by, "landing page created", "landing page", str(page), program_id)
    return page


@transaction.atomic
def landing_page_offer(*, by: Author, page: LandingPage, is_active: bool) -> LandingPage:
    """Offer a page to partners, or no more; links that lead to it go on working."""
    page.is_active = is_active
    page.save(update_fields=["is_active"])
    verb = "landing page offered" if is_active else "landing page hidden"
    _audit(by, verb, "landing page", str(page), page.program_id)
    return page


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
    """A link that the operator enters; its host is thereby allowed, and its page offered.

    Raises DomainError when a link of any program has the code.
    """
    partner = partner_get(program_id, partner_id)
    host = host_allow(by=by, program_id=program_id, host=urlsplit(destination).hostname or "")
    url = destination_checked(destination, [host])
    LandingPage.objects.get_or_create(
        program=partner.program,
        url=url,
        defaults={"title": "Start page", "created_at": clock.now()},
    )
    return _save(by, Link(partner=partner, link_code=link_code, destination=url, campaign=campaign))


@transaction.atomic
def link_build(
    *,
    by: Author,
    partner: Partner,
    destination: str = "",
    landing_page: LandingPage | None = None,
    campaign: str = "",
    subs: Mapping[str, str] | None = None,
    with_partner_code: bool = False,
    link_code: str = "",
) -> Link:
    """A link that the partner builds: to a landing page, or to a deep link on an allowed host.

    Without `link_code` the code is random. Raises DomainError: `bad_url`, `host_not_allowed`,
    `bad_code`, `exists`, `bad_campaign`, `too_many`, `not_active`.
    """
    if partner.status not in ("active", "suspended"):
        raise DomainError("not_active", _("links are made once the partner is admitted"))
    if landing_page is not None and landing_page.program_id != partner.program_id:
        raise DomainError("bad_url", _("this landing page is not one of the program"))
    if Link.objects.filter(partner=partner).count() >= MOST_LINKS:
        raise DomainError(
            "too_many",
            _("%(most_links)s links are the most; use sub ids to tell apart")
            % {"most_links": MOST_LINKS},
        )
    if not CAMPAIGN.fullmatch(campaign):
        raise DomainError("bad_campaign", _("a campaign has letters, digits, spaces and . : / - _"))
    url = landing_page.url if landing_page else destination
    link = Link(
        partner=partner,
        link_code=_code(link_code),
        destination=destination_checked(url, hosts_of(partner.program_id)),
        landing_page=landing_page,
        campaign=campaign.strip(),
        with_partner_code=with_partner_code,
        **{name: sub_cleaned((subs or {}).get(name, "")) for name in SUBS},
    )
    return _save(by, link)


@transaction.atomic
def link_archive(*, by: Author, link: Link) -> Link:
    """Take the link off the list; wherever it stands it goes on working."""
    link.archived_at = clock.now()
    link.save(update_fields=["archived_at"])
    _audit(by, "link archived", "link", str(link), link.program_id)
    return link


def link_tested(link_id: int, at: datetime) -> None:
    """A test click went through the collector."""
    Link.objects.filter(pk=link_id).update(last_test_at=at)


def _code(wanted: str) -> str:
    if not wanted:
        return "".join(secrets.choice(ALPHABET) for _ in range(9))
    if not CODE.fullmatch(wanted):
        raise DomainError("bad_code", _("a short name has 4 to 40 letters, digits, - and _"))
    return wanted


def refuse_taken(code: str) -> None:
    """Raises DomainError `exists` for a code that a link of any program has, in whatever case.

    One rule for partners, the portal and the command line: programs without a domain of their own
    share one collector, where the same code twice would lead nowhere.
    """
    if Link.objects.filter(link_code__iexact=code).exists():
        raise DomainError(
            "exists", _("the short name %(wanted)r is taken; use another") % {"wanted": code}
        )


def _save(by: Author, link: Link) -> Link:
    program = link.partner.program
    refuse_taken(link.link_code)
    link.program, link.created_at = program, clock.now()
    link.full_clean()
    link.save()
    _audit(by, "link created", "link", str(link), program.program_id)
    return link


def _audit(by: Author, verb: str, kind: str, object_id: str, program_id: str) -> None:
    audit_record(**by.audit_names(), verb=verb, object_kind=kind, object_id=object_id,
                 program_id=program_id)  # fmt: skip
