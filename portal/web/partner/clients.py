"""Clients: one's own, how far each has come, what each still lacks; and the way to a claim."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.releases.selectors.clients import (
    EXPORT_COLUMNS,
    STATES,
    Condition,
    OwnClient,
    clients_export,
    clients_page,
)
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import decimal_text
from portal.web.partner import labels
from portal.web.partner.csv_export import csv_response
from portal.web.partner.figures import exact
from portal.web.partner.frame import WRITERS, Viewer, partner_page, show
from portal.web.partner.meanings import metric_label

# State → tone of its glyph, and its word.
WORDS: dict[str, tuple[str, str | Promise]] = {
    "registered": ("none", gettext_lazy("Registered")),
    "verified": ("go", gettext_lazy("Verified")),
    "deposited": ("go", gettext_lazy("Deposited")),
    "active": ("good", gettext_lazy("Active")),
    "dormant": ("wait", gettext_lazy("Dormant")),
    "left": ("none", gettext_lazy("No longer yours")),
}
COUNTED = ("lots", "trades", "identity_verified")


@partner_page()
def clients(viewer: Viewer) -> HttpResponseBase:
    """`?state=&link=&seek=&page=`; `seek` is a pseudonym, three digits or a sub-id."""
    wish = viewer.request.GET
    state, page = wish.get("state", ""), wish.get("page", "1")
    if (state and state not in STATES) or not page.isdecimal() or not 1 <= int(page) <= 10_000:
        raise Http404
    seek, link = wish.get("seek", "").strip()[:100], wish.get("link", "")
    found = clients_page(
        viewer.release, viewer.partner_id, state=state, link=link, seek=seek, page=int(page)
    )
    today = viewer.release.manifest.as_of.date()
    asked = {"state": state, "link": link, "seek": seek}
    context: dict[str, Any] = {
        "rows": [_row(viewer, client, today) for client in found.clients],
        "tabs": _tabs(found.counts, asked),
        "asked": asked,
        "link_menu": _links(found.links, asked) if len(found.links) > 1 else None,
        "total": found.total,
        "has_any": bool(found.counts),
        "has_conditions": any(client.conditions for client in found.clients),
        "has_verified": any(client.verified_on for client in found.clients),
        "previous_href": _with(asked, page=str(int(page) - 1)) if int(page) > 1 else "",
        "next_href": _with(asked, page=str(int(page) + 1)) if found.has_next else "",
        "csv_href": viewer.url("clients_csv"),
        "claim_href": viewer.url("cases_claim") if viewer.may(*WRITERS) else "",
        "links_href": viewer.url("overview"),
    }
    return show(viewer, "partner/clients.html", context, "clients")


@partner_page()
def clients_csv(viewer: Viewer) -> HttpResponseBase:
    """All own clients as CSV."""
    batches = clients_export(viewer.release, viewer.partner_id)
    rows = (row for batch in batches for row in batch)
    return csv_response(viewer.file_name(f"clients-{viewer.partner_id}.csv"), EXPORT_COLUMNS, rows)


def _row(viewer: Viewer, client: OwnClient, today: date) -> dict[str, Any]:
    tone, word = WORDS[client.state]
    return {
        "ref": client.client_ref,
        "tail": client.account_tail,
        "href": viewer.url("reports") + "?" + urlencode({"client": client.client_ref, "by": "day"}),
        "registered_on": client.registered_on,
        "verified_on": client.verified_on,
        "deposited_on": client.deposited_on,
        "last_active_on": client.last_active_on,
        "tone": tone,
        "word": str(word),
        "subs": " · ".join(client.subs) or client.link_code,
        "country": labels.country_label(client.country) if client.country else "",
        "lacks": lacks(client, today),
    }


def lacks(client: OwnClient, today: date) -> dict[str, Any]:
    """What a client still lacks to qualify: {tone, word, rows}."""
    if client.qualified_on:
        day = day_text(client.qualified_on, "short")
        return {"tone": "good", "word": _("Qualified on %(day)s") % {"day": day}, "rows": []}
    open_ones = [c for c in client.conditions if not c.is_met]
    if not open_ones:
        return {"tone": "", "word": "", "rows": []}
    late = [c for c in open_ones if c.until_on and c.until_on < today]
    if late:
        last = day_text(late[0].until_on, "short")
        return {"tone": "bad", "word": _("Too late since %(day)s") % {"day": last},
                "rows": [_lack(c) for c in late]}  # fmt: skip
    ends = min((c.until_on for c in open_ones if c.until_on), default=None)
    word = _("until %(day)s") % {"day": day_text(ends, "short")} if ends else ""
    return {"tone": "wait", "word": word, "rows": [_lack(c) for c in open_ones]}


def _lack(condition: Condition) -> str:
    name = metric_label(condition.metric)
    if condition.metric == "identity_verified":
        return _("Identity not verified")
    if condition.threshold is None or condition.value is None:
        return _("%(metric)s: not reached") % {"metric": name}
    unit = "" if condition.metric in COUNTED else f" {condition.currency_code}"
    return _("%(metric)s: %(found)s of %(asked)s%(unit)s") % {
        "metric": name,
        "found": decimal_text(condition.value, 2),
        "asked": exact(condition.threshold),
        "unit": unit,
    }


def _tabs(counts: dict[str, int], asked: dict[str, str]) -> list[dict[str, Any]]:
    everyone = sum(counts.values())
    found = [{"text": _("All"), "n": everyone, "href": _with(asked, state="", page=""),
              "is_here": not asked["state"]}]  # fmt: skip
    for state in STATES:
        if state in counts:
            found.append(
                {"text": str(WORDS[state][1]), "n": counts[state],
                 "href": _with(asked, state=state, page=""), "is_here": asked["state"] == state}
            )  # fmt: skip
    return found


def _links(codes: tuple[str, ...], asked: dict[str, str]) -> dict[str, Any]:
    return {
        "present": asked["link"] or _("all"),
        "links": [{"href": _with(asked, link="", page=""), "text": _("all")}]
        + [{"href": _with(asked, link=code, page=""), "text": code} for code in codes],
    }


def _with(asked: dict[str, str], **changes: str) -> str:
    values = {k: v for k, v in (asked | changes).items() if v}
    return "?" + urlencode(values)
