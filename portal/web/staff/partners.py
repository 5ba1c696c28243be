"""Partners: the list, one partner in full, and what the operator's people do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.audit.services import audit_record
from portal.partners.authors import Author
from portal.partners.care import (
    identity_confirm,
    manager_set,
    managers_of,
    note_add,
    standing_change,
)
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.selectors import partners_for_user
from portal.partners.services import own_clients_set
from portal.web.staff import partner_words
from portal.web.staff.frame import (
    PARTNER_DECIDERS,
    PARTNER_READERS,
    PARTNER_WRITERS,
    VIEW_AS,
    Desk,
    staff_page,
)
from portal.web.staff.partner_parts import partner_context

PAGE = 50
MOST_OWN = 50


@staff_page(*PARTNER_READERS)
def listed(desk: Desk) -> HttpResponseBase:
    """All partners: `q` looks in id, code and name; `status`, `kind` and `manager` narrow."""
    asked = desk.request.GET
    own = _narrowed(partners_for_user(desk.user).filter(program=desk.program), asked)
    page = int(asked["page"]) if asked.get("page", "").isdecimal() else 1
    start = (min(max(page, 1), 10_000) - 1) * PAGE
    found = list(own.select_related("manager").prefetch_related("deals")[start : start + PAGE + 1])
    params = asked.copy()
    params.pop("page", None)
    context = {
        "rows": [_row(desk, partner) for partner in found[:PAGE]],
        "count": own.count(),
        "asked": {name: asked.get(name, "") for name in ("q", "status", "kind", "manager")},
        "statuses": partner_words.STATUSES.items(),
        "kinds": partner_words.KINDS.items(),
        "managers": managers_of(desk.program.program_id),
        "params": params.urlencode(),
        "older": page + 1 if len(found) > PAGE else None,
        "newer": page - 1 if page > 1 else None,
        "nav_current": "staff:partners",
    }
    return desk.render("staff/partners.html", context)


@staff_page(*PARTNER_READERS)
def one(desk: Desk, partner_id: str) -> HttpResponseBase:
    """One partner in full. It holds personal data: being read is in the audit."""
    partner = partner_at(desk, partner_id)
    audit_record(who=desk.user, verb="partner read", object_kind="partner",
                 object_id=str(partner), program_id=partner.program_id)  # fmt: skip
    context = partner_context(desk, partner) | {
        "may_write": desk.has_role(*PARTNER_WRITERS),
        "may_decide": desk.has_role(*PARTNER_DECIDERS),
        "may_view": desk.has_role(*VIEW_AS),
        "nav_current": "staff:partners",
    }
    return desk.render("staff/partner.html", context)


@staff_page(*PARTNER_WRITERS, methods=("POST",))
def manager(desk: Desk, partner_id: str) -> HttpResponseBase:
    """Say who looks after the partner."""
    email = desk.request.POST.get("manager", "")
    chosen = next((u for u in managers_of(desk.program.program_id) if u.email == email), None)

    def deed(partner: Partner) -> None:
        if email and chosen is None:
            raise DomainError("no_manager", _("That person is no manager of the program."))
        manager_set(by=Author.of(desk.user), partner=partner, manager=chosen)

    return _done(desk, partner_id, deed)


@staff_page(*PARTNER_DECIDERS, methods=("POST",))
def standing(desk: Desk, partner_id: str) -> HttpResponseBase:
    """Suspend, close or take back."""
    asked = desk.request.POST

    def deed(partner: Partner) -> None:
        standing_change(by=Author.of(desk.user), partner=partner,
                        status=asked.get("status", ""), reason=asked.get("reason", ""))  # fmt: skip

    return _done(desk, partner_id, deed)


@staff_page(*PARTNER_DECIDERS, methods=("POST",))
def identity(desk: Desk, partner_id: str) -> HttpResponseBase:
    """Confirm who the partner is: payments begin with it."""
    evidence = desk.request.POST.get("evidence", "")[:300]

    def deed(partner: Partner) -> None:
        identity_confirm(by=Author.of(desk.user), partner=partner, evidence=evidence)

    return _done(desk, partner_id, deed)


@staff_page(*PARTNER_DECIDERS, methods=("POST",))
def own_accounts(desk: Desk, partner_id: str) -> HttpResponseBase:
    """Say which client ids are the partner's own accounts."""
    ids = desk.request.POST.get("client_ids", "").replace(",", " ").split()

    def deed(partner: Partner) -> None:
        if len(ids) > MOST_OWN or any(len(one) > 64 for one in ids):
            raise DomainError("too_many", _("At most 50 ids of 64 characters."))
        own_clients_set(by=Author.of(desk.user), partner=partner, client_ids=ids)

    return _done(desk, partner_id, deed)


@staff_page(*PARTNER_WRITERS, methods=("POST",))
def note(desk: Desk, partner_id: str) -> HttpResponseBase:
    """Write a note for colleagues."""
    text = desk.request.POST.get("text", "")[:2000]
    return _done(desk, partner_id, lambda p: note_add(by=desk.user, partner=p, text=text))


def partner_at(desk: Desk, partner_id: str) -> Partner:
    """The partner of this program; 404 without one."""
    own = partners_for_user(desk.user).filter(program=desk.program, partner_id=partner_id)
    found = own.select_related("program", "manager").first()
    if found is None:
        raise Http404
    return found


def _done(desk: Desk, partner_id: str, deed: Callable[[Partner], Any]) -> HttpResponseBase:
    partner = partner_at(desk, partner_id)
    try:
        deed(partner)
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    else:
        messages.success(desk.request, _("Saved."))
    return HttpResponseRedirect(desk.url("partners_one", partner_id=partner_id))


def _narrowed(own: QuerySet[Partner], asked: Any) -> QuerySet[Partner]:
    query = asked.get("q", "").strip()
    if query:
        own = own.filter(
            Q(name__icontains=query)
            | Q(partner_id__icontains=query)
            | Q(partner_code__icontains=query)
        )
    for name in ("status", "kind"):
        if asked.get(name):
            own = own.filter(**{name: asked[name]})
    if asked.get("manager") == "none":
        own = own.filter(manager=None)
    elif asked.get("manager"):
        own = own.filter(manager__email=asked["manager"])
    return own


def _row(desk: Desk, partner: Partner) -> dict[str, Any]:
    return {
        "partner": partner,
        "href": desk.url("partners_one", partner_id=partner.partner_id),
        "status": partner_words.STATUSES[partner.status],
        "tone": partner_words.TONES[partner.status],
        "kind": partner_words.KINDS[partner.kind],
        "deals": [deal.deal_id for deal in partner.deals.all()],
    }
