"""Dashboards show words, not codes, and amounts that never were a float."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd

from dashboards.ui.table import cell, readable

DIGITS = {"USD": 2, "JPY": 0}


def test_amounts_carry_their_currency_and_stand_on_the_right() -> None:
    frame = pd.DataFrame(
        {
            "partner_id": ["P-1", "P-2"],
            "currency_code": ["USD", "JPY"],
            "commission_minor": [-123456, 5000],
        }
    )
    shown, right = readable(frame, DIGITS)
    assert list(shown.columns) == ["Partner", "Commission"]
    assert list(shown["Commission"]) == ["−1,234.56 USD", "5,000 JPY"]
    assert right == {"Commission"}


def test_cells_are_words() -> None:
    assert cell("reason_code", "holding_time") == "Holding time"
    assert cell("feed", "fx_rates") == "Exchange rates"
    assert cell("is_late", True) == "late"
    assert cell("passed", False) == "failed"
    assert cell("event_on", date(2026, 10, 8)) == "8 Oct 2026"
    assert cell("arrived_at", datetime(2026, 10, 8, 6, 5, tzinfo=UTC)) == "8 Oct 2026, 06:05"
    assert cell("rate", Decimal("12.5000")) == "12.50"
    assert cell("exact_amount", Decimal("-1234.098630000000")) == "−1,234.09863"
    assert cell("row_count", 12164) == "12,164"
    assert cell("lower_rate", None) == "–"
    assert cell("file_name", "trades_2026.csv") == "trades_2026.csv"
