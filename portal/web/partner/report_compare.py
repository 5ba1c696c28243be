"""A report beside the same question about earlier days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.releases.reader import Release
from portal.releases.selectors.reports import Answer, Group, Question
from portal.web.base.tags.numbers import NOT_APPLICABLE, money_text
from portal.web.partner import figures
from portal.web.partner.labels import days_label
from portal.web.partner.report_question import Asked

CHOICES: dict[str, str | Promise] = {
    "": gettext_lazy("nothing"),
    "before": gettext_lazy("the days before"),
    "year": gettext_lazy("a year earlier"),
}
IN_TIME = ("day", "period", "line")  # groupings whose values do not come again


def earlier(question: Question, wish: str, release: Release) -> Question | None:
    """The same question about earlier days: the period before a whole period, else as many days.

    None when nothing is compared.
    """
    if wish not in ("before", "year") or "line" in (question.by, question.then):
        return None
    first, last = question.from_day, question.to_day
    if wish == "year":
        return replace(question, from_day=_year_before(first), to_day=_year_before(last))
    for period in release.periods:
        if (period.starts_on, period.ends_on) == (first, last):
            before = release.period_before(period)
            if before:
                return replace(question, from_day=before.starts_on, to_day=before.ends_on)
    length = last - first + timedelta(days=1)
    return replace(question, from_day=first - length, to_day=first - timedelta(days=1))


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def menu(asked: Asked) -> dict[str, Any]:
    """What the report is compared with."""
    present = asked.values.get("compare", "")
    return {
        "present": str(CHOICES[present]),
        "links": [
            {"href": asked.address(compare=code), "text": str(word)}
            for code, word in CHOICES.items()
        ],
    }


def with_earlier(
    rows: list[dict[str, Any]], answer: Answer, past: Answer, question: Question
) -> list[dict[str, Any]]:
    """Rows with `earlier` and `change`, where the same group was there before."""
    before = {(g.is_sub, g.by, g.then): g for g in past.groups}
    for row, group in zip(rows, answer.groups, strict=False):
        in_time = (question.then if group.is_sub else question.by) in IN_TIME
        found = None if in_time else before.get((group.is_sub, group.by, group.then))
        row.update(cells(group, found, is_none=in_time))
    return rows


def cells(now: Group | None, before: Group | None, *, is_none: bool = False) -> dict[str, str]:
    """The commission before, and the change in percent."""
    if is_none or now is None:
        return {"earlier": NOT_APPLICABLE, "change": NOT_APPLICABLE}
    currency = now.commission.currency
    was = before.commission.minor if before else 0
    return {
        "earlier": money_text(was, currency.code, currency.digits),
        "change": figures.change(now.commission.minor, was) or NOT_APPLICABLE,
    }


def days_text(question: Question) -> str:
    """Which days it is compared with."""
    return _("compared with %(days)s") % {"days": days_label(question.from_day, question.to_day)}
