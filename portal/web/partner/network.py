"""Network: who stands below, what it brought, who wants in; and what a master may do there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.accounts.models import MemberRole
from portal.notices.services import notice_send
from portal.onboarding import selectors as onboarding
from portal.onboarding.invitations import network_link_make
from portal.onboarding.services import application_decide
from portal.partners.authors import Author
from portal.partners.errors import DomainError, NotFound
from portal.partners.models import Partner
from portal.partners.passing import share_set
from portal.partners.selectors import network_of
from portal.partners.shares import ShareRange, share_range
from portal.releases.selectors.network import network_get
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import percent
from portal.web.partner import network_parts as parts
from portal.web.partner.commissions import chosen_period, period_menu
from portal.web.partner.csv_export import csv_response
from portal.web.partner.frame import Viewer, partner_deed, partner_page, show
from portal.web.partner.labels import period_label

MASTERS = (MemberRole.OWNER,)


@partner_page()
def network(viewer: Viewer) -> HttpResponseBase:
    """`?period=`: the tree, the invite link, applicants."""
    period = chosen_period(viewer, viewer.request.GET.get("period"))
    found = network_get(viewer.release, viewer.partner_id, [period.period_id], viewer.today)
    below = network_of(viewer.partner, viewer.today)
    policy = onboarding.policy_get(viewer.program.program_id)
    context: dict[str, Any] = {
        "rows": parts.rows(below, found.volumes),
        "totals": parts.totals(found.volumes),
        "codes": parts.currency_codes(found.volumes),
        "has_lots": any(v.lots for volumes in found.volumes.values() for v in volumes),
        "range": _range(share_range(found.sources)),
        "children": [b for b in below if b.depth == 1],
        "applicants": parts.applicants(viewer, list(onboarding.applicants_of(viewer.partner))),
        "begun": parts.begun_count(viewer.partner),
        "invite_url": onboarding.network_link_url(viewer.partner),
        "may_invite": policy is not None,
        "is_master": viewer.may(*MASTERS),
        "period_menu": period_menu(viewer, period),
        "period_text": period_label(period),
        "csv_href": viewer.url("network_csv") + f"?period={period.period_id}",
        "hrefs": {n: viewer.url(f"network_{n}") for n in ("invite", "share", "message", "decide")},
    }  # fmt: skip
    return show(viewer, "partner/network.html", context, "network")


@partner_page()
def network_csv(viewer: Viewer) -> HttpResponseBase:
    """The tree of one period as CSV."""
    period = chosen_period(viewer, viewer.request.GET.get("period"))
    found = network_get(viewer.release, viewer.partner_id, [period.period_id], viewer.today)
    rows = parts.export_rows(network_of(viewer.partner, viewer.today), found.volumes)
    name = viewer.file_name(f"network-{viewer.partner_id}-{period.period_id}.csv")
    return csv_response(name, parts.EXPORT_COLUMNS, rows)


@partner_deed(*MASTERS)
def invite(viewer: Viewer) -> HttpResponseBase:
    """Make the link under which applicants stand below this partner; the old one ends."""
    if onboarding.policy_get(viewer.program.program_id) is None:
        raise Http404
    network_link_make(by=Author.of(viewer.user), master=viewer.partner)
    messages.success(viewer.request, _("The link is ready. Whoever applies with it comes to you."))
    return _back(viewer)


@partner_deed(*MASTERS)
def decide(viewer: Viewer) -> HttpResponseBase:
    """Approve or refuse one of this partner's own applicants, with a reason."""
    wish = viewer.request.POST
    try:
        application = onboarding.applicant_get(viewer.partner, wish.get("application", ""))
    except NotFound:
        raise Http404 from None
    approve = wish.get("deed") == "approve"
    try:
        application_decide(by=Author.of(viewer.user), application=application, approve=approve,
                           reason=wish.get("reason", "")[:500])  # fmt: skip
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
    else:
        done = _("%s stands below you now.") if approve else _("%s was refused.")
        messages.success(viewer.request, done % application.name)
    return _back(viewer)


@partner_deed(*MASTERS)
def share(viewer: Viewer) -> HttpResponseBase:
    """Pass another share to a partner right below, from the next period on."""
    child, wish = _child(viewer), viewer.request.POST
    found = network_get(viewer.release, viewer.partner_id,
                        [p.period_id for p in viewer.release.presents()], viewer.today)  # fmt: skip
    try:
        wanted = parts.share_typed(wish.get("share", ""))
        relation = share_set(by=Author.of(viewer.user), master=viewer.partner, child=child,
                             share=wanted, allowed=share_range(found.sources))  # fmt: skip
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
        return _back(viewer)
    day = day_text(relation.valid_from)
    notice_send(code="share_set", partner=child, words={"share": percent(wanted), "day": day})
    messages.success(
        viewer.request,
        _("%(name)s gets %(share)s from %(day)s on. It was told.")
        % {"name": child.name, "share": percent(wanted), "day": day},
    )
    return _back(viewer)


@partner_deed(*MASTERS)
def message(viewer: Viewer) -> HttpResponseBase:
    """Write to one partner below, or to all right below."""
    text = viewer.request.POST.get("text", "").strip()[:2000]
    if not text:
        messages.error(viewer.request, _("Write something first."))
        return _back(viewer)
    below = [b.partner for b in network_of(viewer.partner, viewer.today) if b.depth == 1]
    if viewer.request.POST.get("partner"):
        below = [_child(viewer)]
    for partner in below:
        notice_send(code="network_message", partner=partner,
                    words={"who": viewer.partner.name, "text": text})  # fmt: skip
    messages.success(viewer.request, _("Sent to %(n)s partners.") % {"n": len(below)})
    return _back(viewer)


def _child(viewer: Viewer) -> Partner:
    """A partner right below the viewer. Raises Http404 for any other."""
    wanted = viewer.request.POST.get("partner", "")
    for below in network_of(viewer.partner, viewer.today):
        if below.depth == 1 and below.partner.partner_id == wanted:
            return below.partner
    raise Http404


def _range(allowed: ShareRange | None) -> dict[str, str] | None:
    if allowed is None:
        return None
    names = {"low": allowed.lowest, "high": allowed.highest, "default": allowed.default}
    return {name: percent(share) for name, share in names.items()}


def _back(viewer: Viewer) -> HttpResponseRedirect:
    return HttpResponseRedirect(viewer.url("network"))
