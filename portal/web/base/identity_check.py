"""The address at which an operator's identity check reports: signed, or nothing happens."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.collector.selectors import source_get
from portal.collector.services import secrets_of
from portal.collector.signatures import judge
from portal.onboarding.identity import identity_report
from portal.partners.errors import DomainError, NotFound

LONGEST_BODY = 16_384
NOBODYS = b"whsec_bm9uZQ=="  # an unknown source takes as long as a known one
FIELDS = ("application_id", "partner_id", "reference")


@csrf_exempt
@login_not_required
@require_POST
def identity_check(request: HttpRequest, source_id: str) -> JsonResponse:
    """`{"type": "identity.verified" | "identity.failed", "data": {…}}`, signed as Standard Webhooks
    with the source's secret. A wrong signature and an unknown source are one answer."""
    source = source_get(source_id)
    if int(request.headers.get("Content-Length") or 0) > LONGEST_BODY:
        return JsonResponse({"error": "too_large"}, status=413)
    body = request.body
    now = datetime.now(UTC)
    judged = judge(
        secrets_of(source, now) if source else [NOBODYS], path=request.path, query="", body=body,
        headers={name.lower(): value for name, value in request.headers.items()}, now=now,
    )  # fmt: skip
    if source is None or not judged.message_id:
        return JsonResponse({"error": "not_signed"}, status=401)
    try:
        said = json.loads(body)
        data: dict[str, Any] = said["data"]
        named = {name: str(data.get(name) or "") for name in FIELDS}
        state = identity_report(source=source, kind=str(said["type"]), **named)
    except NotFound:
        return JsonResponse({"error": "not_found"}, status=404)
    except DomainError as refusal:
        return JsonResponse({"error": refusal.code, "detail": str(refusal)}, status=422)
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "bad_body"}, status=422)
    return JsonResponse({"identity": state})
