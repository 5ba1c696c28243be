"""A door of one's own: an empty data folder, an empty warehouse, a program called harbour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.defs.feeds import Received, receive

NOW = datetime(2026, 10, 28, 12, tzinfo=UTC)
Drop = Callable[..., Path]
Take = Callable[..., Received]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def con(data_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    yield con
    con.close()


@pytest.fixture
def drop(data_dir: Path) -> Drop:
    """Drop text or bytes into harbour's landing folder, as if it lay there for long."""
    import os

    dropped = [0]

    def _drop(feed: str, name: str, content: str | bytes, program: str = "harbour") -> Path:
        path = data_dir / "landing" / program / feed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        dropped[0] += 1
        os.utime(path, (1_700_000_000 + dropped[0],) * 2)
        return path

    return _drop


@pytest.fixture
def take(con: duckdb.DuckDBPyConnection) -> Take:
    return lambda now=NOW, **given: receive(con, now=now, **given)


@pytest.fixture
def configure(data_dir: Path) -> Callable[[str], None]:
    """Write harbour's feeds.yaml."""

    def _configure(text: str) -> None:
        path = data_dir / "programs" / "harbour" / "feeds.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    return _configure


HEADER = "trade_id,account_id,symbol,side,lots,opened_at,closed_at,commission,currency\n"


def trade(trade_id: str, **other: str) -> str:
    """A row of a trades file, sound unless `other` says otherwise."""
    row = {
        "trade_id": trade_id,
        "account_id": "70011",
        "symbol": "EURUSD",
        "side": "buy",
        "lots": "0.50",
        "opened_at": "2026-10-05T08:00:00Z",
        "closed_at": "2026-10-05T09:30:00Z",
        "commission": "3.50",
        "currency": "USD",
    }
    return ",".join((row | other).values()) + "\n"


@pytest.fixture
def rows(con: duckdb.DuckDBPyConnection) -> Callable[..., list[tuple]]:
    return lambda sql, *values: con.execute(sql, list(values)).fetchall()
