"""A line, its facts and its versions as a release keeps them, as types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.releases.money import Money
from portal.releases.reader import Release, Row

# What a list shows of a line; a page of them need not read the other thirty columns.
LISTED_COLUMNS = """line_id, period_id, component_id, component_type, level, event_on, client_ref,
    account_tail, product, symbol, symbol_group, quantity, quantity_unit, rate, rate_unit,
    lower_rate, base_amount, amount_minor, currency_code, state"""
LINE_COLUMNS = """line_id, calendar_id, period_id, deal_id, plan_id, plan_version_no, component_id,
    component_type, family, level, line_kind, origin_line_id, step_no, event_on, occurred_at,
    client_ref, direct_partner_id, lower_partner_id, account_tail, account_type, product, brand,
    symbol, symbol_group, country, link_code, sub1, formula_code, quantity, quantity_unit,
    modifier, rate, rate_unit, lower_rate, base_amount, source_amount, source_currency_code,
    fx_rate, fx_on, fx_source, exact_amount, amount_minor, currency_code, rounding, payable_from,
    state, reason_code, file_name, file_row, recorded_at, booked_minor, first_seen_at"""
FACT_COLUMNS = """section, position, code, subject, asked, found, verdict, amount, quantity, rate,
    unit, on_date, ref, file_name, file_row"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLine:
    """One line of one partner as a row of a list; columns: docs/reference/tables.md, 7."""

    line_id: str
    period_id: str
    component_id: str
    component_type: str
    level: int
    event_on: date
    client_ref: str | None
    account_tail: str | None
    product: str | None
    symbol: str | None
    symbol_group: str | None
    quantity: Decimal
    quantity_unit: str | None
    rate: Decimal
    rate_unit: str | None
    lower_rate: Decimal | None
    base_amount: Decimal | None
    money: Money
    state: str

    @property
    def own_rate(self) -> Decimal:
        """What a unit is worth to this partner: its rate less the rate below it."""
        return self.rate - (self.lower_rate or Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(ListedLine):
    """One line of one partner, whole."""

    calendar_id: str
    deal_id: str
    plan_id: str
    plan_version_no: int
    family: str
    line_kind: str
    origin_line_id: str | None
    step_no: int | None
    occurred_at: datetime
    direct_partner_id: str
    lower_partner_id: str | None
    account_type: str | None
    brand: str | None
    country: str | None
    link_code: str | None
    sub1: str | None
    formula_code: str
    modifier: Decimal | None
    source_amount: Decimal | None
    source_currency_code: str | None
    fx_rate: Decimal | None
    fx_on: date | None
    fx_source: str | None
    exact_amount: Decimal
    rounding: str
    payable_from: date
    reason_code: str | None
    file_name: str | None
    file_row: int | None
    recorded_at: datetime | None
    booked: Money
    first_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One intermediate number or condition of a line."""

    section: str
    position: int
    code: str
    subject: str | None
    asked: str | None
    found: str | None
    verdict: str | None
    amount: Decimal | None
    quantity: Decimal | None
    rate: Decimal | None
    unit: str | None
    on_date: date | None
    ref: str | None
    file_name: str | None
    file_row: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the event that a line was made from. `recorded_at` is UTC."""

    version_no: int
    recorded_at: datetime
    quantity: Decimal | None
    base_amount: Decimal | None
    file_name: str | None
    file_row: int | None
    change_code: str


def listed_line_of(release: Release, row: Row) -> ListedLine:
    """A line of a list from a row with LISTED_COLUMNS."""
    return ListedLine(**_valued(release, row))


def line_of(release: Release, row: Row) -> Line:
    """A line from a row with LINE_COLUMNS."""
    values = _valued(release, row)
    values["booked"] = release.money(values.pop("booked_minor"), values["money"].currency_code)
    if values["exact_amount"] is None:
        values["exact_amount"] = Decimal(0)
    return Line(**values)


def _valued(release: Release, row: Row) -> dict[str, Any]:
    """The row with its amount as money, and 0 where a number is not given."""
    values: dict[str, Any] = dict(row)
    values["money"] = release.money(values.pop("amount_minor"), values.pop("currency_code"))
    for name in ("quantity", "rate"):
        if values[name] is None:
            values[name] = Decimal(0)
    return values


def fact_of(row: Row) -> Fact:
    """A fact from a row with FACT_COLUMNS."""
    return Fact(**row)
