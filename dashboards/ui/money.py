"""Amounts as a person reads them; they stay decimal until they are text."""

from __future__ import annotations

import pandas as pd

from dashboards.data.releases import money


def amount_text(minor: int, currency_code: str, digits: dict[str, int]) -> str:
    """`1,234.50 USD`, with a true minus."""
    amount = money(minor, digits.get(currency_code, 2))
    return f"{amount:,}".replace("-", "\u2212") + f" {currency_code}"


def with_amounts(frame: pd.DataFrame, digits: dict[str, int]) -> pd.DataFrame:
    """The frame with each `<name>_minor` column replaced by `<name>` as Decimal."""
    out = frame.copy()
    for column in [name for name in frame.columns if name.endswith("_minor")]:
        amounts = [
            money(minor, digits.get(code, 2))
            for minor, code in zip(frame[column], frame["currency_code"], strict=True)
        ]
        out.insert(out.columns.get_loc(column), column.removesuffix("_minor"), amounts)  # type: ignore[arg-type]
        out = out.drop(columns=column)
    return out
