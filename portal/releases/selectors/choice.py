"""Which period and currency a page speaks of, from what the partner has."""

from __future__ import annotations

from dataclasses import dataclass

from portal.releases.reader import Period, Release, Row


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen period and currency, and what else could be chosen, newest first."""

    period: Period
    currency_code: str
    periods: tuple[Period, ...]
    currency_codes: tuple[str, ...]


def choose(
    release: Release, rows: list[Row], period_id: str | None, currency_code: str | None
) -> Choice | None:
    """Chooses among `rows` (calendar_id, period_id, currency_code, line_count).

    Without a wish: the present period of the calendar in which the partner has most lines, in the
    currency with most lines. A period of a program that the partner has nothing in may be chosen;
    one that the program does not have is None.
    """
    counts: dict[str, int] = {}
    currencies: dict[str, int] = {}
    for row in rows:
        counts[row["calendar_id"]] = counts.get(row["calendar_id"], 0) + row["line_count"]
        code = row["currency_code"]
        currencies[code] = currencies.get(code, 0) + row["line_count"]
    calendars = {period.calendar_id for period in release.periods}
    calendar_id = (
        max(counts, key=lambda c: (counts[c], c)) if counts else min(calendars, default="")
    )
    if period_id:
        period = next((p for p in release.periods if p.period_id == period_id), None)
    else:
        period = release.present(calendar_id)
    codes = tuple(sorted(currencies, key=lambda c: (-currencies[c], c)))
    if period is None or (currency_code and codes and currency_code not in codes):
        return None
    had = {(row["calendar_id"], row["period_id"]) for row in rows}
    periods = tuple(
        p for p in reversed(release.periods) if (p.calendar_id, p.period_id) in had or p == period
    )
    return Choice(period, currency_code or (codes[0] if codes else ""), periods, codes)
