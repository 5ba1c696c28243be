"""What a partner promotes with: creatives with its own link in them, landing pages, archiving."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope, today_of
from portal.creatives.embed import banner_code, text_code
from portal.creatives.files import offer_file
from portal.creatives.selectors import Offer, offer_for, offers_for
from portal.links.addresses import short_url, test_url
from portal.links.models import Link
from portal.links.qr import qr_file
from portal.links.selectors import hosts_of, landing_pages_of, link_of
from portal.links.services import link_archive
from portal.partners.authors import Author

router = Router(tags=["Promotion"])


@router.get("/creatives", response=schemas.Creatives, summary="Banners and texts, to embed")
@scope("links:read")
def creatives(request: HttpRequest, link: str = "", kind: str = "", language: str = "") -> Any:
    """`code` is HTML to paste, with `link`'s address in it (without it: no code). What must not be
    used any more has `is_usable` false and no code."""
    bearer = bearer_of(request)
    address = short_url(_own(bearer.partner, link)) if link else ""
    return {
        "items": [
            _creative(offer, address)
            for offer in offers_for(bearer.partner, today_of(bearer))
            if (not kind or offer.creative.kind == kind)
            and (not language or offer.creative.language == language)
        ]
    }


@router.get("/landing-pages", response=schemas.LandingPages, summary="Where links may lead")
@scope("links:read")
def landing_pages(request: HttpRequest) -> Any:
    """Pages to choose from, and the hosts on which a link may lead to any page."""
    program_id = bearer_of(request).partner.program_id
    return {
        "items": [{"title": p.title, "url": p.url, "language": p.language}
                  for p in landing_pages_of(program_id)],
        "hosts": [{"host": h.host, "with_subdomains": h.with_subdomains}
                  for h in hosts_of(program_id)],
    }  # fmt: skip


@router.post("/links/{link_code}/archive", response=schemas.Archived, summary="Archive a link")
@scope("links:write")
def link_put_away(request: HttpRequest, link_code: str) -> Any:
    """It leaves the list; wherever it stands it goes on working."""
    bearer = bearer_of(request)
    found = _own(bearer.partner, link_code)
    if found.archived_at is None:
        link_archive(by=Author.of(bearer.user), link=found)
    return {"link_code": link_code, "is_archived": True}


@router.get("/links/{link_code}/qr", summary="The link's QR code, SVG")
@scope("links:read")
def link_qr(request: HttpRequest, link_code: str) -> HttpResponse:
    found = _own(bearer_of(request).partner, link_code)
    return HttpResponse(qr_file(short_url(found)), content_type="image/svg+xml")


@router.post("/links/{link_code}/test", response=schemas.TestClick, summary="Try a link")
@scope("links:write")
def link_test(request: HttpRequest, link_code: str) -> Any:
    """Open `url`: it leads where a visitor gets, and the click counts nowhere."""
    return {"url": test_url(_own(bearer_of(request).partner, link_code))}


@router.get("/creatives/{creative_id}/file", summary="The newest version, as a file")
@scope("links:read")
def creative_file(request: HttpRequest, creative_id: str) -> HttpResponseBase:
    """404 for what must not be used any more."""
    bearer = bearer_of(request)
    offer = offer_for(bearer.partner, creative_id, today_of(bearer))
    if offer is None or not offer.is_usable:
        raise Http404
    return offer_file(offer)


def _own(partner: Any, link_code: str) -> Link:
    try:
        return link_of(partner, link_code)
    except Link.DoesNotExist:
        raise Http404 from None


def _creative(offer: Offer, address: str) -> dict[str, Any]:
    one, version = offer.creative, offer.version
    image = ""
    if one.kind == "banner":
        image = settings.PORTAL_URL + reverse("creative_image", args=[one.public_id])
    code = ""
    if address and offer.is_usable:
        alt = one.alt_text or one.title
        code = (
            banner_code(address, image, alt, version.width, version.height)
            if one.kind == "banner"
            else text_code(address, version.text)
        )
    return {
        "creative_id": one.public_id, "title": one.title, "kind": one.kind,
        "language": one.language, "version_no": version.version_no, "width": version.width,
        "height": version.height, "text": version.text, "expires_on": one.expires_on,
        "is_usable": offer.is_usable, "image_url": image if offer.is_usable else "", "code": code,
    }  # fmt: skip
