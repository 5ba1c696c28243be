"""The table "What earned it": one row a component and level, corrections, one final sum."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.releases.decimals import EXACT, rounded, text, trimmed
from portal.releases.money import Money
from portal.releases.selectors.overview import Component, Overview
from portal.web.base.tags.numbers import decimal_text, money_text, percent
from portal.web.partner.days import per_mille
from portal.web.partner.frame import Viewer
from portal.web.partner.labels import (
    level_label,
    period_label,
    row_label,
    unit_label,
)

ROWS_SHOWN = 12


@dataclass(frozen=True)
class Row:
    """One row; texts are formatted, `minor` is what adds up."""

    label: str
    level: str
    counted: str
    unit: str
    rate: str
    amount: str
    minor: int
    share: str
    href: str
    why: str
    note: str = ""


def earned_table(viewer: Viewer, found: Overview) -> dict[str, Any]:
    """`rows` add up to `total`; `locked` rows stand beside them and are in no sum."""
    groups: dict[tuple[Any, ...], list[Component]] = defaultdict(list)
    locked: list[Component] = []
    for part in found.components:
        if part.state == "locked":
            locked.append(part)
        else:
            groups[(part.level, part.component_id, part.symbol_group, part.deal_id)].append(part)
    period = found.choice.period
    merged = [_merged(parts) for _key, parts in sorted(groups.items(), key=lambda g: g[0][0])]
    merged.sort(key=lambda m: (m[0].level, -m[1].minor))
    corrections = [c for c in found.corrections if c.kind != "adjustment"]
    amounts = [amount.minor for _part, amount, *_rest in merged] + [
        c.amount.minor for c in corrections
    ]
    since = found.figures.commission.minor - sum(amounts)
    if since:
        amounts.append(since)
    shares = per_mille(amounts)
    zeros = [i for i, (_part, amount, *_rest) in enumerate(merged) if not amount]
    folded = set(zeros) if len(merged) > ROWS_SHOWN and len(zeros) > 1 else set()
    rows = [
        _row(viewer, period.period_id, part, amount, quantity, rate, held, shares[i])
        for i, (part, amount, quantity, rate, held) in enumerate(merged)
        if i not in folded
    ]
    for i, correction in enumerate(corrections, start=len(merged)):
        origin = viewer.release.period(period.calendar_id, correction.origin_period_id)
        name = _("Corrections to %(period)s")
        href = why = ""
        if correction.example_line_id:
            why = _("Why?")
            href = viewer.url(
                "commissions_why", period_id=correction.origin_period_id,
                line_id=correction.example_line_id,
            )  # fmt: skip
        lines = ngettext("one line", "%(n)s lines", correction.line_count)
        rows.append(
            Row(
                label=name % {"period": period_label(origin, correction.origin_period_id)},
                level="", counted="", rate="",
                unit=lines % {"n": decimal_text(Decimal(correction.line_count), 0)},
                amount=_money(correction.amount), minor=correction.amount.minor,
                share=percent(Decimal(shares[i]) / 1000), href=href, why=why,
            )
        )  # fmt: skip
    currency = found.figures.commission.currency
    if since:
        rows.append(_since(Money(since, currency), shares[-1], period.is_running))
    total = Money(sum(row.minor for row in rows), currency)
    return {
        "rows": rows,
        "total": _money(total),
        "total_minor": total.minor,
        "has_shares": total.minor != 0,
        "whole": percent(Decimal(1)),
        "adjusted": [_money(c.amount) for c in found.corrections if c.kind == "adjustment"],
        "folded_count": len(folded),
        "lines_href": viewer.url("commissions") + f"?period={period.period_id}",
        "locked": [_locked(viewer, period.period_id, part) for part in locked],
    }


def _since(amount: Money, share: int, is_open: bool) -> Row:
    """What the lines are worth now differs from what was booked: later statements carry it."""
    label = _("Rounding of sums") if is_open else _("Changed since, booked later")
    return Row(
        label=label, level="", counted="", unit="", rate="", amount=_money(amount),
        minor=amount.minor, share=percent(Decimal(share) / 1000), href="", why="",
    )  # fmt: skip


Merged = tuple[Component, Money, Decimal, Decimal | None, bool]


def _merged(parts: list[Component]) -> Merged:
    """Pending, approved and held parts of one component as one; its largest line explains it."""
    amount = parts[0].amount - parts[0].amount
    for part in parts:
        amount += part.amount
    rates = {part.rate for part in parts}
    largest = max(parts, key=lambda p: p.amount.minor)
    quantity = sum((p.quantity for p in parts), Decimal(0))
    rate = rates.pop() if len(rates) == 1 else None
    return largest, amount, quantity, rate, any(p.state == "held" for p in parts)


def _row(viewer: Viewer, period_id: str, part: Component, amount: Money, quantity: Decimal,
         rate: Decimal | None, is_held: bool, share: int) -> Row:  # fmt: skip
    unit = unit_label(part.quantity_unit, quantity)
    return Row(
        label=row_label(part.component_id, part.component_type, part.symbol_group),
        level=level_label(part.level),
        counted=_quantity(quantity, part.quantity_unit) if unit else "",
        unit=unit, rate=_rate_of(part, rate, quantity, amount), amount=_money(amount),
        minor=amount.minor,
        share=percent(Decimal(share) / 1000),
        href=viewer.url("commissions_why", period_id=period_id, line_id=part.example_line_id),
        why=_("Why?"), note=_("part of it in review") if is_held else "",
    )  # fmt: skip


def _locked(viewer: Viewer, period_id: str, part: Component) -> dict[str, str]:
    return {
        "label": row_label(part.component_id, part.component_type, part.symbol_group),
        "level": level_label(part.level),
        "amount": _money(part.amount),
        "href": viewer.url("commissions_why", period_id=period_id, line_id=part.example_line_id),
    }


def _money(amount: Money) -> str:
    return money_text(amount.minor, amount.currency.code, amount.currency.digits)


def _quantity(value: Decimal, unit: str | None) -> str:
    return decimal_text(value, 2 if unit == "lots" else None)


def _rate(rate: Decimal | None, unit: str | None) -> str:
    if rate is None:
        return _("several")
    if unit == "share":
        return percent(rate, _places(rate * 100))
    places = max(2, _places(rate))
    return decimal_text(trimmed(rate), places)


def _rate_of(part: Component, rate: Decimal | None, quantity: Decimal, amount: Money) -> str:
    """The rate of a row. Above the direct partner it is what is left of the own rate after the
    lower one: one number where it is the same for each line, else the most that it can be."""
    unit = amount.currency.unit
    if rate is None or part.level == 0 or abs(quantity * rate - amount.amount) <= unit * 100:
        return _rate(rate, part.rate_unit)
    if quantity:
        left = rounded(EXACT.divide(amount.amount, quantity), 2)
        if part.rate_unit != "share" and abs(left * quantity - amount.amount) <= unit * 2:
            return _rate(left, part.rate_unit)
    return _("up to %(rate)s") % {"rate": _rate(rate, part.rate_unit)}


def _places(value: Decimal) -> int:
    return len(text(value, 0).partition(".")[2])


__all__ = ["Row", "earned_table"]
