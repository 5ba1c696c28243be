"""Closed periods: read, accepted with the digest in view, or disputed as a whole."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.idempotency import idempotent
from portal.api.problems import Problem
from portal.api.routes.claims import case_said
from portal.api.schemas import Amount
from portal.api.services import Bearer
from portal.claims.selectors import case_of_statement
from portal.claims.services import statement_dispute_open
from portal.partners.errors import DomainError
from portal.releases.money_out import around
from portal.releases.reader import current_release
from portal.releases.selectors.statements import (
    Statement,
    statement_get,
    statement_list,
    statement_one,
)
from portal.statements.acceptance import statement_accept, statement_acceptance

router = Router(tags=["Money"])
ONE = "/statements/{calendar}/{period}/{currency}"


@router.get("/statements", response=schemas.Statements, summary="Closed periods, newest first")
@scope("statements:read")
def statements(request: HttpRequest) -> Any:
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    found = statement_list(release, bearer.partner.partner_id)
    return {"items": [_statement(one) for one in found]}


@router.get(ONE, response=schemas.StatementDetail, summary="One closed period")
@scope("statements:read")
def statement(request: HttpRequest, calendar: str, period: str, currency: str) -> Any:
    bearer, key = bearer_of(request), _key(calendar, period, currency)
    release = current_release(bearer.partner.program_id)
    found = statement_get(release, bearer.partner.partner_id, **key)
    if found is None:
        raise Http404
    accepted = statement_acceptance(bearer.partner, key)
    beside = around(bearer.partner, found)
    case = case_of_statement(bearer.partner, key)
    return {
        "statement": _statement(found.statement),
        "opening": Amount.of(beside.opening),
        "closing": Amount.of(beside.closing),
        "components": [
            {"component_id": c.component_id, "component_type": c.component_type, "level": c.level,
             "amount": Amount.of(c.amount), "entry_count": c.entry_count}
            for c in found.components
        ],
        "corrections": [
            {"entry_no": e.entry_no, "entry_kind": e.entry_kind, "line_id": e.line_id,
             "origin_period_id": e.origin_period_id, "reason_code": e.reason_code,
             "amount": Amount.of(e.amount)}
            for e in found.corrections
        ],
        "accepted_at": accepted.at if accepted else None,
        "open_case_id": case.case_id if case else None,
    }  # fmt: skip


@router.post(f"{ONE}/accept", response={201: schemas.Acceptance}, summary="Accept a statement")
@scope("statements:write")
@idempotent
def statement_accepted(
    request: HttpRequest, calendar: str, period: str, currency: str, body: schemas.AcceptanceIn
) -> Any:
    """`digest` is that of the statement that was read; another one is 409. Once is enough."""
    bearer, key = bearer_of(request), _key(calendar, period, currency)
    one = _one(bearer, key)
    if case_of_statement(bearer.partner, key) is not None:
        raise Problem(409, "disputed", "A case about this statement is open: end it first.")
    try:
        made = statement_accept(
            by=bearer.user, partner=bearer.partner, key=key, digest=one.digest,
            digest_seen=body.digest, total_minor=one.total.minor,
        )  # fmt: skip
    except DomainError as refusal:
        raise Problem(409, refusal.code, str(refusal)) from None
    return 201, schemas.Acceptance(
        statement_id=one.statement_id, digest=made.digest, total=Amount.of(one.total), at=made.at
    )


@router.post(f"{ONE}/dispute", response={201: schemas.Case}, summary="Dispute a statement")
@scope("claims:write")
@idempotent
def statement_disputed(
    request: HttpRequest, calendar: str, period: str, currency: str, body: schemas.CaseTextIn
) -> Any:
    """One open case a statement. It stays as it is: a later close books what is found wrong."""
    bearer, key = bearer_of(request), _key(calendar, period, currency)
    one = _one(bearer, key)
    subject = key | {"amount_minor": one.total.minor, "digest": one.digest}
    try:
        made = statement_dispute_open(
            by=bearer.user, partner=bearer.partner, statement=subject, text=body.text
        )
    except DomainError as refusal:
        code = 409 if refusal.code == "open_already" else 422
        raise Problem(code, refusal.code, str(refusal)) from None
    return 201, schemas.Case(**case_said(made))


def _key(calendar: str, period: str, currency: str) -> dict[str, str]:
    return {"calendar_id": calendar, "period_id": period, "currency_code": currency.upper()}


def _one(bearer: Bearer, key: dict[str, str]) -> Statement:
    release = current_release(bearer.partner.program_id)
    found = statement_one(release, bearer.partner.partner_id, **key)
    if found is None:
        raise Http404
    return found


def _statement(found: Statement) -> dict[str, Any]:
    same = ("statement_id", "calendar_id", "period_id", "starts_on", "ends_on", "closed_at",
            "entry_count", "digest", "previous_digest")  # fmt: skip
    sums = ("lines", "differences", "adjustments", "total")
    return {name: getattr(found, name) for name in same} | {
        name: Amount.of(getattr(found, name)) for name in sums
    }
