"""Reading calculations of one partner."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.partners.errors import NotFound
from portal.partners.models import Partner
from portal.whatif.models import Calculation


def calculations_of(partner: Partner, kind: str = "what_if") -> QuerySet[Calculation]:
    """The partner's own questions, the latest first."""
    return Calculation.objects.filter(partner=partner, kind=kind)


def calculation_get(partner: Partner, calculation_id: str) -> Calculation:
    """One of the partner's questions. Raises NotFound."""
    found = Calculation.objects.filter(partner=partner, calculation_id=calculation_id).first()
    if found is None:
        raise NotFound("calculation", str(calculation_id), partner.program_id)
    return found
