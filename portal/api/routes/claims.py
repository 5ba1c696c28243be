"""Disputes and claims: read, and opened as on the pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Form, Router
from ninja.files import UploadedFile

from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.cursors import page_of
from portal.api.idempotency import idempotent
from portal.api.problems import Problem, only_these
from portal.claims.models import Case
from portal.claims.selectors import case_get, evidence_get
from portal.claims.services import case_withdraw, case_write, claim_open, dispute_open
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.releases.reader import current_release
from portal.releases.selectors.why import line_period, why_get
from portal.uploads import upload_response

router = Router(tags=["Claims"])
PAGE_ROWS = 50


@router.get("/cases", response=schemas.Cases, summary="Disputes and claims, newest first")
@scope("claims:read")
def cases(request: HttpRequest, cursor: str = "") -> Any:
    bearer = bearer_of(request)
    asked = {"list": "cases"}
    rows = Case.objects.filter(partner=bearer.partner)
    shown, following = page_of(rows, cursor, asked, bearer.partner.pk, PAGE_ROWS)
    return {
        "items": [case_said(one) for one in shown],
        "next_cursor": following,
    }


@router.get("/cases/{case_id}", response=schemas.CaseDetail, summary="One case with its thread")
@scope("claims:read")
def case(request: HttpRequest, case_id: str) -> Any:
    return _detail(case_get(bearer_of(request).partner, case_id))


@router.post("/cases/{case_id}/messages", response={201: schemas.CaseDetail},
             summary="Go on with a case")  # fmt: skip
@scope("claims:write")
@idempotent
def case_message(request: HttpRequest, case_id: str, body: schemas.CaseTextIn) -> Any:
    """The operator answers next. Send an `Idempotency-Key`."""
    bearer = bearer_of(request)
    found = case_get(bearer.partner, case_id)
    case_write(by=Author.of(bearer.user), case=found, side="partner", text=body.text)
    found.refresh_from_db()
    return 201, schemas.CaseDetail(**_detail(found))


@router.post("/cases/{case_id}/files", response={201: schemas.CaseDetail},
             summary="Hand in evidence")  # fmt: skip
@scope("claims:write")
@idempotent
def case_files_add(
    request: HttpRequest, case_id: str, text: Form[str], files: File[list[UploadedFile]]
) -> Any:
    """A form (multipart/form-data): `text` says what they show, `files` are up to five of PDF,
    PNG, JPEG, CSV or text, 5 MB each; judged by their bytes. Send an `Idempotency-Key`."""
    only_these(request, "text", "files")
    bearer = bearer_of(request)
    found = case_get(bearer.partner, case_id)
    case_write(by=Author.of(bearer.user), case=found, side="partner", text=text, files=files)
    found.refresh_from_db()
    return 201, schemas.CaseDetail(**_detail(found))


@router.get("/cases/{case_id}/files/{file_no}", summary="A file of a case, as it came")
@scope("claims:read")
def case_file(request: HttpRequest, case_id: str, file_no: int) -> HttpResponseBase:
    partner = bearer_of(request).partner
    found = evidence_get(partner, case_id, file_no)
    return upload_response(partner.program_id, found.sha256, found.name)


@router.delete("/cases/{case_id}", response=schemas.Case, summary="Take a case back")
@scope("claims:write")
def case_take_back(request: HttpRequest, case_id: str) -> Any:
    bearer = bearer_of(request)
    return case_said(case_withdraw(by=bearer.user, case=case_get(bearer.partner, case_id)))


@router.post("/claims", response={201: schemas.Case}, summary="A client is missing")
@scope("claims:write")
@idempotent
def claim_make(request: HttpRequest, body: schemas.ClaimIn) -> Any:
    """Answered with what was found. Send an `Idempotency-Key`."""
    bearer = bearer_of(request)
    try:
        made = claim_open(by=bearer.user, partner=bearer.partner, **body.model_dump())
    except DomainError as refusal:
        raise Problem(422, refusal.code, str(refusal)) from None
    return 201, schemas.Case(**case_said(made))


@router.post("/disputes", response={201: schemas.Case}, summary="A line looks wrong")
@scope("claims:write")
@idempotent
def dispute_make(request: HttpRequest, body: schemas.DisputeIn) -> Any:
    """One open dispute a line. Send an `Idempotency-Key`."""
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    own = bearer.partner.partner_id
    period_id = line_period(release, own, body.line_id) or ""
    found = why_get(release, own, period_id=period_id, line_id=body.line_id)
    if found is None:
        raise Http404
    line = found.line
    subject = {
        "line_id": body.line_id, "period_id": period_id, "component_id": line.component_id,
        "component_type": line.component_type, "symbol_group": line.symbol_group or "",
        "level": line.level, "on": line.event_on.isoformat(), "client_ref": line.client_ref,
        "amount_minor": line.money.minor, "currency_code": line.money.currency_code,
    }  # fmt: skip
    try:
        made = dispute_open(by=bearer.user, partner=bearer.partner, line=subject, text=body.text)
    except DomainError as refusal:
        code = 409 if refusal.code == "open_already" else 422
        raise Problem(code, refusal.code, str(refusal)) from None
    return 201, schemas.Case(**case_said(made))


def _detail(found: Case) -> dict[str, Any]:
    return {
        "case": case_said(found),
        "outcome_text": found.outcome_text,
        "messages": [{"side": m.side, "author": m.author, "text": m.text, "at": m.at}
                     for m in found.messages.order_by("pk")],
        "files": [{"file_no": one.pk, "name": one.name, "size": one.size, "added_at": one.added_at}
                  for one in found.evidence.all()],
    }  # fmt: skip


def case_said(case: Case) -> dict[str, Any]:
    """A case as the API says it."""
    same = ("case_id", "kind", "state", "outcome", "opened_at", "due_on", "closed_at")
    return {name: getattr(case, name) for name in same}
