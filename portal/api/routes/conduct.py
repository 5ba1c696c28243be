"""What the program asks of its partners: documents, words, disclosures, findings."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope, today_of
from portal.api.idempotency import idempotent
from portal.api.problems import Problem
from portal.compliance import selectors, services
from portal.compliance.keywords import LONGEST_TEXT, hits
from portal.compliance.models import Finding
from portal.partners.authors import Author
from portal.partners.errors import DomainError, NotFound
from portal.uploads import upload_response

router = Router(tags=["Compliance"])


@router.get("/documents", response=schemas.Documents, summary="Ruling documents, accepted or not")
@scope("compliance:read")
def documents(request: HttpRequest, language: str = "en") -> Any:
    bearer = bearer_of(request)
    found = selectors.standings(bearer.partner, today_of(bearer))
    return {"items": [_document(one, language) for one in found]}


@router.post("/documents/{document_id}/{version_no}/accept", response={201: schemas.Document},
             summary="Accept a document")  # fmt: skip
@scope("compliance:write")
@idempotent
def document_accept(request: HttpRequest, document_id: str, version_no: int) -> Any:
    """For the partner, by the token's person; only the version that rules now."""
    bearer = bearer_of(request)
    today = today_of(bearer)
    for standing in selectors.standings(bearer.partner, today):
        one = standing.document
        if (one.document_id, one.version_no) == (document_id, version_no):
            services.document_acknowledge(by=bearer.user, partner=bearer.partner, document=one)
            now = next(s for s in selectors.standings(bearer.partner, today) if s.document == one)
            return 201, schemas.Document(**_document(now, "en"))
    raise Http404


@router.get("/documents/{document_id}/{version_no}/file", summary="The file beside its text")
@scope("compliance:read")
def document_file(request: HttpRequest, document_id: str, version_no: int) -> HttpResponseBase:
    program_id = bearer_of(request).partner.program_id
    try:
        found = selectors.document_get(program_id, document_id, version_no)
    except NotFound:
        raise Http404 from None
    if not found.sha256:
        raise Http404
    return upload_response(program_id, found.sha256, found.file_name)


@router.get("/words", response=schemas.Words, summary="All words that must not be used")
@scope("compliance:read")
def words(request: HttpRequest) -> Any:
    found = selectors.keywords_list(bearer_of(request).partner.program_id)
    return {"items": [{"phrase": w.phrase, "scope": w.scope, "reason": w.reason} for w in found]}


@router.post("/words/check", response=schemas.WordHits, summary="Words that must not be used")
@scope("compliance:read")
def words_check(request: HttpRequest, body: schemas.WordsIn) -> Any:
    """In a list or the text of a page; nothing of it is kept."""
    if len(body.text) > LONGEST_TEXT:
        raise Problem(422, "too_long", f"{LONGEST_TEXT} characters are the most.")
    found = selectors.keywords_list(bearer_of(request).partner.program_id)
    reasons = {word.phrase: word for word in found}
    return {
        "items": [
            {"phrase": hit.phrase, "count": hit.count, "excerpt": hit.excerpt,
             "reason": reasons[hit.phrase].reason, "scope": reasons[hit.phrase].scope}
            for hit in hits(body.text, reasons)
        ]
    }  # fmt: skip


@router.get("/disclosures", response=schemas.Disclosures, summary="Sentences that pages must carry")
@scope("compliance:read")
def disclosures(request: HttpRequest) -> Any:
    found = selectors.disclosures_list(bearer_of(request).partner.program_id)
    return {"items": [{"country": d.country, "language": d.language, "text": d.text}
                      for d in found]}  # fmt: skip


@router.get("/findings", response=schemas.Findings, summary="What is to be put right")
@scope("compliance:read")
def findings(request: HttpRequest) -> Any:
    return {"items": [_finding(one) for one in selectors.findings_of(bearer_of(request).partner)]}


@router.get("/findings/{finding_id}/files/{file_no}", summary="A file that shows what was found")
@scope("compliance:read")
def finding_file(request: HttpRequest, finding_id: str, file_no: int) -> HttpResponseBase:
    partner = bearer_of(request).partner
    try:
        found = selectors.finding_file(selectors.finding_get(partner, finding_id), file_no)
    except NotFound:
        raise Http404 from None
    return upload_response(partner.program_id, found.sha256, found.name)


@router.post("/findings/{finding_id}/answers", response={201: schemas.Finding},
             summary="Answer a finding")  # fmt: skip
@scope("compliance:write")
@idempotent
def finding_answer(request: HttpRequest, finding_id: str, body: schemas.TextIn) -> Any:
    bearer = bearer_of(request)
    try:
        found = selectors.finding_get(bearer.partner, finding_id)
        services.finding_answer(by=Author.of(bearer.user), finding=found, side="partner",
                                text=body.text)  # fmt: skip
    except NotFound:
        raise Http404 from None
    except DomainError as refusal:
        raise Problem(422, refusal.code, str(refusal)) from None
    return 201, schemas.Finding(**_finding(selectors.finding_get(bearer.partner, finding_id)))


def _document(one: selectors.Standing, language: str) -> dict[str, Any]:
    document = one.document
    return {
        "document_id": document.document_id, "version_no": document.version_no,
        "kind": document.kind, "must_accept": document.must_acknowledge,
        "accepted_at": one.accepted.at if one.accepted else None,
        "file_name": document.file_name, **selectors.text_of(document, language),
    }  # fmt: skip


def _finding(one: Finding) -> dict[str, Any]:
    same = ("finding_id", "severity", "title", "text", "url", "state", "opened_at", "due_on",
            "closed_at", "outcome", "outcome_text")  # fmt: skip
    return {name: getattr(one, name) for name in same} | {
        "replies": [{"side": r.side, "author": r.author, "text": r.text, "at": r.at}
                    for r in one.replies.all()],
        "files": [{"file_no": f.pk, "name": f.name, "size": f.size_bytes, "added_at": f.at}
                  for f in one.evidence.all()],
    }  # fmt: skip
