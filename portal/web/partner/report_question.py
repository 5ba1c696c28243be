"""A report is its address: reads what is asked from it, and writes addresses that ask for more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from portal.partners.models import Program
from portal.releases.reader import Release
from portal.releases.selectors.reports import DIMENSIONS, FILTERS, Question

# Where a row leads: one step further in.
DEEPER = {"period": "day", "day": "client", "client": "line"}
LONGEST = timedelta(days=800)


@dataclass(frozen=True)
class Asked:
    """The question, and the values of the address that it was made from."""

    question: Question
    values: dict[str, str]

    def address(self, **changes: Any) -> str:
        """The page's address with other values; an empty one is taken away."""
        values = self.values | {k: str(v) for k, v in changes.items() if v is not None}
        return "?" + urlencode({k: v for k, v in values.items() if v})

    def into(self, by: str, value: Any, release: Release) -> str:
        """The address one step further in from a row of grouping `by` with this value."""
        deeper = DEEPER.get(
            by, "day" if self.question.from_day != self.question.to_day else "client"
        )
        if by == "day":
            return self.address(**{"from": value, "to": value, "by": deeper, "then": ""})
        if by == "period":
            period = next((p for p in release.periods if p.period_id == value), None)
            first, last = (period.starts_on, period.ends_on) if period else ("", "")
            return self.address(**{"from": first, "to": last, "by": deeper, "then": ""})
        return self.address(**{by: value, "by": deeper, "then": ""})


def read_question(wish: QueryDict, release: Release, program: Program, currency: str,
                  today: date) -> Asked:  # fmt: skip
    """What the address asks. Raises Http404 for days or groupings that are none."""
    first, last = _days(wish, release, today)
    by, then = wish.get("by", "component"), wish.get("then", "")
    if by not in (*DIMENSIONS, "line") or then not in (*DIMENSIONS, "") or by == then:
        raise Http404
    filters = {name: value for name in FILTERS if (value := wish.get(name))}
    code = wish.get("currency") or currency
    values = {"from": first.isoformat(), "to": last.isoformat(), "by": by, "then": then, **filters}
    if wish.get("currency"):
        values["currency"] = code
    if wish.get("compare"):
        if wish["compare"] not in ("before", "year"):
            raise Http404
        values["compare"] = str(wish["compare"])
    return Asked(Question(first, last, code, by, then, filters), values)


def _days(wish: QueryDict, release: Release, today: date) -> tuple[date, date]:
    opened = release.presents()
    default = min((p.starts_on for p in opened), default=today)
    try:
        first = date.fromisoformat(given) if (given := wish.get("from")) else default
        last = date.fromisoformat(given) if (given := wish.get("to")) else _end(release, today)
    except ValueError:
        raise Http404 from None
    first, last = min(first, last), max(first, last)
    return max(first, last - LONGEST), last


def _end(release: Release, today: date) -> date:
    """The last day with figures: a period component stands on its period's last day."""
    return max((p.ends_on for p in release.presents()), default=today)
