"""A report's answer as rows, menus and a chart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.releases.money import Currency
from portal.releases.reader import Release
from portal.releases.selectors.reports import DIMENSIONS, Answer, Group, Question
from portal.web.base.charts import Chart, Series
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import decimal_text, money_text
from portal.web.partner import labels
from portal.web.partner.days import days_between
from portal.web.partner.frame import Viewer
from portal.web.partner.report_question import Asked

WORDS: dict[str, str | Promise] = {
    "period": gettext_lazy("Period"),
    "day": gettext_lazy("Day"),
    "component": gettext_lazy("Component"),
    "level": gettext_lazy("Level"),
    "symbol_group": gettext_lazy("Symbol group"),
    "symbol": gettext_lazy("Symbol"),
    "country": gettext_lazy("Country"),
    "brand": gettext_lazy("Brand"),
    "product": gettext_lazy("Product"),
    "client": gettext_lazy("Client"),
    "link": gettext_lazy("Link"),
    "sub1": gettext_lazy("sub1"),
    "device": gettext_lazy("Device"),
    "state": gettext_lazy("State"),
    "deal": gettext_lazy("Deal"),
    "line": gettext_lazy("Line"),
}
SERIES_SHOWN = 4


def word_of(name: str) -> str:
    """A dimension in words."""
    return str(WORDS.get(name, name))


def title(question: Question) -> str:
    """Commission by component, then level."""
    if question.by == "line":
        return _("Commission, line by line")
    if question.then:
        return _("Commission by %(by)s, then %(then)s") % {
            "by": labels.inside(word_of(question.by)),
            "then": labels.inside(word_of(question.then)),
        }
    return _("Commission by %(by)s") % {"by": labels.inside(word_of(question.by))}


def value_text(name: str, value: Any) -> str:
    """A value of a dimension as people read it."""
    if value is None or value == "":
        return _("without %(word)s") % {"word": labels.inside(word_of(name))}
    if name == "day" and isinstance(value, date):
        return day_text(value, "EEE d MMM")
    known: dict[str, Callable[[Any], str]] = {
        "component": labels.component_label,
        "level": lambda v: labels.level_label(int(v)),
        "symbol_group": labels.group_label,
        "product": labels.plain,
        "state": lambda v: str(labels.STATES.get(v, ("", v))[1]),
        "period": labels.month_and_year,
        "country": labels.country_label,
    }
    return known.get(name, str)(value)


def date_menu(asked: Asked, release: Release, today: date) -> dict[str, Any]:
    """The days, with the periods of the program as quick choices."""
    question = asked.question
    links = []
    for period in sorted(release.periods, key=lambda p: p.ends_on, reverse=True)[:14]:
        href = asked.address(**{"from": period.starts_on, "to": period.ends_on})
        links.append({"href": href, "text": labels.period_label(period),
                      "note": labels.period_note(period, today)})  # fmt: skip
    return {
        "present": labels.days_label(question.from_day, question.to_day, "short"),
        "links": links,
    }


def filter_menus(asked: Asked, answer: Answer) -> list[dict[str, Any]]:
    """One menu for each dimension that has something to choose from."""
    menus = []
    for name, values in answer.options.items():
        chosen = asked.question.filters.get(name, "")
        if len(values) < 2 and not chosen:
            continue
        links = [{"href": asked.address(**{name: ""}), "text": _("all")}] + [
            {"href": asked.address(**{name: v}), "text": value_text(name, v)} for v in values[:40]
        ]
        menus.append({"label": word_of(name), "links": links, "is_active": bool(chosen),
                      "present": value_text(name, chosen) if chosen else _("all")})  # fmt: skip
    if "client" in asked.question.filters:
        menus.append({"label": word_of("client"), "present": asked.question.filters["client"],
                      "is_active": True,
                      "links": [{"href": asked.address(client=""), "text": _("all")}]})  # fmt: skip
    return menus


# Dimensions that a vertical never has; sums by period do not tell which are empty.
NOT_IN: dict[str, frozenset[str]] = {
    "igaming": frozenset({"symbol_group", "symbol"}),
    "forex": frozenset(),
    "prop": frozenset({"symbol_group", "symbol"}),
    "software": frozenset({"symbol_group", "symbol"}),
}


def dimensions(asked: Asked, answer: Answer, vertical: str) -> list[str]:
    """The dimensions by which the program's lines differ, or that are asked for already."""
    question = asked.question
    chosen = {question.by, question.then, *question.filters}
    never = NOT_IN.get(vertical, frozenset())
    known = answer.options if not answer.is_summed else dict.fromkeys(DIMENSIONS)
    return [
        name
        for name in DIMENSIONS
        if name in chosen
        or name in ("period", "day", "client")
        or (name not in never and name in known)
    ]


def grouping_menu(asked: Asked, name: str, offered: list[str]) -> dict[str, Any]:
    """The menu of the first or second grouping."""
    question = asked.question
    present = question.by if name == "by" else question.then
    other = question.then if name == "by" else question.by
    links = [
        {"href": asked.address(**{name: d}), "text": word_of(d)}
        for d in (*offered, *(("line",) if name == "by" else ()))
        if d != other
    ]
    if name == "then":
        links.insert(0, {"href": asked.address(then=""), "text": _("nothing")})
    return {"present": word_of(present) if present else _("nothing"), "links": links}


def path(asked: Asked) -> list[dict[str, str]]:
    """Where the report stands on the way from days to lines."""
    question = asked.question
    steps = [("period", _("Period")), ("day", _("Day")), ("client", _("Client")),
             ("line", _("Line"))]  # fmt: skip
    found = [{"text": labels.days_label(question.from_day, question.to_day), "href": "",
              "here": ""}]  # fmt: skip
    if question.by not in dict(steps):
        found.append({"text": word_of(question.by), "href": "", "here": "1"})
    for name, text in steps:
        here = question.by == name
        href = "" if here else asked.address(by=name, then="")
        found.append({"text": text, "href": href, "here": "1" if here else ""})
    return found


def columns(answer: Answer) -> dict[str, bool]:
    """Which columns have anything to say."""
    groups = [*answer.groups, *([answer.total] if answer.total else [])]
    return {
        "clients": any(g.client_count for g in groups),
        "lots": any(g.lots for g in groups),
        "locked": any(g.locked for g in groups),
    }


def rows(viewer: Viewer, asked: Asked, answer: Answer) -> list[dict[str, Any]]:
    """The groups, each leading one step further in."""
    question = asked.question
    if question.by == "line":
        return []
    found = []
    for place, group in enumerate(answer.groups):
        following = answer.groups[place + 1] if place + 1 < len(answer.groups) else None
        name, value = (question.then, group.then) if group.is_sub else (question.by, group.by)
        href = ""
        if value not in (None, ""):
            inner = asked
            if group.is_sub and group.by not in (None, "") and question.by not in ("day", "period"):
                inner = Asked(question, asked.values | {question.by: str(group.by)})
            href = inner.into(name, value, viewer.release)
        found.append(
            _figures(group)
            | {
                "name": value_text(name, value), "href": href, "is_sub": group.is_sub,
                "is_last_sub": group.is_sub and (following is None or not following.is_sub),
                "why": viewer.url("commissions_why", period_id=group.example_period_id,
                                  line_id=group.example_line_id),
            }
        )  # fmt: skip
    return found


def total_row(answer: Answer) -> dict[str, str] | None:
    """The final sum."""
    return _figures(answer.total) if answer.total else None


def _figures(group: Group) -> dict[str, str]:
    currency = group.commission.currency
    return {
        "lines": decimal_text(Decimal(group.line_count), 0),
        "clients": decimal_text(Decimal(group.client_count), 0) if group.client_count else "–",
        "lots": decimal_text(group.lots, 2) if group.lots else "–",
        "locked": money_text(group.locked.minor, currency.code, currency.digits)
        if group.locked
        else "–",
        "commission": money_text(group.commission.minor, currency.code, currency.digits),
    }


def without_each(asked: Asked) -> list[dict[str, str]]:
    """For an empty report: which filter could be removed."""
    return [
        {"href": asked.address(**{name: ""}), "text": f"{word_of(name)}: {value_text(name, value)}"}
        for name, value in asked.question.filters.items()
    ]


def chart(question: Question, answer: Answer, currency: Currency) -> Chart | None:
    """Commission a day by the first grouping, the largest four apart, the rest together."""
    days = days_between(question.from_day, question.to_day)
    with_amounts = {day for day, _series, minor in answer.days if minor}
    if with_amounts:
        days = [d for d in days if d <= max(*with_amounts, min(days))]
    if not 2 <= len(days) <= 92 or not with_amounts:
        return None
    sums: dict[Any, int] = defaultdict(int)
    for _day, series, minor in answer.days:
        sums[series] += minor
    name = question.by if question.by not in ("day", "period", "client", "line") else "component"
    ordered = sorted(sums, key=lambda s: (-abs(sums[s]), str(s)))
    shown, rest = ordered[:SERIES_SHOWN], set(ordered[SERIES_SHOWN:])
    amounts: dict[tuple[Any, date], int] = defaultdict(int)
    for day, series, minor in answer.days:
        amounts[("rest" if series in rest else series, day)] += minor

    def major(key: Any) -> list[Decimal]:
        return [Decimal(amounts[(key, d)]).scaleb(-currency.digits) for d in days]

    series = [Series(value_text(name, key), major(key)) for key in shown]
    if rest:
        series.append(Series(_("the rest"), major("rest"), "f5"))
    text = _("Commission a day by %(by)s, %(days)s. The numbers are in the table below.") % {
        "by": labels.inside(word_of(name)),
        "days": labels.days_label(question.from_day, question.to_day),
    }
    x = [day_text(d, "d MMM") for d in days]
    return Chart("stacked", text, x, series, currency.code, currency.digits, _("Day"), "c-rep",
                 wide=(1140, 240))  # fmt: skip
