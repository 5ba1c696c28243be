"""What is new for an endpoint since it was last told: lines, closed statements, payments."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from portal.hooks import messages
from portal.hooks.models import Endpoint
from portal.hooks.services import message_add
from portal.partners.models import Partner
from portal.payouts.models import Payment
from portal.releases.reader import NoRelease, Release, current_release
from portal.releases.selectors.news import lines_new, statement_ids
from portal.releases.selectors.statements import statement_list

MOST_LINES = 500


def seen_now(partner: Partner) -> dict[str, Any]:
    """What a new endpoint need not be told: everything that is there already."""
    release = _release(partner)
    return {
        "digest": release.manifest.digest if release else "",
        "statements": statement_ids(release, partner.partner_id) if release else [],
        "payments": _payments(partner),
    }


@transaction.atomic
def endpoint_watch(endpoint: Endpoint) -> int:
    """Queue what is new for the endpoint; how many messages that made."""
    endpoint = (
        Endpoint.objects.select_for_update().select_related("partner__program").get(pk=endpoint.pk)
    )
    seen = dict(endpoint.seen)
    made = _watch_payments(endpoint, seen)
    release = _release(endpoint.partner)
    if release and release.manifest.digest != seen.get("digest"):
        made += _watch_release(endpoint, release, seen)
        seen["digest"] = release.manifest.digest
    if seen != endpoint.seen:
        endpoint.seen = seen
        endpoint.save(update_fields=["seen"])
    return made


def _watch_release(endpoint: Endpoint, release: Release, seen: dict[str, Any]) -> int:
    own = endpoint.partner.partner_id
    made = 0
    if "line.created" in endpoint.events:
        found, more = lines_new(release, own, seen.get("digest", ""), MOST_LINES)
        for line in found:
            made += message_add(endpoint, "line.created", line.line_id, messages.line(line))
        if more:
            key = f"more:{release.manifest.digest}"
            made += message_add(endpoint, "line.created", key, {"further_lines": more})
    known = set(seen.get("statements", []))
    statements = statement_list(release, own)
    if "statement.closed" in endpoint.events:
        for one in statements:
            if one.statement_id not in known:
                made += message_add(
                    endpoint, "statement.closed", one.statement_id, messages.statement(one)
                )
    seen["statements"] = sorted(s.statement_id for s in statements)
    return made


def _watch_payments(endpoint: Endpoint, seen: dict[str, Any]) -> int:
    present = _payments(endpoint.partner)
    before = seen.get("payments", {})
    changed = [name for name, state in present.items() if before.get(name) != state]
    made = 0
    if changed and "payment.changed" in endpoint.events:
        rows = Payment.objects.filter(partner=endpoint.partner, payment_id__in=changed)
        for payment in rows.order_by("pk"):
            key = f"{payment.payment_id}:{payment.state}:{payment.state_on}"
            made += message_add(endpoint, "payment.changed", key, messages.payment(payment))
    seen["payments"] = present
    return made


def _payments(partner: Partner) -> dict[str, str]:
    rows = Payment.objects.filter(partner=partner).values_list("payment_id", "state")
    return dict(rows.order_by("pk"))


def _release(partner: Partner) -> Release | None:
    try:
        return current_release(partner.program_id)
    except NoRelease:
        return None
