"""A partner's balance and last commissions, in a frame of the operator's own client area."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from portal.accounts.widget_tokens import WidgetGrant, widget_read
from portal.branding.selectors import look_of
from portal.links.selectors import hosts_of
from portal.partners.models import Partner, Program
from portal.payouts.selectors import reserved_of
from portal.releases.reader import NoRelease, Release, current_release
from portal.releases.selectors.commissions import lines_last
from portal.releases.selectors.payments import standing_list
from portal.web.base.tags.numbers import money_text
from portal.web.partner import labels

LINES_SHOWN = 5


@login_not_required
@xframe_options_exempt
@require_GET
def widget(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a good token names. It reads no cookie, holds no form, and leads nowhere but into the
    portal, in a window of its own."""
    programs = set(Program.objects.values_list("program_id", flat=True))
    grant = widget_read(token, programs)
    if grant is None:
        raise Http404
    partner = (
        Partner.objects.select_related("program")
        .filter(program_id=grant.program_id, partner_id=grant.partner_id, status="active")
        .first()
    )
    if partner is None:
        raise Http404
    with translation.override(_language(grant)):
        response = render(request, "partner/widget.html", _context(partner))
    hosts = [_source(host) for host in hosts_of(grant.program_id)]
    policy = {"frame-ancestors": hosts or ["'none'"], "form-action": ["'none'"]}
    response._csp_replace = policy  # type: ignore[attr-defined]
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Referrer-Policy"] = "no-referrer"  # the token stands in the address
    return response


def _source(host: Any) -> str:
    return f"https://{'*.' if host.with_subdomains else ''}{host.host}"


def _language(grant: WidgetGrant) -> str:
    return grant.language if grant.language in settings.OFFERED_LANGUAGES else "en"


def _context(partner: Partner) -> dict[str, Any]:
    common = {
        "look": look_of(partner.program),
        "partner": partner,
        "portal_href": f"{settings.PORTAL_URL}/{partner.program_id}/{partner.partner_id}/",
        "text_direction": "rtl" if translation.get_language_bidi() else "ltr",
        "LANGUAGE_CODE": translation.get_language(),
    }
    try:
        release = current_release(partner.program_id)
    except NoRelease:
        return common
    return common | {
        "balances": _balances(release, partner),
        "lines": _lines(release, partner),
        "as_of": release.manifest.as_of,
    }


def _balances(release: Release, partner: Partner) -> list[dict[str, str]]:
    reserved = reserved_of(partner)
    found = []
    for one in standing_list(release, partner.partner_id):
        code, digits = one.currency_code, one.balance.cleared.currency.digits
        moving, paid = reserved.get(code, (0, 0))
        pending = one.balance.pending - one.held_open + one.balance.on_hold
        found.append(
            {
                "currency": code,
                "pending": money_text(pending.minor, code, digits),
                "available": money_text(one.balance.cleared.minor - moving - paid, code, digits),
                "in_payment": money_text(moving, code, digits),
            }
        )
    return found


def _lines(release: Release, partner: Partner) -> list[dict[str, Any]]:
    presents = release.presents()
    if not presents:
        return []
    period = presents[-1]
    lines = lines_last(
        release, partner.partner_id, calendar_id=period.calendar_id, period_id=period.period_id,
        limit=LINES_SHOWN,
    )  # fmt: skip
    return [
        {
            "on": line.event_on,
            "label": labels.row_label(
                line.component_id, line.component_type, line.symbol_group or ""
            ),
            "amount": money_text(
                line.money.minor, line.money.currency_code, line.money.currency.digits
            ),
            "currency": line.money.currency_code,
        }
        for line in lines
    ]
