"""Links, conversions reported for them, clients, terms."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.cursors import cursor_read, cursor_write, page_of
from portal.api.idempotency import idempotent
from portal.api.problems import Problem
from portal.collector.selectors import received_for
from portal.links.addresses import short_url
from portal.links.models import SUBS, Link
from portal.links.selectors import link_of
from portal.links.services import link_build
from portal.partners.authors import Author
from portal.releases.reader import current_release
from portal.releases.selectors.clients import STATES, OwnClient, clients_page
from portal.releases.selectors.terms import terms_list

router = Router(tags=["Promotion"])
PAGE_ROWS = 100


@router.get("/links", response=schemas.Links, summary="Links, newest first")
@scope("links:read")
def links(request: HttpRequest, cursor: str = "") -> Any:
    bearer = bearer_of(request)
    asked = {"list": "links"}
    rows = Link.objects.filter(partner=bearer.partner).select_related("program", "partner")
    shown, following = page_of(rows, cursor, asked, bearer.partner.pk, PAGE_ROWS)
    return {
        "items": [_link(link) for link in shown],
        "next_cursor": following,
    }


@router.post("/links", response={201: schemas.Link}, summary="Make a link")
@scope("links:write")
@idempotent
def link_make(request: HttpRequest, body: schemas.LinkIn) -> Any:
    """Send an `Idempotency-Key`, and a second try makes no second link."""
    bearer = bearer_of(request)
    try:
        link = link_build(
            by=Author.of(bearer.user),
            partner=bearer.partner,
            destination=body.destination,
            campaign=body.campaign,
            subs={name: getattr(body, name) for name in SUBS},
            link_code=body.short_name,
            with_partner_code=body.with_partner_code,
        )
    except ValidationError as error:
        raise Problem(422, "not_valid", "; ".join(error.messages)) from None
    return 201, schemas.Link(**_link(link))


@router.get("/links/{link_code}", response=schemas.Link, summary="One link")
@scope("links:read")
def link(request: HttpRequest, link_code: str) -> Any:
    try:
        return _link(link_of(bearer_of(request).partner, link_code))
    except Link.DoesNotExist:
        raise Http404 from None


@router.get("/conversions", response=schemas.Conversions, summary="Conversions as reported")
@scope("links:read")
def conversions(request: HttpRequest, cursor: str = "") -> Any:
    """`unconfirmed` ones are never payable until they are confirmed."""
    bearer = bearer_of(request)
    asked = {"list": "conversions"}
    rows = received_for(bearer.partner)
    shown, following = page_of(rows, cursor, asked, bearer.partner.pk, PAGE_ROWS)
    return {
        "items": [
            {"event_id": r.event_id, "conversion_type": r.conversion_type, "state": r.state,
             "reason": r.reason, "link_code": r.link.link_code if r.link else "",
             "received_at": r.received_at}
            for r in shown
        ],
        "next_cursor": following,
    }  # fmt: skip


@router.get("/clients", response=schemas.Clients, summary="Own clients by pseudonym")
@scope("clients:read")
def clients(
    request: HttpRequest, state: str = "", link_code: str = "", seek: str = "", cursor: str = ""
) -> Any:
    if state and state not in STATES:
        raise Problem(422, "bad_state", f"state is one of {', '.join(STATES)}")
    bearer = bearer_of(request)
    asked = {"list": "clients", "state": state, "link": link_code, "seek": seek}
    number = int(cursor_read(cursor, asked, bearer.partner.pk)) if cursor else 1
    release = current_release(bearer.partner.program_id)
    page = clients_page(release, bearer.partner.partner_id, state=state, link=link_code,
                        seek=seek[:80], page=number)  # fmt: skip
    names = set(schemas.Client.model_fields) - {"subs", "lacks"}
    more = cursor_write(number + 1, asked, bearer.partner.pk) if page.has_next else None
    return {
        "items": [
            {name: getattr(c, name) for name in names}
            | {"subs": list(c.subs), "lacks": [] if c.qualified_on else _lacks(c)}
            for c in page.clients
        ],
        "counts": page.counts,
        "next_cursor": more,
    }


@router.get("/terms", response=schemas.Terms, summary="Deals in plain sentences, dated")
@scope("terms:read")
def terms(request: HttpRequest, language: str = "en") -> Any:
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    return {"items": [asdict(d) for d in terms_list(release, bearer.partner.partner_id, language)]}


def _lacks(client: OwnClient) -> list[dict[str, Any]]:
    return [
        {"component_id": c.component_id, "metric": c.metric, "asked": schemas.text(c.threshold),
         "found": schemas.text(c.value), "currency": c.currency_code, "until_on": c.until_on}
        for c in client.conditions
        if not c.is_met
    ]  # fmt: skip


def _link(link: Link) -> dict[str, Any]:
    same = ("link_code", "destination", "campaign", *SUBS, "with_partner_code", "created_at")
    return {name: getattr(link, name) for name in same} | {
        "url": short_url(link),
        "is_archived": link.archived_at is not None,
    }
