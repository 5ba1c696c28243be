"""A period's figures as on the Overview, and events that earned nothing with their reason."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.schemas import Amount, text
from portal.releases.reader import current_release
from portal.releases.selectors.commissions import Unpaid, unpaid_list
from portal.releases.selectors.overview import overview_get
from portal.releases.selectors.why import why_not_get

router = Router(tags=["Earnings"])
COUNTS = ("clicks", "registrations", "first_deposits", "active_clients", "sales")


@router.get("/overview", response=schemas.Overview, summary="A period's figures and its days")
@scope("reports:read")
def overview(request: HttpRequest, period: str = "", currency: str = "") -> Any:
    """Without `period` and `currency`: the present period of what the partner earns most in."""
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    found = overview_get(
        release, bearer.partner.partner_id, period_id=period or None,
        currency_code=currency.upper() or None,
    )  # fmt: skip
    if found is None or not found.choice.currency_code:
        raise Http404
    now, chosen = found.figures, found.choice.period
    code = found.choice.currency_code
    return {
        "calendar_id": chosen.calendar_id,
        "period_id": chosen.period_id,
        "starts_on": chosen.starts_on,
        "ends_on": chosen.ends_on,
        "is_open": chosen.is_running,
        **{name: getattr(now, name) for name in COUNTS},
        "lots": text(now.lots) or "0",
        **{
            name: Amount.of(getattr(now, name))
            for name in ("net_revenue", "commission", "locked", "held", "carried")
        },
        "days": [
            {"on": day, **{name: row[name] for name in COUNTS if name != "active_clients"},
             "commission": Amount.of(release.money(row["commission_minor"], code))}
            for day, row in sorted(found.days.items())
            if chosen.starts_on <= day <= chosen.ends_on
        ],
    }  # fmt: skip


@router.get("/unpaid", response=schemas.UnpaidEvents, summary="Events that earned nothing")
@scope("reports:read")
def unpaid(request: HttpRequest, period: str, reason: str = "", client: str = "") -> Any:
    """Of one period, the newest 200; `reason` and `client` narrow."""
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    found = unpaid_list(release, bearer.partner.partner_id, period_id=period, reason_code=reason,
                        client_ref=client)  # fmt: skip
    return {"items": [_event(one) for one in found]}


@router.get("/unpaid/{event_id}/why", response=schemas.WhyNot, summary="Why an event paid nothing")
@scope("reports:read")
def why_not(request: HttpRequest, event_id: str, period: str, language: str = "en") -> Any:
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    found = why_not_get(release, bearer.partner.partner_id, period_id=period, event_id=event_id,
                        language=language)  # fmt: skip
    if found is None:
        raise Http404
    rule = found.rule
    return {
        "event": _event(found.event),
        "rule": {
            "plan_id": rule.plan_id, "version_no": rule.version_no, "valid_from": rule.valid_from,
            "sentences": list(rule.sentences), "source_text": rule.source_text,
        },
    }  # fmt: skip


def _event(one: Unpaid) -> dict[str, Any]:
    same = ("event_id", "period_id", "component_id", "deal_id", "client_ref", "event_on",
            "event_kind", "symbol", "currency_code", "reason_code", "asked", "found", "file_name",
            "file_row")  # fmt: skip
    return {name: getattr(one, name) for name in same} | {
        "quantity": text(one.quantity),
        "amount": text(one.amount),
    }
