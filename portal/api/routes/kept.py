"""Reports that a partner's people keep: the question by name, never its answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.idempotency import idempotent
from portal.partners.authors import Author
from portal.reports.models import SavedReport
from portal.reports.selectors import reports_of
from portal.reports.services import report_remove, report_save

router = Router(tags=["Earnings"])


@router.get("/reports/kept", response=schemas.KeptReports, summary="Reports that the team keeps")
@scope("reports:read")
def kept_reports(request: HttpRequest) -> Any:
    return {"items": [_said(one) for one in reports_of(bearer_of(request).partner)]}


@router.post("/reports/kept", response={201: schemas.KeptReport}, summary="Keep a report")
@scope("reports:write")
@idempotent
def kept_report_make(request: HttpRequest, body: schemas.KeptReportIn) -> Any:
    """`query` is what stands after `?` on the page Reports; the same name again replaces it."""
    bearer = bearer_of(request)
    made = report_save(
        by=Author.of(bearer.user), partner=bearer.partner, name=body.name, query=body.query[:1000],
        days=body.days,
    )  # fmt: skip
    return 201, schemas.KeptReport(**_said(made))


@router.delete("/reports/kept/{report_no}", response={204: None}, summary="Drop a kept report")
@scope("reports:write")
def kept_report_remove(request: HttpRequest, report_no: int) -> Any:
    if not report_remove(partner=bearer_of(request).partner, report_id=report_no):
        raise Http404
    return 204, None


def _said(one: SavedReport) -> dict[str, Any]:
    same = ("name", "query", "days", "author", "saved_at")
    return {name: getattr(one, name) for name in same} | {"report_no": one.pk}
