"""Ranges stand on numbers that exist; the plan's own lie inside."""

from __future__ import annotations

import pytest

from commission_rules.compiler.checks.negotiable import ranges_fit
from tests.commission_rules.builders import LOOKUPS, Data, cpa, one, per_lot
from tests.commission_rules.text.event_samples import (
    commission_share,
    per_action,
    per_turnover,
    spread_share,
)

ROWS = [{"symbol_group": "majors", "value": "6.00"}, {"value": "2.00"}]


def found(key: str, least: str, most: str, **more: object) -> int:
    ranges = {key: {"min": least, "max": most}, **more}
    return len(ranges_fit(one(per_lot(rate_per_lot=ROWS, negotiable=ranges)), LOOKUPS))


def test_a_range_around_every_row_is_right() -> None:
    assert found("rate_per_lot", "1.00", "8.00") == 0


def test_a_row_outside_of_the_range_of_all_is_refused() -> None:
    assert found("rate_per_lot", "1.00", "5.00") == 1


def test_a_row_with_a_range_of_its_own_is_not_held_by_the_common_one() -> None:
    own = {"rate_per_lot[symbol_group=majors]": {"min": "1.00", "max": "12.00"}}
    assert found("rate_per_lot", "1.00", "5.00", **own) == 0


@pytest.mark.parametrize(
    "key", ["rate", "rate_per_lot[symbol_group=metals]", "levels.depth", "id", ""]
)
def test_a_range_on_nothing_is_refused(key: str) -> None:
    assert found(key, "1.00", "8.00") == 1


def test_a_condition_may_be_negotiated() -> None:
    ranges = {"conditions[metric=first_deposit].at_least": {"min": "10.00", "max": "50.00"}}
    assert ranges_fit(one(cpa(negotiable=ranges)), LOOKUPS) == []


@pytest.mark.parametrize("key", ["caps[per=client].amount", "caps.amount"])
def test_a_cap_may_be_negotiated(key: str) -> None:
    caps = [{"per": "client", "amount": "60.00"}, {"per": "deal", "window": "life", "count": "9"}]
    ranges = {key: {"min": "50.00", "max": "80.00"}}
    assert ranges_fit(one(per_lot(caps=caps, negotiable=ranges)), LOOKUPS) == []


@pytest.mark.parametrize(
    ("component", "key"),
    [
        (per_turnover(), "rate"),
        (per_turnover(), "per"),
        (spread_share(of="points", cap_points="25"), "cap_points"),
        (commission_share(), "share"),
        (per_action(), "amount"),
    ],
)
def test_the_numbers_of_what_is_paid_for_events_may_be_negotiated(
    component: Data, key: str
) -> None:
    ranges = {key: {"min": "0", "max": "200000"}}
    assert ranges_fit(one({**component, "negotiable": ranges}), LOOKUPS) == []
