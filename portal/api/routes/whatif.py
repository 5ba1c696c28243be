"""What would typed facts, or one's own, give under one's terms or others? Asked, then read until it
is answered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope, today_of
from portal.api.idempotency import idempotent
from portal.api.services import Bearer
from portal.deals.ranges import PlanVersion
from portal.releases.reader import current_release
from portal.releases.selectors.plans import plan_versions
from portal.whatif.models import Calculation
from portal.whatif.selectors import calculation_get
from portal.whatif.services import calculation_ask
from portal.whatif.typed import deals_on, open_terms, typed_question

router = Router(tags=["Earnings"])


@router.get("/terms/open", response=schemas.OpenTerms, summary="Numbers that may be tried")
@scope("terms:read")
def terms_open(request: HttpRequest) -> Any:
    """Of every deal in force, what its plan lets negotiate: `POST /what-if` takes it as `terms`."""
    bearer = bearer_of(request)
    today, versions = today_of(bearer), _versions(bearer)
    return {
        "items": [
            {"deal_id": deal.deal_id, "path": one.path, "component_id": one.component_id,
             "now": f"{Decimal(str(overrides.get(one.path, one.standard))):f}",
             "lowest": f"{one.lowest:f}", "highest": f"{one.highest:f}"}
            for deal, plan_id, overrides in deals_on(bearer.partner, today).values()
            for one in open_terms(versions, plan_id, today)
        ]
    }  # fmt: skip


@router.post("/what-if", response={201: schemas.WhatIf}, summary="What would these facts give?")
@scope("terms:read")
@idempotent
def whatif_ask(request: HttpRequest, body: schemas.WhatIfIn) -> Any:
    """`facts`: text by name (lots_majors, net_revenue, sales …, by the program's vertical) of one
    month, or `own_facts`; under `deal_id` (default: the first in force), with `terms` tried
    otherwise. The engine answers within seconds."""
    bearer = bearer_of(request)
    question = typed_question(
        bearer.partner, today_of(bearer), _versions(bearer), facts=body.facts,
        deal_id=body.deal_id, terms=body.terms, own_facts=body.own_facts,
    )  # fmt: skip
    made = calculation_ask(by=bearer.user, partner=bearer.partner, kind="what_if",
                           question=question)  # fmt: skip
    return 201, schemas.WhatIf(**_said(made))


@router.get("/what-if/{calculation_id}", response=schemas.WhatIf, summary="A question's answer")
@scope("terms:read")
def whatif(request: HttpRequest, calculation_id: UUID) -> Any:
    """`state`: asked, taken, answered (with `total` and components) or failed (with `failure`)."""
    return _said(calculation_get(bearer_of(request).partner, str(calculation_id)))


def _versions(bearer: Bearer) -> list[PlanVersion]:
    return plan_versions(current_release(bearer.partner.program_id))


def _said(one: Calculation) -> dict[str, Any]:
    answer = one.answer or {}
    return {
        "calculation_id": str(one.calculation_id), "state": one.state, "failure": one.failure,
        "deal_id": one.question.get("deal_id", ""), "facts": one.question.get("facts", {}),
        "currency": one.question.get("currency_code", ""), "total": answer.get("total"),
        "components": [
            {"component_id": row["component_id"], "amount": row["amount"]}
            for row in answer.get("rows", [])
            if "component_id" in row
        ],
        "terms": one.question.get("tried", {}),
        "own_facts": bool(one.question.get("own_facts")),
        "periods": [
            {"period_id": row["period_id"],
             **{name: {"amount": row[name], "currency": row["currency_code"]}
                for name in ("before", "after", "difference")}}
            for row in answer.get("rows", [])
            if "period_id" in row
        ],
        "not_tried": answer.get("not_tried", ""),
    }  # fmt: skip
