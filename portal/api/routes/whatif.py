"""What would typed facts give under one's own terms? Asked, then read until it is answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope, today_of
from portal.api.idempotency import idempotent
from portal.whatif.models import Calculation
from portal.whatif.selectors import calculation_get
from portal.whatif.services import calculation_ask
from portal.whatif.typed import typed_question

router = Router(tags=["Earnings"])


@router.post("/what-if", response={201: schemas.WhatIf}, summary="What would these facts give?")
@scope("terms:read")
@idempotent
def whatif_ask(request: HttpRequest, body: schemas.WhatIfIn) -> Any:
    """`facts`: text by name (lots_majors, net_revenue, sales …, by the program's vertical) of one
    month, under `deal_id` (default: the first in force). The engine answers within seconds."""
    bearer = bearer_of(request)
    question = typed_question(bearer.partner, today_of(bearer), body.facts, body.deal_id)
    made = calculation_ask(by=bearer.user, partner=bearer.partner, kind="what_if",
                           question=question)  # fmt: skip
    return 201, schemas.WhatIf(**_said(made))


@router.get("/what-if/{calculation_id}", response=schemas.WhatIf, summary="A question's answer")
@scope("terms:read")
def whatif(request: HttpRequest, calculation_id: UUID) -> Any:
    """`state`: asked, taken, answered (with `total` and components) or failed (with `failure`)."""
    return _said(calculation_get(bearer_of(request).partner, str(calculation_id)))


def _said(one: Calculation) -> dict[str, Any]:
    answer = one.answer or {}
    return {
        "calculation_id": str(one.calculation_id), "state": one.state, "failure": one.failure,
        "deal_id": one.question.get("deal_id", ""), "facts": one.question.get("facts", {}),
        "currency": one.question.get("currency_code", ""), "total": answer.get("total"),
        "components": [
            {"component_id": row["component_id"], "amount": row["amount"]}
            for row in answer.get("rows", [])
        ],
    }  # fmt: skip
