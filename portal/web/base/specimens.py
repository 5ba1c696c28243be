"""Sample values for the style guide: every component, with figures that add up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from portal.web.base.charts import Chart, Series

NOVEMBER = [80, 1228, 1318, 1358, 1470, 1316, 0, 80, 1454, 778, 1109, 1470, 1248, 0, 80, 1438]
OCTOBER = [843, 1052, 0, 72, 933, 1092, 1107, 725, 690, 0, 72, 1251, 857, 840, 1359, 1001, 0, 72]
MINUTES = [40, 52, 38, 61, 47, 55, 3, 44, 58, 2, 49, 63, 51, 46, 57, 39, 60, 4]


def running(values: list[int]) -> list[int]:
    """Added up from the first on."""
    return [sum(values[: n + 1]) for n in range(len(values))]


def charts() -> list[Chart]:
    """One chart of each kind."""
    days = [str(n) for n in range(1, 19)]
    now: list[int | None] = [*running(NOVEMBER), None, None]
    slots = [1800, 1400, 900, 950, 1300, 1700, 2100, 1600, 800, 1200]
    live = [350, 400, 250, 350, 250, -400, 300, 200, -900, 350]
    sums = "Commission added up by day: November against October."
    parts = "Net revenue per day by product."
    return [
        Chart(
            "line",
            sums,
            days,
            [Series("November", now, "now"), Series("October", running(OCTOBER), "then", 15)],
            "USD",
            x_name="Day",
            ident="c-line",
        ),
        Chart("bars", sums, days[:16], [Series("November", NOVEMBER)], "USD", 0, "Day", "c-bars"),
        Chart(
            "stacked",
            parts,
            [f"{n} Nov" for n in range(1, 11)],
            [Series("Slots", slots), Series("Live casino", live)],
            "EUR",
            0,
            "Day",
            "c-stack",
        ),
        Chart(
            "dots",
            "Minutes from registration to first deposit; two stand out.",
            days,
            [
                Series(
                    "Minutes", [40, 52, 38, 61, 47, 55, 3, 44, 58, 2, 49, 63, 51, 46, 57, 39, 60, 4]
                )
            ],
            "min",
            0,
            "Client",
            "c-dots",
            frozenset({6, 9, 17}),
        ),
    ]


def context() -> dict[str, Any]:
    """What the style guide shows."""
    at = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
    rows = [
        {"name": {"text": "FX majors", "href": "#"}, "level": "Direct", "lots": "1,184.60"}
        | {"amount": "9,476.80"},
        {"name": "Corrections to October", "level": None, "lots": None, "amount": "−3.30"},
    ]
    return {
        "charts": charts(),
        "states": [
            ("good", "Settled"),
            ("wait", "Waiting"),
            ("bad", "Returned"),
            ("go", "Frozen"),
            ("none", "Not reached"),
            ("lock", "Locked"),
        ],
        "strip_items": [
            {"label": "Clicks", "value": "4,812", "note": "+5.1%"},
            {"label": "Registrations", "value": "311", "note": "6.5% of clicks"},
            {"label": "First deposits", "value": "74", "note": "+5.7%"},
            {"label": "Lots closed", "value": "3,251.04", "note": "+11.5%"},
        ],
        "columns": [
            {"key": "name", "label": "Component"},
            {"key": "level", "label": "Level", "kind": "quiet"},
            {"key": "lots", "label": "Lots", "kind": "num", "optional": True},
            {"key": "amount", "label": "USD", "kind": "num"},
        ],
        "rows": rows,
        "total": {"name": "Total", "amount": "9,473.50"},
        "as_of": at,
        "feeds": [
            {"label": "Trades", "at": at, "is_late": False},
            {"label": "Swap charges", "at": at, "is_late": True, "late_by": "4 h late"},
        ],
        "facts": [("Threshold", "100.00 EUR"), ("Schedule", "4th of the month")],
        "steps": [
            ("done", "check", "October closed, holds over", "Statement 2026-10"),
            ("now", "half", "Batch frozen", "Monday 30 November, 18:00"),
            ("todo", "ring", "Finance approves the batch", "Two people, by Thursday"),
        ],
        "program_name": "Larkspur Markets",
        "partner_name": "Aurel Media SL",
    }
