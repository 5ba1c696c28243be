"""A creative as a file to keep."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from portal.creatives.selectors import Offer
from portal.uploads import upload_response


def offer_file(offer: Offer) -> HttpResponseBase:
    """The newest version as a download: a banner's image, or the text."""
    version = offer.version
    if offer.creative.kind == "banner":
        return upload_response(offer.creative.program_id, version.sha256, version.file_name)
    response = HttpResponse(version.text, content_type="text/plain; charset=utf-8")
    name = f"{offer.creative.public_id}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
