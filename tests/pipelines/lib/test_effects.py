"""Proposed terms among a tree's deals: what is cut, what is added, what stays."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from pipelines.lib.effects.deals import FOREVER, NEW, with_proposal

JULY, SEPTEMBER = date(2026, 7, 1), date(2026, 9, 1)
KNOWN_AT = datetime(2026, 1, 1)  # noqa: DTZ001 - the tables keep UTC without a zone


def deal(deal_id: str, version: int, first: date, last: date = FOREVER) -> dict[str, Any]:
    return {
        "program_id": "larkspur", "deal_id": deal_id, "deal_version_no": version,
        "partner_id": "P-1", "brand": None, "plan_id": "old", "currency_code": "USD",
        "calendar_id": "month", "valid_from": first, "valid_to": last, "overrides": "{}",
        "recorded_at": KNOWN_AT, "author": "a", "reason": "r",
    }  # fmt: skip


def asked(**more: Any) -> dict[str, Any]:
    return {
        "program_id": "larkspur", "partner_id": "P-1", "deal_id": "D-1", "plan_id": "new",
        "overrides": {"components.x.share": "0.2"}, "brand": "", "currency_code": "USD",
        "calendar_id": "month", "is_end": False, "asked_at": KNOWN_AT, **more,
    }  # fmt: skip


def days(rows: list[dict[str, Any]]) -> list[tuple[str, str, date, date]]:
    return sorted((r["deal_id"], r["plan_id"], r["valid_from"], r["valid_to"]) for r in rows)


def test_a_change_cuts_the_version_that_ran_and_takes_its_place() -> None:
    found = with_proposal([deal("D-1", 1, JULY), deal("D-2", 1, JULY)], asked(), SEPTEMBER)
    assert days(found) == [
        ("D-1", "new", SEPTEMBER, FOREVER),
        ("D-1", "old", JULY, date(2026, 8, 31)),
        ("D-2", "old", JULY, FOREVER),
    ]
    added = next(row for row in found if row["plan_id"] == "new")
    assert (added["deal_version_no"], json.loads(added["overrides"])) == (
        2, {"components.x.share": "0.2"},
    )  # fmt: skip


def test_later_versions_give_way_and_an_agreed_end_stays() -> None:
    deals = [
        deal("D-1", 1, JULY, date(2026, 9, 30)),
        deal("D-1", 2, date(2026, 10, 1), date(2026, 12, 31)),
    ]
    assert days(with_proposal(deals, asked(), SEPTEMBER)) == [
        ("D-1", "new", SEPTEMBER, date(2026, 12, 31)),
        ("D-1", "old", JULY, date(2026, 8, 31)),
    ]


def test_an_end_leaves_nothing_after_its_day() -> None:
    found = with_proposal([deal("D-1", 1, JULY)], asked(is_end=True), SEPTEMBER)
    assert days(found) == [("D-1", "old", JULY, date(2026, 8, 31))]


def test_a_new_deal_stands_beside_the_others() -> None:
    found = with_proposal([deal("D-1", 1, JULY)], asked(deal_id=""), SEPTEMBER)
    assert days(found) == [
        ("D-1", "old", JULY, FOREVER),
        (NEW, "new", SEPTEMBER, FOREVER),
    ]


def test_a_start_on_the_first_day_of_a_version_replaces_it_whole() -> None:
    assert days(with_proposal([deal("D-1", 1, JULY)], asked(), JULY)) == [
        ("D-1", "new", JULY, FOREVER)
    ]
