"""What is expected of the aggregated tables; a few thousand rows each, never lines.

A suite is the SQL of a batch (one program's rows, `$program`) and its expectations. Sums that must
agree are a computed column that must be 0, so that a failing row shows by how much it is off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import great_expectations.expectations as gxe

# More than this for one partner in one period is a mistake until a person says otherwise.
LARGEST_MINOR = 10**12
STATES = ("pending", "approved", "locked", "held", "reversed")
TYPES = (
    "cpa", "per_action", "per_lot", "per_turnover", "spread_share", "commission_share",
    "sale_share", "revshare", "flat_fee", "bonus", "override",
)  # fmt: skip
COUNTS = ("clicks", "registrations", "first_deposits", "sales", "lots")


@dataclass(frozen=True)
class Suite:
    """One table's batch and what is expected of it."""

    subject: str
    sql: str
    expectations: Sequence[gxe.Expectation]


def suites() -> list[Suite]:
    """All suites, in the order in which money flows."""
    return [_components(), _days(), _periods(), _program_days(), _statements(), _balances()]


def _at_least(column: str, least: int) -> gxe.Expectation:
    return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=least)


def _zero(column: str, notes: str) -> gxe.Expectation:
    return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=0, max_value=0, notes=notes)


def _within_reason(column: str) -> gxe.Expectation:
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=-LARGEST_MINOR, max_value=LARGEST_MINOR
    )


def _components() -> Suite:
    return Suite(
        "marts.mart_component_periods",
        "select partner_id, period_id, component_id, component_type, level, state, line_count, "
        "amount_minor from marts.mart_component_periods where program_id = $program",
        [
            gxe.ExpectColumnValuesToBeInSet(column="state", value_set=list(STATES)),
            gxe.ExpectColumnValuesToBeInSet(column="component_type", value_set=list(TYPES)),
            gxe.ExpectColumnValuesToBeBetween(column="level", min_value=0, max_value=20),
            _at_least("line_count", 1),
            _within_reason("amount_minor"),
        ],
    )


def _days() -> Suite:
    return Suite(
        "marts.mart_partner_days",
        "select partner_id, day, clicks, registrations, first_deposits, sales, lots, "
        "commission_minor from marts.mart_partner_days where program_id = $program",
        [
            gxe.ExpectColumnValuesToNotBeNull(column="day"),
            *(_at_least(column, 0) for column in COUNTS),
            _within_reason("commission_minor"),
        ],
    )


def _periods() -> Suite:
    return Suite(
        "marts.mart_partner_periods",
        "select partner_id, calendar_id, period_id, currency_code, clicks, registrations, "
        "first_deposits, active_clients, sales, lots, commission_minor, locked_minor, "
        "carried_minor from marts.mart_partner_periods where program_id = $program",
        [
            gxe.ExpectCompoundColumnsToBeUnique(
                column_list=["partner_id", "calendar_id", "period_id", "currency_code"]
            ),
            *(_at_least(column, 0) for column in (*COUNTS, "active_clients")),
            gxe.ExpectColumnValuesToBeBetween(
                column="carried_minor", max_value=0, notes="what is carried is zero or negative"
            ),
            _within_reason("commission_minor"),
        ],
    )


def _program_days() -> Suite:
    return Suite(
        "marts.mart_program_days",
        "select day, currency_code, clicks, registrations, first_deposits, active_clients, lots "
        "from marts.mart_program_days where program_id = $program",
        [
            gxe.ExpectCompoundColumnsToBeUnique(column_list=["day", "currency_code"]),
            *(_at_least(column, 0) for column in ("clicks", "registrations", "active_clients")),
        ],
    )


def _statements() -> Suite:
    return Suite(
        "statements.sta_statements",
        "select statement_id, digest, entry_count, total_minor - lines_minor - differences_minor "
        "- adjustments_minor as off_minor from statements.sta_statements "
        "where program_id = $program",
        [
            gxe.ExpectColumnValuesToBeUnique(column="statement_id"),
            gxe.ExpectColumnValueLengthsToEqual(column="digest", value=64),
            _zero("off_minor", "a statement's total is the sum of its parts"),
        ],
    )


def _balances() -> Suite:
    return Suite(
        "statements.sta_balances",
        "select b.partner_id, b.currency_code, b.booked_minor - b.held_minor - b.on_hold_minor "
        "- b.cleared_minor as off_minor, b.booked_minor - coalesce(s.total_minor, 0) "
        "as off_statements_minor from statements.sta_balances as b left join ("
        "select partner_id, currency_code, sum(total_minor)::bigint as total_minor "
        "from statements.sta_statements where program_id = $program group by all) as s "
        "using (partner_id, currency_code) where b.program_id = $program",
        [
            gxe.ExpectCompoundColumnsToBeUnique(column_list=["partner_id", "currency_code"]),
            _zero("off_minor", "a balance is the sum of held, on hold and cleared"),
            _zero("off_statements_minor", "a balance is the sum of the partner's statements"),
        ],
    )
