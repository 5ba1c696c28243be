"""Opening the releases of a viewer's programs: manifest, serving files, line detail."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboards.data.viewer import Viewer

_CONFIG: dict[str, Any] = {"threads": "1", "memory_limit": "512MB"}


class NoRelease(Exception):
    """The program has not published anything yet."""


@dataclass(frozen=True)
class Release:
    """One published state of one program, whole."""

    program_id: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def as_of(self) -> datetime:
        return datetime.fromisoformat(self.manifest["as_of"]).astimezone(UTC)

    def path_of(self, name: str) -> Path:
        """The file of that name (`serving`, `dashboards`); KeyError when the manifest lacks it."""
        for file in self.manifest["files"]:
            if file["name"] == name:
                return self.folder / str(file["path"])
        raise KeyError(f"release {self.manifest['digest'][:12]} has no file {name}")

    def detail_paths(self, table: str, period_ids: Sequence[str]) -> list[str]:
        """Parquet files of one detail table for these periods."""
        return [
            str(self.folder / file["path"])
            for file in self.manifest["files"]
            if file.get("table") == table and file.get("period_id") in period_ids
        ]


def release_of(viewer: Viewer, program_id: str) -> Release:
    """The current release of one of the viewer's programs.

    Raises `NotAllowed` for another program, `NoRelease` before the first publication.
    """
    viewer.check(program_id)
    folder = _releases() / program_id
    pointer = folder / "current"
    if not pointer.exists():
        raise NoRelease(f"{program_id} has no release yet; openbook refresh makes the first.")
    return Release(program_id, folder, _manifest(pointer.resolve()))


def query(release: Release, name: str, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
    """Ask one serving file; decimals arrive as Decimal, never as float."""
    connection = _connection(str(release.path_of(name).resolve()))
    return _frame(connection.cursor().execute(sql, list(parameters)))


def query_detail(
    release: Release,
    table: str,
    period_ids: Sequence[str],
    sql: str,
    parameters: Sequence[Any] = (),
) -> pd.DataFrame:
    """Ask the Parquet detail of some periods; the SQL names it `detail`."""
    paths = release.detail_paths(table, period_ids)
    if not paths:
        return pd.DataFrame()
    connection = duckdb.connect(config=_CONFIG)
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    connection.execute(f"create view detail as select * from read_parquet([{listed}])")  # noqa: S608
    return _frame(connection.execute(sql, list(parameters)))


def _frame(result: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    names = [column[0] for column in result.description or []]
    columns = list(zip(*result.fetchall(), strict=True)) or [()] * len(names)
    return pd.DataFrame(
        {name: _series(name, values) for name, values in zip(names, columns, strict=True)}
    )


def _series(name: str, values: Sequence[Any]) -> pd.Series:
    """A column as it was stored. Whole numbers beside nulls stay whole: pandas makes floats."""
    if any(isinstance(value, float) for value in values):
        raise TypeError(f"{name} is a float; releases hold decimals only")
    kinds = {type(value) for value in values}
    series = pd.Series(list(values), dtype=object)
    return series.astype("Int64") if kinds == {int, type(None)} else series.infer_objects()


def money(minor: int | None, digits: int) -> Decimal:
    """Minor units as an amount with its digits: 1234, 2 is 12.34."""
    return Decimal(int(minor or 0)).scaleb(-digits)


def _releases() -> Path:
    return Path(os.environ.get("DATA_DIR", ".data")).resolve() / "releases"


@lru_cache(maxsize=32)
def _manifest(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@lru_cache(maxsize=16)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(path, read_only=True, config=_CONFIG)
