"""Levels, overrides and client rebates that cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from commission_rules.compiler.checks.levels import levels_fit
from commission_rules.schema.parts.levels import level_columns, level_rows, split_rows
from tests.commission_rules.builders import (
    LOOKUPS,
    Data,
    carryover,
    fixed,
    one,
    override,
    per_lot,
    revshare,
    sale_share,
    split,
    tiers,
)

DIFFERENTIAL = {"algebra": "differential", "depth": "3"}


def lots_by(levels: Data) -> Data:
    return {**per_lot(levels=levels), "rate_per_lot": None}


@pytest.mark.parametrize(
    ("component", "changes", "said"),
    [
        (per_lot(levels=split(["1"])), {"rounding": "period"}, "rounds its pot"),
        (per_lot(client_rebate={"share": "0.4"}), {"rounding": "period"}, "rounded lines"),
        (revshare(client_rebate={"share": "0.4"}), {}, "rounded lines"),
        (
            revshare(levels=DIFFERENTIAL, tiers=tiers(("0", "0.2"))),
            {},
            "cannot find steps by the base",
        ),
        (
            revshare(
                levels=DIFFERENTIAL,
                tiers=tiers(("0", "0.2"), kind="marginal"),
            ),
            {},
            "marginal steps have several",
        ),
        (
            revshare(levels=DIFFERENTIAL, carryover=carryover(level="commission")),
            {},
            "cannot carry commission",
        ),
        (
            revshare(
                levels=DIFFERENTIAL,
                carryover=carryover(scope="product"),
                share=[{"product": "slots", "value": "0.3"}, {"value": "0.2"}],
            ),
            {},
            "one rate for all",
        ),
        (per_lot(levels=fixed("4", "2")), {}, "the table by level is the rate"),
        (
            {**sale_share(levels=fixed("4")), "share": None},
            {},
            "4 is more than 1",
        ),
        (override(component_types=["lots"]), {}, "lots is not a component type"),
    ],
)
def test_a_level_that_does_not_fit_is_refused(
    component: Data, changes: dict[str, Any], said: str
) -> None:
    (problem,) = levels_fit(one(component, **changes), LOOKUPS)
    assert said in problem.what
    assert problem.path[:2] == ("components", 0)


@pytest.mark.parametrize(
    "levels",
    [
        split(["0.5", "0.5"]),
        split(["1"], ["0.5", "0.5"], ["0.4", "0.6"]),
        split(["1"], ["0.7", "0.4"]),
        split(["1"], passed_down={"default": "0.8", "min": "0.5", "max": "0.9"}),
        split(),
        {"algebra": "split", "passed_down": {"default": "0.4", "min": "0.5", "max": "0.9"}},
        fixed(),
    ],
)
def test_shares_that_cannot_be_divided_are_refused_by_the_schema(levels: Data) -> None:
    with pytest.raises(ValidationError):
        one(per_lot(levels=levels))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"of": "trades"}, "not of trades"),
        ({"base": "revenue", "of": "below"}, "not of below"),
        ({"rates": ["10"]}, "10 is more than 1"),
        ({"follows": "rebate"}, "`follows` says nothing"),
        ({"own_account": "earns"}, "`own_account` says nothing"),
        ({"base": "revenue", "of": "sales", "carryover": carryover()}, "`carryover` says nothing"),
        ({"base": "revenue", "of": "ngr"}, "has a carryover of its own"),
    ],
)
def test_an_override_reads_only_what_its_base_has(changes: dict[str, Any], said: str) -> None:
    (component,) = one(override(**changes)).components
    (problem,) = component.problems()
    assert said in problem.what


def test_a_client_rebate_is_a_share_or_an_amount() -> None:
    with pytest.raises(ValidationError):
        one(per_lot(client_rebate={"share": "0.4", "per_unit": "1"}))


def test_a_table_by_level_becomes_rows_and_its_first_number_the_depth() -> None:
    (component,) = one(lots_by(fixed("4", "2", "1"))).components
    rows = level_rows(component.levels, "per_lot")
    assert [(row["distance"], str(row["rate"])) for row in rows] == [
        (0, "4"), (1, "2"), (2, "1"),
    ]  # fmt: skip
    assert level_columns(component.levels, None)["depth"] == 3


def test_shares_become_a_row_for_each_length_and_distance() -> None:
    (component,) = one(per_lot(levels=split(["1"], ["0.7", "0.3"]))).components
    assert [
        (row["chain_length"], row["distance"], str(row["share"]))
        for row in split_rows(component.levels)
    ] == [(1, 0, "1"), (2, 0, "0.7"), (2, 1, "0.3")]
