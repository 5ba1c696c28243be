"""Facts of the demo as feed files, each with the moment at which it arrives."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pipelines.demo import facts_clicks, facts_forex, facts_igaming, facts_sales, oddities
from pipelines.demo.calendar import CLOCK
from pipelines.demo.clients import DemoClient, clients_of
from pipelines.demo.facts_forex import Fact
from pipelines.demo.world import DemoProgram, partners_of

# Whole months before the clock's month came as one file each, its beginning as another; the last
# days, and those to come, one file a day.
MONTH_OF_CLOCK = CLOCK.date().replace(day=1)
DAILY_FROM = CLOCK.date() - timedelta(days=9)


@dataclass(frozen=True)
class DemoFile:
    """One file of a feed; `rows` are texts, as the feed's contract wants them."""

    program_id: str
    feed: str
    name: str
    arrives_at: datetime
    rows: tuple[dict[str, str], ...]


def files_of(program: DemoProgram, until: date, scale: int = 1) -> list[DemoFile]:
    """Every file with facts of days before `until`, in order of arrival."""
    facts = [fact for fact in _facts(program, until, scale) if fact[0] < until]
    groups: dict[tuple[str, str], list[tuple[date, dict[str, str]]]] = defaultdict(list)
    for day, feed, row in facts:
        groups[feed, stem_of(day)].append((day, row))
    files = [_file(program, feed, stem, rows) for (feed, stem), rows in groups.items()]
    return sorted(oddities.applied(files), key=lambda f: (f.arrives_at, f.feed, f.name))


def stem_of(day: date) -> str:
    """Which file of its feed a day's facts are in: `2026-09`, `2026-10-begin`, `2026-10-20`."""
    if day >= DAILY_FROM:
        return day.isoformat()
    return f"{day:%Y-%m}-begin" if day >= MONTH_OF_CLOCK else f"{day:%Y-%m}"


def arrival(stem: str, last: date, at: time) -> datetime:
    """The day after the file's last day; a month's file comes after the month."""
    if len(stem) == 7:
        last = (last.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return datetime.combine(last + timedelta(days=1), at, UTC)


def _facts(program: DemoProgram, until: date, scale: int) -> Iterator[Fact]:
    partners = partners_of(program)
    # A click may come up to a week before the registration that it leads to.
    clients = clients_of(program, partners, until + timedelta(days=8), scale)
    yield from facts_clicks.facts_of(program, partners, clients, until)
    of_client = _BY_VERTICAL[program.vertical]
    for client in clients:
        if client.registered_at.date() < until:
            yield from of_client(client, until)
    if program.vertical == "igaming":
        yield from oddities.fraud_ring(partners, until)


_BY_VERTICAL: dict[str, Callable[[DemoClient, date], Iterable[Fact]]] = {
    "forex": facts_forex.facts_of,
    "igaming": facts_igaming.facts_of,
    "prop": facts_sales.prop_facts_of,
    "software": facts_sales.software_facts_of,
}


def _file(
    program: DemoProgram, feed: str, stem: str, rows: list[tuple[date, dict[str, str]]]
) -> DemoFile:
    arrives = arrival(stem, max(day for day, _ in rows), time(2, 10))
    ordered = sorted((row for _, row in rows), key=lambda row: tuple(row.values()))
    return DemoFile(program.program_id, feed, f"{feed}-{stem}", arrives, tuple(ordered))


def write(file: DemoFile, landing: Path) -> Path:
    """Drop the file where its system would, whole or not at all; returns its path."""
    folder = landing / file.program_id / file.feed
    folder.mkdir(parents=True, exist_ok=True)
    text, suffix = (
        (_ndjson(file.rows), ".ndjson.gz")
        if file.feed == "clicks"
        else (_csv(file.rows), ".csv.gz")
    )
    if file.name.endswith(".csv"):
        suffix = ""
    path = folder / f"{file.name}{suffix}"
    beside = path.with_name(path.name + ".part")
    data = text.encode()
    beside.write_bytes(gzip.compress(data, 1, mtime=0) if suffix.endswith(".gz") else data)
    return beside.rename(path)


def _csv(rows: tuple[dict[str, str], ...]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _ndjson(rows: tuple[dict[str, str], ...]) -> str:
    return "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
