"""Components refuse what does not belong together (RULINGS)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from commission_rules.compiler.checks import own_problems
from commission_rules.schema.components import REGISTRY
from commission_rules.text.components import RENDERERS
from tests.commission_rules.builders import (
    LOOKUPS,
    carryover,
    cpa,
    one,
    per_lot,
    revshare,
    sale_share,
    tiers,
)

MARGINAL = tiers(("0", "0.1"), ("4000", "0.15"), kind="marginal")


def problems(component: dict[str, Any]) -> list[str]:
    return [problem.what for problem in own_problems(one(component), LOOKUPS)]


def test_every_type_has_a_template_module() -> None:
    assert set(RENDERERS) == set(REGISTRY)


@pytest.mark.parametrize("component", [cpa(), per_lot(), revshare(), sale_share()])
def test_a_plain_component_has_no_problem(component: dict[str, Any]) -> None:
    assert problems(component) == []


@pytest.mark.parametrize(
    ("component", "part"),
    [
        (cpa(amount=None), "`amount`, `tiers` or `stepped`"),
        (cpa(own_account="earns"), "never qualifies"),
        (revshare(tiers=MARGINAL, share="0.1"), "`share` or `tiers`"),
        (revshare(share=[{"product": "slots", "value": "0.3"}]), "needs carryover scope product"),
        (revshare(share=[{"country": "DE", "value": "0.3"}]), "needs carryover scope client"),
        (revshare(tiers=MARGINAL, carryover=carryover(scope="client")), "marginal"),
        (revshare(recoup={"from": "cpa", "per": "client"}), "recoup per client"),
        (revshare(carryover=carryover(scope="record")), "never carried"),
        (
            revshare(
                carryover=carryover(scope="product"),
                deductions=[{"code": "fees.payment", "share": "0.02", "of": "deposits"}],
            ),
            "has no product",
        ),
        (revshare(deductions=[{"code": "bonus_cost"}] * 2), "deducted twice"),
        (sale_share(sales="first_n"), "`first_n` belongs"),
        (sale_share(within_months="12"), "`within_months` belongs"),
        (sale_share(sales="first_n", first_n="0"), "at least 1"),
        (sale_share(products=["reset"], excluded_products=["reset"]), "listed and excluded"),
    ],
)
def test_what_does_not_belong_together_is_said(component: dict[str, Any], part: str) -> None:
    found = problems(component)
    assert len(found) == 1
    assert part in found[0]


@pytest.mark.parametrize(
    "component",
    [
        per_lot(rate_per_lot=[{"symbol": "EURUSD", "symbol_group": "majors", "value": "1"}]),
        per_lot(lot_modifiers=[{"value": "0.8"}]),
        per_lot(account_types=[]),
        per_lot(levels={"algebra": "differential", "depth": "0"}),
        revshare(deductions=[{"code": "fees.tax", "share": "0.1"}]),
        revshare(carryover={"policy": "none", "scope": "deal"}),
        revshare(tiers=tiers(("0", "0.1"), steps=[{"from": "0", "above": "0", "share": "0.1"}])),
        cpa(conditions=[{"metric": "wagered", "at_least": "1", "within_days": "30"}]),
        cpa(conditions=[{"metric": "wagered", "at_least": {"times": "5"}}]),
        cpa(conditions=[{"metric": "identity_verified", "at_least": "2"}]),
        cpa(limits=[{"per": "client", "amount": "60"}]),
    ],
)
def test_a_part_that_cannot_be_is_refused_by_the_schema(component: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        one(component)
