# ruff: noqa: S608 - statements are made of these files' own names
"""What the made programs of lots and of periods share: where they lie, their calendar, Parquet."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

PROGRAM = "bench"
FIRST = date(2024, 11, 1)
MONTHS = 24


@dataclass(frozen=True)
class World:
    """Where a world lies, and how many trades (or clients) it has."""

    folder: Path
    trades: int

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def parquet(self) -> str:
        return str(self.folder / "trades" / "*.parquet")

    def months(self) -> list[tuple[date, date]]:
        """First day of each month, and of the next one."""
        starts = [date(FIRST.year + (FIRST.month - 1 + n) // 12, (FIRST.month - 1 + n) % 12 + 1, 1)
                  for n in range(MONTHS + 1)]  # fmt: skip
        return list(itertools.pairwise(starts))

    def month_file(self, first: date) -> str:
        return str(self.folder / "trades" / f"{first:%Y-%m}.parquet")


def program(vertical: str, currency: str) -> str:
    """Statements that make the program and its months, in UTC."""
    return f"""
insert into raw.portal_programs by name
select '{PROGRAM}' as program_id, 'Bench' as name, '{vertical}' as vertical, 'UTC' as time_zone,
    'month' as calendar_ids, '{currency}' as currency_code, 'ecb' as rate_set, 30 as window_days,
    '{FIRST:%Y-%m}' as first_period_id;
insert into raw.portal_periods by name
select '{PROGRAM}' as program_id, 'month' as calendar_id, strftime(d, '%Y-%m') as period_id,
    d::date as starts_on, (d + interval 1 month - interval 1 day)::date as ends_on,
    row_number() over (order by d)::int as period_no, true as is_open
from range(timestamp '{FIRST}', timestamp '{FIRST}' + interval {MONTHS} month, interval 1 month)
    as t(d);
"""


def read_from_parquet(con: duckdb.DuckDBPyConnection, table: str, parquet: str) -> None:
    """Put a view over Parquet in place of a table of `raw`; columns that it lacks are null."""
    columns = con.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name = 'raw' and table_name = ? order by column_index",
        [table],
    ).fetchall()
    kept = {row[0] for row in con.execute(f"describe from '{parquet}'").fetchall()}
    listed = ", ".join(
        f"{name}::{kind} as {name}" if name in kept else f"null::{kind} as {name}"
        for name, kind in columns
    )
    con.execute(f"drop table raw.{table}")
    con.execute(f"create view raw.{table} as select {listed} from '{parquet}'")
