"""Caps that cannot be kept are refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from commission_rules.compiler.checks.caps import caps_fit
from commission_rules.schema.parts.caps import Cap, cap_rows
from tests.commission_rules.builders import LOOKUPS, Data, one, per_lot, revshare


def problems(component: Data) -> list[str]:
    return [problem.what for problem in caps_fit(one(component), LOOKUPS)]


@pytest.mark.parametrize(
    "cap",
    [
        {"per": "client"},
        {"per": "client", "amount": "60", "count": "3"},
        {"per": "event", "count": "1"},
        {"per": "event", "window": "life", "amount": "5"},
        {"per": "deal", "amount": "100"},
        {"per": "client", "count": "0"},
    ],
)
def test_a_cap_without_one_meaning_is_refused(cap):
    with pytest.raises(ValidationError):
        Cap.model_validate(cap)


def test_a_clients_cap_holds_for_life_unless_it_says_otherwise():
    assert Cap(per="client", amount="60").reach == "life"
    assert Cap(per="client", window="period", amount="60").reach == "period"


def test_rows_stand_narrowest_first():
    caps = [
        Cap(per="deal", window="period", amount="500"), Cap(per="client", amount="60"),
        Cap(per="event", amount="10"), Cap(per="client", window="period", count="3"),
    ]  # fmt: skip
    rows = [(row["per"], row["cap_window"], row["kind"]) for row in cap_rows(caps)]
    assert rows == [
        ("event", None, "amount"), ("client", "period", "count"), ("client", "life", "amount"),
        ("deal", "period", "amount"),
    ]  # fmt: skip


def test_two_caps_of_one_kind_are_refused():
    caps = [{"per": "client", "amount": "60"}, {"per": "client", "window": "life", "amount": "9"}]
    assert problems(per_lot(caps=caps)) == ["two caps of the same kind"]


def test_a_period_component_is_capped_per_deal_only():
    assert problems(revshare(caps=[{"per": "client", "amount": "60"}]))
    assert not problems(revshare(caps=[{"per": "deal", "window": "period", "amount": "60"}]))
