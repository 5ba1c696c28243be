"""Opening a release: once per process, by its resolved path, sealed against other files.

The pointer is followed at most once a second. An old release is never closed: requests may
still read it, so only the reference is dropped, and it goes when the last of them is done.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings

from portal.releases.manifest import Manifest, read_manifest
from portal.releases.money import Currency, Money

Row = dict[str, Any]
POINTER_SECONDS = 1.0
FETCH_ROWS = 2000
# As SET the first of them does not reach cursors, so all are given when connecting.
CONNECT = {"late_materialization_max_rows": "0", "threads": "1", "memory_limit": "128MB"}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_counted: ContextVar[list[str] | None] = ContextVar("release_queries", default=None)


class NoRelease(Exception):
    """Nothing has been published for this program yet, or its files cannot be read."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period of one calendar; both days belong to it. `closed_at` is UTC.

    Exactly one period is open: the next to be closed. A later one may run already.
    """

    calendar_id: str
    period_id: str
    starts_on: date
    ends_on: date
    period_no: int
    is_open: bool
    closed_at: datetime | None

    @property
    def is_running(self) -> bool:
        """Not closed yet: its figures still follow its events."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class DisplayRate:
    """Units of a currency for 1 EUR, for showing an amount beside; no amount is worked out."""

    units_per_eur: Decimal
    rate_on: date
    source: str


@dataclass(frozen=True)
class Release:
    """One whole release of one program. Reads only; each read is one counted query."""

    manifest: Manifest
    connection: duckdb.DuckDBPyConnection
    currencies: dict[str, Currency]
    periods: tuple[Period, ...]
    late_hours: dict[str, str] = field(default_factory=dict)
    display_rates: dict[str, DisplayRate] = field(default_factory=dict)
    client_columns: frozenset[str] = frozenset()  # of pub_portal__clients: older ones have fewer
    plans: tuple[Row, ...] = ()  # versions of the program's plans, with their source text

    @property
    def program_id(self) -> str:
        return self.manifest.program_id

    def rows(self, sql: str, **values: Any) -> list[Row]:
        """All rows of a query, as dictionaries by column name."""
        return [row for batch in self.batches(sql, **values) for row in batch]

    def row(self, sql: str, **values: Any) -> Row:
        """The only row of a query that has exactly one."""
        return self.rows(sql, **values)[0]

    def batches(self, sql: str, **values: Any) -> Iterator[list[Row]]:
        """Rows in batches, for what is streamed."""
        counted = _counted.get()
        if counted is not None:
            counted.append(sql)
        cursor = self.connection.cursor()
        cursor.execute(sql, values)
        names = [column[0] for column in cursor.description or ()]
        while batch := cursor.fetchmany(FETCH_ROWS):
            yield [dict(zip(names, row, strict=True)) for row in batch]

    def files(self, table: str, period_ids: list[str] | None = None) -> list[str]:
        """Paths of a detail table's files that have rows."""
        return [str(file.path) for file in self.manifest.detail(table, period_ids) if file.rows]

    def money(self, minor: int | None, currency_code: str) -> Money:
        """Minor units as money."""
        return Money(int(minor or 0), self.currency(currency_code))

    def currency(self, code: str) -> Currency:
        return self.currencies.get(code) or Currency(code, 2, code)

    def present(self, calendar_id: str) -> Period | None:
        """The period of a calendar in which the release was made, else the open or last one."""
        own = [p for p in self.periods if p.calendar_id == calendar_id]
        day = self.manifest.as_of.date()
        inside = [p for p in own if p.starts_on <= day <= p.ends_on and p.is_running]
        opened = [p for p in own if p.is_open]
        return next(iter([*inside, *opened, *own[-1:]]), None)

    def presents(self) -> list[Period]:
        """The present period of each calendar, the one that ends last at the end."""
        calendars = sorted({p.calendar_id for p in self.periods})
        found = [p for c in calendars if (p := self.present(c))]
        return sorted(found, key=lambda p: p.ends_on)

    def period(self, calendar_id: str, period_id: str) -> Period | None:
        for period in self.periods:
            if (period.calendar_id, period.period_id) == (calendar_id, period_id):
                return period
        return None

    def period_before(self, period: Period) -> Period | None:
        for other in self.periods:
            if (other.calendar_id, other.period_no) == (period.calendar_id, period.period_no - 1):
                return other
        return None


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements that were sent to a release inside the block."""
    statements: list[str] = []
    token = _counted.set(statements)
    try:
        yield statements
    finally:
        _counted.reset(token)


class Reader:
    """The open releases of a process, one per program."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[Path, tuple[float, Path, Release]] = {}

    def current(self, program_id: str) -> Release:
        """The program's current release.

        Raises: NoRelease when there is none, or its files cannot be read.
        """
        if not _NAME.fullmatch(program_id):
            raise NoRelease(f"{program_id!r} is not the name of a program.")
        pointer = settings.DATA_DIR / "releases" / program_id / "current"
        known = self._open.get(pointer)
        if known and time.monotonic() - known[0] < POINTER_SECONDS:
            return known[2]
        with self._lock:
            return self._follow(pointer, program_id)

    def _follow(self, pointer: Path, program_id: str) -> Release:
        known = self._open.get(pointer)
        try:
            target = pointer.resolve(strict=True)
            release = known[2] if known and known[1] == target else open_release(target)
        except (OSError, LookupError, ValueError, duckdb.Error) as error:
            self._open.pop(pointer, None)
            raise NoRelease(f"{program_id} has no release that can be read: {error}") from error
        self._open[pointer] = (time.monotonic(), target, release)
        return release


def open_release(manifest_path: Path) -> Release:
    """Opens the release of a manifest; the connection can read its files and no others."""
    manifest = read_manifest(manifest_path)
    serving = manifest.serving()
    connection = duckdb.connect(str(serving), read_only=True, config={**CONNECT})
    _seal(connection, sorted({str(file.path.parent) for file in manifest.files}))
    currencies = connection.execute(
        "select currency_code, digits, symbol from pub_portal__currencies"
    ).fetchall()
    periods = connection.execute(
        "select calendar_id, period_id, starts_on, ends_on, period_no, is_open, closed_at"
        " from pub_portal__periods order by calendar_id, period_no"
    ).fetchall()
    late = connection.execute(
        "select feed, late_by_hours::varchar from pub_portal__feeds where is_late"
    ).fetchall()
    return Release(
        manifest=manifest,
        connection=connection,
        currencies={code: Currency(code, digits, symbol) for code, digits, symbol in currencies},
        periods=tuple(Period(*row) for row in periods),
        late_hours={feed: hours for feed, hours in late if hours},
        display_rates=_display_rates(connection),
        client_columns=frozenset(
            name
            for (name,) in connection.execute(
                "select column_name from duckdb_columns() where table_name = 'pub_portal__clients'"
            ).fetchall()
        ),
        plans=tuple(_plans(connection)),
    )


def _plans(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """The program's plans are few and the same for everybody: read once, as periods are."""
    names = ("plan_id", "version_no", "valid_from", "valid_to", "source_text")
    found = connection.execute(
        f"select {', '.join(names)} from pub_portal__plan_versions"  # noqa: S608 - own names
        " order by plan_id, version_no"
    ).fetchall()
    for row in found:
        yield dict(zip(names, row, strict=True))


def _display_rates(connection: duckdb.DuckDBPyConnection) -> dict[str, DisplayRate]:
    """The release's rates by currency; a release from before they were published has none."""
    try:
        rows = connection.execute(
            "select currency_code, units_per_eur, rate_on, source from pub_portal__display_rates"
        ).fetchall()
    except duckdb.CatalogException:
        return {}
    return {code: DisplayRate(units, day, source) for code, units, day, source in rows}


def _seal(connection: duckdb.DuckDBPyConnection, folders: list[str]) -> None:
    """Lets the connection read these folders and nothing else, for good. Two releases that share
    a serving file share DuckDB's instance of it, which is sealed already."""
    row = connection.execute("select current_setting('lock_configuration')").fetchone()
    if row and row[0] in (True, "true"):
        return
    quoted = ", ".join("'" + folder.replace("'", "''") + "'" for folder in folders)
    connection.execute(f"set allowed_directories = [{quoted}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


_reader = Reader()


def current_release(program_id: str) -> Release:
    """The current release of a program; see `Reader.current`."""
    return _reader.current(program_id)
