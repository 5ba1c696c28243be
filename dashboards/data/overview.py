"""What a program earned its partners and what brought it, day by day and by partner."""

from __future__ import annotations

import pandas as pd

from dashboards.data.releases import query, release_of
from dashboards.data.viewer import Viewer


def periods(viewer: Viewer, program_id: str) -> pd.DataFrame:
    """One row per month, newest first: period_id, starts_on, ends_on, is_open."""
    return query(
        release_of(viewer, program_id),
        "serving",
        "select period_id, starts_on, ends_on, is_open from pub_portal__periods "
        "where calendar_id = 'month' order by period_id desc",
    )


def currencies(viewer: Viewer, program_id: str) -> dict[str, int]:
    """Digits of each currency of the release."""
    frame = query(
        release_of(viewer, program_id),
        "serving",
        "select currency_code, digits from pub_portal__currencies order by 1",
    )
    return dict(zip(frame["currency_code"], map(int, frame["digits"]), strict=True))


def month_labels(found: pd.DataFrame) -> dict[str, str]:
    """Period ids, newest first, as "October 2026, open"."""
    return {
        row.period_id: f"{row.starts_on:%B %Y}" + (", open" if row.is_open else "")
        for row in found.itertuples()
    }


def program_days(viewer: Viewer, program_id: str, starts_on: str, ends_on: str) -> pd.DataFrame:
    """One row per day and currency of the program between two days, both included."""
    return query(
        release_of(viewer, program_id),
        "dashboards",
        "select day, currency_code, clicks, registrations, first_deposits, lots, "
        "commission_minor from pub_dashboards__program_days "
        "where day between cast(? as date) and cast(? as date) order by day, currency_code",
        [starts_on, ends_on],
    )


def partners(viewer: Viewer, program_id: str, period_id: str) -> pd.DataFrame:
    """One row per partner and currency of a month, the largest commission first."""
    frame = query(
        release_of(viewer, program_id),
        "serving",
        "select partner_id, currency_code, clicks, registrations, first_deposits, active_clients, "
        "commission_minor, locked_minor, held_minor from pub_portal__partner_periods "
        "where calendar_id = 'month' and period_id = ? order by commission_minor desc, partner_id",
        [period_id],
    )
    named = frame.merge(names(viewer, program_id), on="partner_id", how="left")
    return named[["partner_id", "name", "kind", "status",
                  *(c for c in frame.columns if c != "partner_id")]]  # fmt: skip


def names(viewer: Viewer, program_id: str) -> pd.DataFrame:
    """partner_id, name, kind and status of every partner of the program."""
    return query(
        release_of(viewer, program_id),
        "dashboards",
        "select partner_id, name, kind, status from pub_dashboards__partners order by partner_id",
    )


def counts_of(days: pd.DataFrame) -> dict[str, int]:
    """Clicks, registrations and first deposits of these days; each stands once per currency."""
    named = {"clicks": "Clicks", "registrations": "Registrations",
             "first_deposits": "First deposits"}  # fmt: skip
    if days.empty:
        return dict.fromkeys(named.values(), 0)
    return {title: int(days.groupby("day")[name].max().sum()) for name, title in named.items()}


def earned_of(found: pd.DataFrame) -> dict[str, int]:
    """Commission of all partners by currency, in minor units."""
    if found.empty:
        return {}
    sums = found.groupby("currency_code")["commission_minor"].sum()
    return {str(code): int(value) for code, value in sums.items()}


def currencies_earned(days: pd.DataFrame) -> list[str]:
    """The currencies in which anything was earned on these days."""
    if days.empty:
        return []
    return sorted(set(days.loc[days["commission_minor"] != 0, "currency_code"]))


def day_amounts(days: pd.DataFrame, code: str) -> pd.DataFrame:
    """`day` and `amount_minor` of one currency."""
    one = days[days["currency_code"] == code]
    return one.rename(columns={"commission_minor": "amount_minor"})[["day", "amount_minor"]]


def day_clicks(days: pd.DataFrame) -> pd.DataFrame:
    """`day` and `clicks`, up to the last day on which anybody clicked: later ones are to come."""
    if days.empty:
        return days
    found = days.groupby("day", as_index=False)["clicks"].max()
    return found[found["day"] <= found.loc[found["clicks"] > 0, "day"].max()]
