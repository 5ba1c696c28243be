"""The Overview's figures as rows and words: change, chart, what earned it, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.releases.reader import Period
from portal.releases.selectors.overview import Overview
from portal.web.base.charts import Chart, Series, Value
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import decimal_text, money_signed, money_text
from portal.web.partner.days import Running, running
from portal.web.partner.earned import earned_table
from portal.web.partner.figures import change as change_text
from portal.web.partner.frame import Viewer
from portal.web.partner.labels import (
    component_label,
    days_label,
    month_name,
    period_label,
    reason_label,
)


@dataclass(frozen=True)
class Delta:
    """The change against the period before; `share` is None when there was nothing before."""

    share: str
    against: str
    before: str


def last_day(found: Overview, today: date) -> date:
    """The last day that the figures cover."""
    period = found.choice.period
    return (
        max(period.starts_on, min(period.ends_on, today)) if period.is_running else period.ends_on
    )


def period_text(found: Overview, today: date) -> str:
    """1–28 October 2026."""
    return days_label(found.choice.period.starts_on, last_day(found, today))


def _series(found: Overview, today: date) -> tuple[list[Running], list[Running]]:
    """Running totals of this period to today, and of the whole period before."""
    amounts = {day: int(row["commission_minor"]) for day, row in found.days.items()}
    period, before = found.choice.period, found.before
    now = running(amounts, period.starts_on, period.ends_on, last_day(found, today))
    then = running(amounts, before.starts_on, before.ends_on, before.ends_on) if before else []
    now = _adjusted(now, found.figures.commission.minor)
    if then and found.figures_before:
        then = _adjusted(then, found.figures_before.commission.minor)
    return now, then


def _adjusted(days: list[Running], total: int) -> list[Running]:
    """Totals that end at the period's own figure. What it took for earlier periods came with its
    first day; what was found of it after its close is missing from its last."""
    gap = total - days[-1].total if days else 0
    at = 0 if gap > 0 else len(days) - 1
    return [
        Running(r.day, r.minor + (gap if i == at else 0), r.total + (gap if i >= at else 0))
        for i, r in enumerate(days)
    ]


def delta(found: Overview, today: date) -> Delta | None:
    """Against the same days of the period before; against all of it when part of this period's
    commission is counted on the period's last day, which the same days of another do not hold."""
    before, period = found.before, found.choice.period
    if before is None or found.figures_before is None:
        return None
    now, then = _series(found, today)
    ahead = any(day > last_day(found, today) and row["commission_minor"]
                for day, row in found.days.items() if day <= period.ends_on)  # fmt: skip
    if not period.is_running or ahead:
        base, against = then[-1].total, _("all of %(period)s") % {"period": period_label(before)}
    else:
        same = then[min(len(now), len(then)) - 1]
        base, against = same.total, days_label(before.starts_on, same.day)
    code = found.choice.currency_code
    text = money_text(base, code, found.figures.commission.currency.digits)
    return Delta(change_text(found.figures.commission.minor, base), against, text)


def chart(found: Overview, today: date) -> Chart | None:
    """Commission added up by day against the period before; by period where days say nothing."""
    now, then = _series(found, today)
    if max(len(now), len(then)) < 2:
        return None
    if _is_by_period(found):
        return _periods_chart(found)
    return _days_chart(found, now, then)


def _is_by_period(found: Overview) -> bool:
    """Whether most of it is priced for the period as a whole and belongs to none of its days."""
    period = found.choice.period
    amounts = {d: int(row["commission_minor"]) for d, row in found.days.items()
               if period.starts_on <= d <= period.ends_on}  # fmt: skip
    at_end = abs(amounts.pop(period.ends_on, 0))
    if len(found.totals) < 2 or not any(total for _period, total in found.totals):
        return False
    return not any(amounts.values()) or at_end * 2 > abs(found.figures.commission.minor)


def _periods_chart(found: Overview) -> Chart:
    currency = found.figures.commission.currency
    names = [_bar_name(p, len(found.totals)) for p, _total in found.totals]
    values = [total.amount for _period, total in found.totals]
    title = _("Commission by period. Most of it is priced once a period, not by day.")
    series = [Series(_("Commission"), values)]
    return Chart("bars", title, names, series, currency.code, currency.digits, _("Period"), "c-sum")


def _bar_name(period: Period, count: int) -> str:
    """A bar's word: the month, short where there are many; what is not over says so."""
    name = month_name(period.period_id)
    if period.calendar_id == "month" and count > 6:
        name = day_text(period.starts_on, "LLL")
    return f"{name}, {_('open')}" if period.is_running and count <= 6 else name


def _days_chart(found: Overview, now: list[Running], then: list[Running]) -> Chart:
    length = max(len(now), len(then))
    currency = found.figures.commission.currency

    def major(rows: list[Running]) -> list[Value]:
        shown: list[Value] = [Decimal(r.total).scaleb(-currency.digits) for r in rows]
        return shown + [None] * (length - len(rows))

    name = month_name(found.choice.period.period_id)
    series = [Series(name, major(now), "now")]
    if then and found.before:
        ahead = len(now) - 1 if found.choice.period.is_running and len(now) < len(then) else None
        series.append(Series(month_name(found.before.period_id), major(then), "then", ahead))
    title = _("Commission added up by day: %(now)s to day %(day)s against the period before. "
              "The numbers are in the table below.") % {"now": name, "day": len(now)}  # fmt: skip
    days = [str(n) for n in range(1, length + 1)]
    return Chart("line", title, days, series, currency.code, currency.digits, _("Day"), "c-sum")


def earned(viewer: Viewer, found: Overview) -> dict[str, Any]:
    """What earned it: rows, corrections, total, and what is locked beside it."""
    return earned_table(viewer, found)


def changes(viewer: Viewer, found: Overview) -> list[dict[str, Any]]:
    """What moved an amount after it was first shown, newest first, as sentences."""
    rows = []
    for change in found.changes:
        lines = ngettext("one line", "%(n)s lines", change.line_count) % {
            "n": decimal_text(Decimal(change.line_count), 0)
        }
        amount = money_signed(
            change.amount.minor, change.amount.currency_code, change.amount.currency.digits
        )
        rows.append(
            {
                "at": change.changed_at,
                "text": _("%(component)s of %(period)s changed because %(reason)s: %(lines)s, ")
                % {
                    "component": component_label(change.component_id),
                    "period": month_name(change.period_id),
                    "reason": reason_label(change.change_code),
                    "lines": lines,
                },
                "amount": f"{amount} {change.amount.currency_code}",
                "href": viewer.url("commissions") + f"?period={change.period_id}"
                + (f"&component={change.component_id}" if change.component_id else ""),
            }
        )  # fmt: skip
    return rows
