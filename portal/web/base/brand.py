"""A program's style sheet and logo, from our own origin, named by the hash of what they hold."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import condition, require_safe

from portal.branding.selectors import brand_with_sheet, has_logo
from portal.branding.stylesheets import sheet_of
from portal.uploads import path_of

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
FOR_EVER = "public, max-age=31536000, immutable"


def _tag(_request: HttpRequest, program_id: str, **named: Any) -> str:
    return f'"{named.get("sheet_hash") or named.get("sha256")}"'


@login_not_required
@require_safe
@condition(etag_func=_tag)
def sheet(request: HttpRequest, program_id: str, sheet_hash: str) -> HttpResponse:
    """The tokens of one version; whoever knows the hash has the colours already."""
    found = brand_with_sheet(program_id, sheet_hash)
    if found is None:
        raise Http404
    response = HttpResponse(sheet_of(found.colours), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER
    return response


@login_not_required
@require_safe
def logo(request: HttpRequest, program_id: str, sha256: str, kind: str) -> HttpResponseBase:
    """A logo that a version has; opened by itself it is in a sandbox and loads nothing."""
    path = path_of(program_id, sha256)
    if kind not in TYPES or not has_logo(program_id, sha256, kind) or not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=TYPES[kind])
    response["Cache-Control"] = FOR_EVER
    response["ETag"] = f'"{sha256}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
