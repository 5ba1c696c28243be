"""Reading calculations of one partner."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from portal.deals.models import Deal
from portal.deals.spans import deal_spans
from portal.partners.dated import on_day
from portal.partners.errors import NotFound
from portal.partners.models import Partner, Relation
from portal.partners.relations import chain_on, spans_by_child
from portal.whatif.models import Calculation


def calculations_of(partner: Partner, kind: str = "what_if") -> QuerySet[Calculation]:
    """The partner's own questions, the latest first."""
    return Calculation.objects.filter(partner=partner, kind=kind)


def calculation_get(partner: Partner, calculation_id: str, kind: str = "what_if") -> Calculation:
    """One of the partner's questions; what the operator asked about its deals is none of them.

    Raises NotFound.
    """
    found = calculations_of(partner, kind).filter(calculation_id=calculation_id).first()
    if found is None:
        raise NotFound("calculation", str(calculation_id), partner.program_id)
    return found


def terms_above(partner: Partner, day: date) -> tuple[Decimal | None, list[dict[str, Any]]]:
    """What the parent passes to the partner, and the terms of everybody above it: plan_id,
    overrides and share, the direct parent first. Those without a deal that day are left out."""
    relations = Relation.objects.filter(program=partner.program).order_by("pk")
    spans = spans_by_child(relations)
    chain, _loop = chain_on(spans, partner.pk, day)
    shares = [
        relation.share if (relation := on_day(spans.get(key, ()), day)) else None for key in chain
    ]
    found = []
    for key, share in zip(chain[1:], shares[1:], strict=True):
        terms = _terms_on(key, day)
        if terms:
            found.append({**terms, "share": share})
    return shares[0], found


def _terms_on(partner: int, day: date) -> dict[str, Any] | None:
    for deal in Deal.objects.filter(partner_id=partner).prefetch_related("versions"):
        version = on_day(deal_spans(deal.versions.all()), day)
        if version:
            return {"plan_id": version.plan_id, "overrides": dict(version.overrides)}
    return None
