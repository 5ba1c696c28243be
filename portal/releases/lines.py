"""A line, its facts and its versions as a release keeps them, as types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.releases.money import Money
from portal.releases.reader import Release, Row

LINE_COLUMNS = """line_id, calendar_id, period_id, deal_id, plan_id, plan_version_no, component_id,
    component_type, family, level, line_kind, origin_line_id, step_no, event_on, occurred_at,
    client_ref, direct_partner_id, lower_partner_id, account_tail, account_type, product, brand,
    symbol, symbol_group, country, link_code, sub1, formula_code, quantity, quantity_unit,
    modifier, rate, rate_unit, lower_rate, base_amount, source_amount, source_currency_code,
    fx_rate, fx_on, fx_source, exact_amount, amount_minor, currency_code, rounding, payable_from,
    state, reason_code, file_name, file_row, recorded_at, booked_minor, first_seen_at"""
FACT_COLUMNS = """section, position, code, subject, asked, found, verdict, amount, quantity, rate,
    unit, on_date, ref, file_name, file_row"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one partner; columns as docs/reference/tables.md section 7 names them."""

    line_id: str
    calendar_id: str
    period_id: str
    deal_id: str
    plan_id: str
    plan_version_no: int
    component_id: str
    component_type: str
    family: str
    level: int
    line_kind: str
    origin_line_id: str | None
    step_no: int | None
    event_on: date
    occurred_at: datetime
    client_ref: str | None
    direct_partner_id: str
    lower_partner_id: str | None
    account_tail: str | None
    account_type: str | None
    product: str | None
    brand: str | None
    symbol: str | None
    symbol_group: str | None
    country: str | None
    link_code: str | None
    sub1: str | None
    formula_code: str
    quantity: Decimal
    quantity_unit: str | None
    modifier: Decimal | None
    rate: Decimal
    rate_unit: str | None
    lower_rate: Decimal | None
    base_amount: Decimal | None
    source_amount: Decimal | None
    source_currency_code: str | None
    fx_rate: Decimal | None
    fx_on: date | None
    fx_source: str | None
    exact_amount: Decimal
    money: Money
    rounding: str
    payable_from: date
    state: str
    reason_code: str | None
    file_name: str | None
    file_row: int | None
    recorded_at: datetime | None
    booked: Money
    first_seen_at: datetime | None

    @property
    def own_rate(self) -> Decimal:
        """What a unit is worth to this partner: its rate less the rate below it."""
        return self.rate - (self.lower_rate or Decimal(0))


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


def line_of(release: Release, row: Row) -> Line:
    """A line from a row with LINE_COLUMNS."""
    values: dict[str, Any] = dict(row)
    code = values.pop("currency_code")
    values["money"] = release.money(values.pop("amount_minor"), code)
    values["booked"] = release.money(values.pop("booked_minor"), code)
    for name in ("quantity", "rate", "exact_amount"):
        values[name] = values[name] if values[name] is not None else Decimal(0)
    return Line(**values)


def fact_of(row: Row) -> Fact:
    """A fact from a row with FACT_COLUMNS."""
    return Fact(**row)
