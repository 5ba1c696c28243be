"""Which changes since the last close are causes of a difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.lib.causes.changes import cases_of
from pipelines.lib.causes.steps import Case
from pipelines.lib.warehouse import rows
from tests.dbt_project.statements.test_difference_reasons import AFTER, BEFORE, conversion, trade
from tests.dbt_project.statements.warehouse_of_lines import PROGRAM, line
from tests.fixtures.warehouse import record
from tests.pipelines.defs.ledger.conftest import Book, july_closed


class AsNow:
    """Nobody moved since the close, but who is left out of `people`."""

    def __init__(self, con: Any, without: str = "") -> None:
        self.con, self.without = con, without

    def people(self, program_id: str, moment: datetime) -> Mapping[str, Sequence[dict[str, Any]]]:
        return {
            name: [] if name == self.without else rows(self.con, f"select * from raw.{name}")
            for name in ("portal_relations", "portal_deals")
        }

    def terms(self, program_id: str, day: date | None, deals: Any) -> Any:
        raise AssertionError("no state is worked out here")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """July closed on 1 August with one line of 5.00; a refund that came after."""
    book = july_closed(tmp_path, "statements")
    book.put(
        "conversions",
        conversion("a", "sale", "2026-07-10", recorded_at=BEFORE),
        conversion("back", "refund", "2026-08-10", refunds="a", recorded_at=AFTER),
    )
    return book


def reasons(book: Book, without: str = "") -> list[str]:
    return [step.reason for case in cases(book, without) for step in case.steps]


def cases(book: Book, without: str = "") -> list[Case]:
    book.build("statements")
    with duckdb.connect(str(book.path)) as con:
        return cases_of(con, AsNow(con, without), [PROGRAM], date(2026, 8, 20))


def rule(recorded_on: str, number: int = 2) -> dict[str, Any]:
    return {
        "program_id": PROGRAM, "plan_id": "rebates", "version_no": number,
        "valid_from": "2026-07-01", "valid_to": "2026-07-15", "recorded_on": recorded_on,
    }  # fmt: skip


def test_one_reason_is_no_case_and_what_reaches_the_open_period_alone_is_none(book: Book) -> None:
    book.put("trades", {**trade("open", recorded_at=AFTER), "closed_at": "2026-08-03 09:00:00"})
    assert reasons(book) == []


def test_records_of_a_closed_period_are_causes_by_what_became_of_them(book: Book) -> None:
    book.put(
        "trades",
        trade("late", recorded_at=AFTER),
        trade("changed", recorded_at=AFTER, first_recorded_at=BEFORE, version_no=2),
        trade("gone", recorded_at=AFTER, first_recorded_at=BEFORE, version_no=2, is_removed=True),
    )
    assert reasons(book) == ["late_event", "event_amended", "event_removed", "refund"]


def test_rules_rates_reviews_and_moves_are_causes(book: Book) -> None:
    book.put("plan_versions", rule("2026-08-10"), schema="terms")
    book.put(
        "fx_rates",
        {"rate_set": "ecb", "rate_on": "2026-07-09", "currency_code": "USD",
         "units_per_eur": "1.1", "recorded_at": AFTER},
    )  # fmt: skip
    book.put(
        "portal_reviews",
        {"program_id": PROGRAM, "review_id": "R-1", "target_kind": "record",
         "target_id": "test:a", "state": "rejected", "recorded_at": AFTER},
    )  # fmt: skip
    book.put(
        "attributions",
        record(PROGRAM, "moved", client_id="aa11bb22cc33", valid_from="2026-07-01",
               partner_id="P-2", attribution_source="manual", recorded_at=AFTER),
    )  # fmt: skip
    assert reasons(book) == [
        "refund", "rule_corrected", "attribution_changed", "rate_late", "review_rejected",
    ]  # fmt: skip


def test_a_client_of_whom_nothing_was_known_is_late_and_moves_nowhere(book: Book) -> None:
    book.put(
        "attributions",
        record(PROGRAM, "new", client_id="dd44ee55ff66", valid_from="2026-07-01",
               partner_id="P-2", attribution_source="manual", recorded_at=AFTER),
    )  # fmt: skip
    assert reasons(book) == ["late_event", "refund"]


def test_a_relation_that_the_close_did_not_know_is_a_cause(book: Book) -> None:
    book.put(
        "portal_relations",
        {"program_id": PROGRAM, "partner_id": "P-1", "parent_partner_id": "P-2",
         "valid_from": "2026-07-01", "valid_to": "9999-12-31", "recorded_at": AFTER},
    )  # fmt: skip
    assert reasons(book) == []
    assert reasons(book, without="portal_relations") == ["refund", "attribution_changed"]


def test_a_rule_recorded_on_the_day_of_the_close_was_known_if_something_is_booked_by_it(
    book: Book,
) -> None:
    book.put("plan_versions", rule("2026-08-01"), schema="terms")
    assert reasons(book) == []
    book.lines(line("a", 600, plan_version_no=2))
    (case,) = cases(book)
    assert [step.reason for step in case.steps] == ["refund", "rule_corrected"]
    assert case.rules_on == date(2026, 7, 31)
