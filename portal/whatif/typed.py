"""What can be typed into the calculator, by vertical, and the question that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from portal.deals.models import Deal
from portal.deals.spans import deal_spans
from portal.partners.errors import DomainError
from portal.partners.models import Partner

# Vertical → names of the facts that can be typed there.
ASKED: dict[str, tuple[str, ...]] = {
    "forex": ("lots_majors", "lots_minors", "lots_metals", "new_clients", "deposit_each"),
    "igaming": ("net_revenue", "new_clients", "deposit_each", "wagered_each"),
    "prop": ("sales", "sale_amount"),
    "software": ("sales", "sale_amount"),
}
COUNTS = {"new_clients": 200, "sales": 500}
LARGEST = Decimal(10**10)
InForce = dict[str, tuple[Deal, str, dict[str, str]]]


def deals_on(partner: Partner, day: date) -> InForce:
    """The partner's deals in force on a day: deal, plan id and overrides, by deal id."""
    found: InForce = {}
    for deal in Deal.objects.filter(partner=partner).prefetch_related("versions"):
        for span in deal_spans(deal.versions.all()):
            if span.valid_from <= day <= span.valid_to:
                found[deal.deal_id] = (deal, span.row.plan_id, dict(span.row.overrides))
    return found


def typed_question(
    partner: Partner, day: date, facts: Mapping[str, str], deal_id: str = ""
) -> dict[str, Any]:
    """The question of typed facts (text by name) under one of the partner's deals in force.

    Raises DomainError: no such deal, none in force, an unknown fact, one that is no number of at
    most two decimals, a count beyond its limit, nothing typed.
    """
    deals = deals_on(partner, day)
    if not deals or (deal_id and deal_id not in deals):
        raise DomainError("no_deal", _("There is no such deal in force."))
    known = ASKED.get(partner.program.vertical, ())
    if strange := sorted(set(facts) - set(known)):
        raise DomainError(
            "unknown_fact", _("%(name)s cannot be typed: write of %(known)s")
            % {"name": strange[0][:40], "known": ", ".join(known)},
        )  # fmt: skip
    typed = {name: str(_number(name, said)) for name, said in facts.items()}
    if not any(Decimal(value) for value in typed.values()):
        raise DomainError("nothing", _("Type at least one number."))
    deal, plan_id, overrides = deals[deal_id or min(deals)]
    return {
        "deal_id": deal.deal_id, "plan_id": plan_id, "overrides": overrides, "tried": {},
        "currency_code": deal.currency_code, "period_id": f"{day:%Y-%m}", "facts": typed,
    }  # fmt: skip


def _number(name: str, said: str) -> Decimal:
    try:
        number = Decimal(said)
    except InvalidOperation:
        number = Decimal("NaN")
    least = -LARGEST if name == "net_revenue" else Decimal(0)
    most = Decimal(COUNTS.get(name, LARGEST))
    digits = 0 if name in COUNTS else 2
    if not number.is_finite() or not least <= number <= most or number != round(number, digits):
        raise DomainError(
            "bad_number", _("%(name)s is a number from %(least)s to %(most)s.")
            % {"name": name, "least": least, "most": most},
        )  # fmt: skip
    return number.quantize(Decimal(1)) if digits == 0 else number
