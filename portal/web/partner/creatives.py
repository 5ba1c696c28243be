"""Creatives: the library by kind, size and language; one creative with embed code and download."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from portal import clock
from portal.creatives.embed import banner_code, text_code
from portal.creatives.files import offer_file
from portal.creatives.models import CreativeVersion
from portal.creatives.selectors import Offer, offer_for, offers_for, shown_publicly
from portal.links.addresses import short_url
from portal.links.selectors import links_of
from portal.uploads import path_of
from portal.web.partner.frame import Viewer, partner_page, show

KINDS: dict[str, str | Promise] = {
    "banner": lazy("Banner"),
    "text": lazy("Text"),
    "email": lazy("E-mail"),
}
IMAGE_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
MOST_LINKS = 200


@partner_page()
def library(viewer: Viewer) -> HttpResponseBase:
    """`?kind=`, `?size=`, `?language=` narrow; what must not be used stands apart."""
    offers = offers_for(viewer.partner, viewer.today)
    asked = {name: viewer.request.GET.get(name, "") for name in ("kind", "size", "language")}
    usable = [o for o in offers if o.is_usable]
    shown = [o for o in usable if all(not v or _trait(o, n) == v for n, v in asked.items())]
    context = {
        "rows": [_card(viewer, offer) for offer in shown],
        "gone": [offer for offer in offers if not offer.is_usable],
        "menus": [_menu(name, usable, asked) for name in asked],
        "is_narrowed": any(asked.values()),
        "has_any": bool(usable),
        "here": viewer.url("creatives"),
    }
    return show(viewer, "partner/creatives/list.html", context, "creatives", has_figures=False)


@partner_page()
def one(viewer: Viewer, public_id: str) -> HttpResponseBase:
    """`?link=` chooses whose code is embedded."""
    offer = _found(viewer, public_id)
    links = list(links_of(viewer.partner)[:MOST_LINKS])
    wish = viewer.request.GET.get("link", "")
    link = next((found for found in links if found.link_code == wish), links[0] if links else None)
    if wish and (link is None or link.link_code != wish):
        raise Http404
    context: dict[str, Any] = {
        "card": _card(viewer, offer),
        "links": links,
        "link": link,
        "code": _code(viewer.request, offer, short_url(link)) if link and offer.is_usable else "",
        "here": viewer.url("creatives"),
        "new_link_href": viewer.url("links_new"),
        "file_href": viewer.url("creatives_file", public_id=public_id),
    }
    return show(viewer, "partner/creatives/one.html", context, "creatives", has_figures=False)


@partner_page()
def file(viewer: Viewer, public_id: str) -> HttpResponseBase:
    """The newest version as a download."""
    offer = _found(viewer, public_id)
    if not offer.is_usable:
        raise Http404
    return offer_file(offer)


@login_not_required
@require_safe
def public_image(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The image as other people's pages show it; withdrawn and expired ones are gone."""
    version = shown_publicly(public_id, clock.now().date())
    if version is None:
        raise Http404
    path = path_of(version.creative.program_id, version.sha256)
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=_type(version))
    response["Cache-Control"] = "public, max-age=300"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _found(viewer: Viewer, public_id: str) -> Offer:
    offer = offer_for(viewer.partner, public_id, viewer.today)
    if offer is None:
        raise Http404
    return offer


def _type(version: CreativeVersion) -> str:
    return IMAGE_TYPES[version.file_name.rpartition(".")[2].lower()]


def _image(offer: Offer) -> str:
    return reverse("creative_image", kwargs={"public_id": offer.creative.public_id})


def _code(request: HttpRequest, offer: Offer, link_url: str) -> str:
    version = offer.version
    if offer.creative.kind == "banner":
        image = request.build_absolute_uri(_image(offer))
        alt = offer.creative.alt_text or offer.creative.title
        return banner_code(link_url, image, alt, version.width, version.height)
    return text_code(link_url, version.text)


def _card(viewer: Viewer, offer: Offer) -> dict[str, Any]:
    creative = offer.creative
    return {
        "offer": offer,
        "creative": creative,
        "version": offer.version,
        "kind": KINDS[creative.kind],
        "language": language_name(creative.language),
        "size": offer.size,
        "href": viewer.url("creatives_one", public_id=creative.public_id),
        "image": _image(offer) if creative.kind == "banner" and offer.is_usable else "",
    }


def _trait(offer: Offer, name: str) -> str:
    if name == "size":
        return f"{offer.version.width}x{offer.version.height}" if offer.version.width else ""
    return str(getattr(offer.creative, name))


def _menu(name: str, offers: list[Offer], asked: dict[str, str]) -> dict[str, Any]:
    labels = {"kind": lazy("Type"), "size": lazy("Size"), "language": lazy("Language")}
    values = sorted({value for offer in offers if (value := _trait(offer, name))})
    rest = {key: value for key, value in asked.items() if value and key != name}
    links = [{"href": "?" + urlencode(rest | {name: v}), "text": _word(name, v)} for v in values]
    return {
        "label": labels[name],
        "present": _word(name, asked[name]) if asked[name] else "",
        "links": [{"href": "?" + urlencode(rest), "text": lazy("All")}, *links],
    }


def language_name(code: str) -> str:
    """A language in the reader's own."""
    here = Locale.parse(to_locale(get_language() or "en"))
    return here.languages.get(to_locale(code), code) if code else ""


def _word(name: str, value: str) -> str | Promise:
    if name == "kind":
        return KINDS.get(value, value)
    return language_name(value) if name == "language" else value.replace("x", " × ")
