"""Who stands below, what it brought, who wants in; and what a master may do there."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope, today_of
from portal.api.idempotency import idempotent
from portal.api.problems import Problem
from portal.api.schemas import Amount, text
from portal.api.services import Bearer
from portal.notices.services import notice_send
from portal.onboarding.invitations import network_link_make
from portal.onboarding.models import Application
from portal.onboarding.selectors import (
    applicant_get,
    applicants_of,
    network_link_url,
    policy_get,
)
from portal.onboarding.services import application_decide
from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.partners.passing import share_set
from portal.partners.selectors import Below, network_of
from portal.partners.shares import share_range
from portal.releases.reader import Release, current_release
from portal.releases.selectors.network import Volume, network_get

router = Router(tags=["Network"])
LONGEST = 2000


@router.get("/network", response=schemas.Network, summary="Partners below, and what they brought")
@scope("network:read")
def network(request: HttpRequest, period: str = "") -> Any:
    """Of one period (default: the present ones). Statistics of fewer than 3 clients are null."""
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    periods = [period] if period else [p.period_id for p in release.presents()]
    found = network_get(release, bearer.partner.partner_id, periods, today_of(bearer))
    allowed = share_range(found.sources)
    return {
        "items": [
            _row(one, found.volumes.get(one.partner.partner_id, ()))
            for one in network_of(bearer.partner, today_of(bearer))
        ],
        "share_lowest": text(allowed.lowest) if allowed else None,
        "share_highest": text(allowed.highest) if allowed else None,
    }


@router.get("/network/applicants", response=schemas.Applicants, summary="Who wants to join")
@scope("network:read")
def network_applicants(request: HttpRequest) -> Any:
    return {"items": [_applicant(one) for one in applicants_of(bearer_of(request).partner)]}


@router.post("/network/applicants/{application_id}/decision",
             response={201: schemas.Applicant}, summary="Admit or refuse an applicant")  # fmt: skip
@scope("network:write")
@idempotent
def network_decide(request: HttpRequest, application_id: str, body: schemas.DecisionIn) -> Any:
    """With a reason that the applicant reads."""
    bearer = bearer_of(request)
    found = applicant_get(bearer.partner, application_id)
    done = application_decide(by=Author.of(bearer.user), application=found, approve=body.approve,
                              reason=body.reason[:500])  # fmt: skip
    return 201, schemas.Applicant(**_applicant(done))


@router.get("/network/invite-link", response=schemas.InviteLink, summary="Where applicants come in")
@scope("network:read")
def network_invite_link(request: HttpRequest) -> Any:
    return {"url": network_link_url(bearer_of(request).partner) or None}


@router.post("/network/invite-link", response={201: schemas.InviteLink},
             summary="Make the invite link")  # fmt: skip
@scope("network:write")
@idempotent
def network_invite_link_make(request: HttpRequest) -> Any:
    """The one before it ends; 404 where the program takes nobody in."""
    bearer = bearer_of(request)
    if policy_get(bearer.partner.program_id) is None:
        raise Http404
    network_link_make(by=Author.of(bearer.user), master=bearer.partner)
    return 201, schemas.InviteLink(url=network_link_url(bearer.partner))


@router.post("/network/{partner_id}/share", response={201: schemas.ShareSet},
             summary="Set what a partner right below is passed")  # fmt: skip
@scope("network:write")
@idempotent
def network_share(request: HttpRequest, partner_id: str, body: schemas.ShareIn) -> Any:
    """`share` of 1 as text, inside the plan's range; from the next period on. It is told."""
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    child, share = _child(bearer, partner_id), _share(body.share)
    allowed = share_range(_sources(release, bearer))
    made = share_set(by=Author.of(bearer.user), master=bearer.partner, child=child, share=share,
                     allowed=allowed)  # fmt: skip
    words = {"share": f"{(share * 100).normalize():f} %", "day": made.valid_from.isoformat()}
    notice_send(code="share_set", partner=child, words=words)
    return 201, schemas.ShareSet(partner_id=partner_id, share=f"{share:f}",
                                 valid_from=made.valid_from)  # fmt: skip


@router.post("/network/messages", response={201: schemas.Sent}, summary="Write to the network")
@scope("network:write")
@idempotent
def network_message(request: HttpRequest, body: schemas.NetworkMessageIn) -> Any:
    """To one partner right below, or, without `partner_id`, to all of them."""
    bearer, said = bearer_of(request), body.text.strip()
    if not said or len(said) > LONGEST:
        raise Problem(422, "bad_text", f"Write 1 to {LONGEST} characters.")
    below = [b.partner for b in network_of(bearer.partner, today_of(bearer)) if b.depth == 1]
    if body.partner_id:
        below = [_child(bearer, body.partner_id)]
    for partner in below:
        notice_send(code="network_message", partner=partner,
                    words={"who": bearer.partner.name, "text": said})  # fmt: skip
    return 201, schemas.Sent(count=len(below))


def _sources(release: Release, bearer: Bearer) -> tuple[str, ...]:
    periods = [p.period_id for p in release.presents()]
    return network_get(release, bearer.partner.partner_id, periods, today_of(bearer)).sources


def _child(bearer: Bearer, partner_id: str) -> Partner:
    for below in network_of(bearer.partner, today_of(bearer)):
        if below.depth == 1 and below.partner.partner_id == partner_id:
            return below.partner
    raise Http404


def _share(said: str) -> Decimal:
    try:
        share = Decimal(said)
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite() or not 0 <= share <= 1:
        raise Problem(422, "bad_share", f"share {said[:30]!r}: write 0 to 1, e.g. 0.25.")
    return share


def _row(one: Below, volumes: tuple[Volume, ...]) -> dict[str, Any]:
    return {
        "partner_id": one.partner.partner_id, "name": one.partner.name,
        "parent_partner_id": one.parent_id, "depth": one.depth, "status": one.partner.status,
        "since": one.since, "share": text(one.share),
        "volumes": [
            {"earned": Amount.of(v.earned), "clients": v.clients, "lots": text(v.lots)}
            for v in volumes
        ],
    }  # fmt: skip


def _applicant(one: Application) -> dict[str, Any]:
    same = ("application_id", "name", "kind", "country", "website", "traffic", "audience", "state",
            "reason", "submitted_at", "decided_at")  # fmt: skip
    return {name: getattr(one, name) for name in same}
