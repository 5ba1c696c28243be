"""What can be typed into the calculator, by vertical, and the question that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from portal.deals.models import Deal
from portal.deals.ranges import Open, PlanVersion, number_tried, open_numbers, version_on
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


def open_terms(versions: Sequence[PlanVersion], plan_id: str, day: date) -> list[Open]:
    """Numbers that the plan ruling on a day lets negotiate; `versions` are the release's."""
    name = plan_id.rpartition("/")[2]
    own = [version for version in versions if version.plan_id.rpartition("/")[2] == name]
    ruling = version_on(own, own[0].plan_id, day) if own else None
    return open_numbers(ruling.source_text) if ruling else []


def typed_question(
    partner: Partner, day: date, versions: Sequence[PlanVersion], *, facts: Mapping[str, str],
    deal_id: str = "", terms: Mapping[str, str] | None = None, own_facts: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """The question of typed facts (text by name), or of the partner's own ones, under one of its
    deals in force, with numbers of its terms (text by path) tried otherwise.

    Raises DomainError: no such deal, none in force, an unknown fact, one that is no number of at
    most two decimals, a count beyond its limit, nothing typed, a number that is not open or
    outside of its range.
    """
    deals = deals_on(partner, day)
    if not deals or (deal_id and deal_id not in deals):
        raise DomainError("no_deal", _("There is no such deal in force."))
    _deal, plan_id, _overrides = found = deals[deal_id or min(deals)]
    known = {one.path: one for one in open_terms(versions, plan_id, day)} if terms else {}
    tried = {path: str(number_tried(known, path, said)) for path, said in (terms or {}).items()}
    if own_facts:
        if facts:
            raise DomainError("both", _("Type facts, or take your own: not both."))
        if not tried:
            raise DomainError("nothing", _("Change at least one number of your terms."))
        return question_made(partner, day, found, facts={}, tried=tried, own_facts=True)
    allowed = ASKED.get(partner.program.vertical, ())
    if strange := sorted(set(facts) - set(allowed)):
        raise DomainError(
            "unknown_fact", _("%(name)s cannot be typed: write of %(known)s")
            % {"name": strange[0][:40], "known": ", ".join(allowed)},
        )  # fmt: skip
    typed = {name: str(_number(name, said)) for name, said in facts.items()}
    if not any(Decimal(value) for value in typed.values()):
        raise DomainError("nothing", _("Type at least one number."))
    return question_made(partner, day, found, facts=typed, tried=tried)


def question_made(
    partner: Partner, day: date, in_force: tuple[Deal, str, dict[str, str]], *,
    facts: Mapping[str, str], tried: Mapping[str, str], own_facts: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """What is stored: deal, plan, overrides, the month, the typed facts as text; or, on the
    partner's own facts, what the engine needs to run its last closed periods."""
    deal, plan_id, overrides = in_force
    question: dict[str, Any] = {
        "deal_id": deal.deal_id, "plan_id": plan_id, "overrides": {**overrides, **tried},
        "tried": dict(tried), "currency_code": deal.currency_code, "period_id": f"{day:%Y-%m}",
        "facts": dict(facts),
    }  # fmt: skip
    if not own_facts:
        return question
    return question | {
        "facts": {}, "own_facts": True, "partner_id": partner.partner_id, "brand": deal.brand,
        "calendar_id": deal.calendar_id, "valid_from": day.isoformat(), "is_end": False,
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
