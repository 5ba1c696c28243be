"""Which expectations a feed has: one small module per feed, and what all feeds share."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import great_expectations.expectations as gxe

if TYPE_CHECKING:
    import pyarrow

SEED = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "currencies.csv"
FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 - canonical times are UTC without zone


def expectations(feed: str, table: pyarrow.Table) -> list[gxe.Expectation]:
    """The feed's own and the shared expectations for rows that arrived."""
    module = import_module(f"data_tests.feeds.{feed}")
    arrived_at = max(table.column("recorded_at").to_pylist())
    return [*shared(), *module.expectations(arrived_at + timedelta(days=1))]


def shared() -> list[gxe.Expectation]:
    """What holds for every feed: a record stands in a file once, and has a key."""
    return [
        gxe.ExpectColumnValuesToNotBeNull(column="record_key"),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["file_id", "record_key"], notes="a record stands in a file once"
        ),
    ]


def between(column: str, low: object, high: object, notes: str = "") -> gxe.Expectation:
    """Values (nulls aside) from `low` to `high`, both included."""
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=low, max_value=high, notes=notes or f"from {low} to {high}"
    )


def in_time(column: str, latest: datetime) -> gxe.Expectation:
    """Times since 2000 and not after the arrival plus one day."""
    return between(column, FIRST, latest, f"from 2000 to {latest:%Y-%m-%d %H:%M} UTC")


def known_currency(column: str) -> gxe.Expectation:
    """Codes of the currencies seed."""
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=list(_currencies()))


@cache
def _currencies() -> tuple[str, ...]:
    with SEED.open(encoding="utf-8", newline="") as lines:
        return tuple(row["currency_code"] for row in csv.DictReader(lines))
