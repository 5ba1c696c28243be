"""What a freeze reads: ledger entries up to the heads, exchange rates, feeds that are late.

Entries come from the sealed segments, never from the warehouse's copy: what is paid is read from
the ledger (DESIGN, "Where state lives").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from pipelines.defs.ledger.head import LedgerHead, by_calendar
from pipelines.defs.ledger.load import verify_chain
from pipelines.defs.ledger.segment import segment_path
from pipelines.lib.warehouse import table_exists

# What a review can aim at, and the column that names it.
TARGETS = {"line": "line_id", "record": "event_record_key", "client": "client_id"}
NAMING = (*TARGETS.values(), "event_on")
BATCH_ROWS = 50_000


def entries_of(
    con: Any, heads: Sequence[LedgerHead], ledger: Path, targets: Collection[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    """Every entry of the segments that `heads` name, verified first; `con` is DuckDB in memory.

    Entries that no review aims at are added up by partner, currency and `payable_from`, those of
    `targets` (kind: line, record or client; its id) by what they name as well; `entry_count` says
    how many a row stands for. Entries of 0 are left out. Raises `LedgerBroken` when a segment is
    missing or altered.
    """
    if not heads:
        return
    for program_id in sorted({head.program_id for head in heads}):
        verify_chain(con, program_id=program_id, ledger=ledger, heads=heads)
    named = {
        column: [name for kind, name in targets if kind == aimed]
        for aimed, column in TARGETS.items()
    }
    aimed_at = " or ".join(f"list_contains(${column}, {column})" for column in named)
    kept = ", ".join(f"case when {aimed_at} then {column} end as {column}" for column in NAMING)
    found = con.execute(
        f"select partner_id, currency_code, payable_from, {kept}, "  # noqa: S608
        "sum(amount_minor) as amount_minor, count(*) as entry_count "
        "from read_parquet($paths) where amount_minor <> 0 group by all order by all",
        {"paths": [str(segment_path(ledger, head)) for head in heads], **named},
    )
    names = [column[0] for column in found.description]
    while rows := found.fetchmany(BATCH_ROWS):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


def last_heads(heads: Sequence[LedgerHead]) -> dict[str, str]:
    """{calendar: hash of the last segment}: what the entries were read up to."""
    return {
        calendar_id: chain[-1].segment_sha256
        for (_program, calendar_id), chain in by_calendar(heads).items()
    }


def rates_of(con: Any, rate_set: str, on: date) -> list[dict[str, Any]]:
    """The last rate of each currency dated on or before `on`; `con` is the warehouse.

    Units are Decimals of the currency for 1 EUR. None when no rate has arrived at all.
    """
    if not table_exists(con, "raw", "fx_rates"):
        return []
    rows = con.execute(
        "select currency_code, max(rate_on), arg_max(units_per_eur, rate_on), "
        "arg_max(source, rate_on) from raw.fx_rates "
        "where rate_set = ? and rate_on <= ? group by currency_code order by currency_code",
        [rate_set, on],
    ).fetchall()
    names = ("currency_code", "rate_on", "units_per_eur", "source")
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return found + list(_tied(con, found))


def _tied(con: Any, rates: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rates of currencies that are a fixed part of another (USC = USD/100), which no feed
    brings; none before the warehouse has its seeds."""
    if not table_exists(con, "staging", "currencies"):
        return
    tied = con.execute(
        "select currency_code, parity_to, parity from staging.currencies "
        "where coalesce(parity_to, '') <> '' order by currency_code"
    ).fetchall()
    by_code = {row["currency_code"]: row for row in rates}
    for code, other, parity in tied:
        if other in by_code and code not in by_code:
            units = by_code[other]["units_per_eur"] / Decimal(parity)
            units = units.quantize(Decimal("0.00000001"), rounding=ROUND_HALF_UP)
            yield {**by_code[other], "currency_code": code, "units_per_eur": units}


def late_feeds_of(manifest: Mapping[str, Any] | None, until: date | None) -> list[str]:
    """Feeds of a release that are late and have not reached `until`, the last closed day.

    A feed that is late for days after the batch's periods does not make a payout wait: it has
    events of that day or later, or a file that came after it. Whoever has nothing to send says so
    by a file with its header alone.
    """
    if manifest is None or until is None:
        return []
    return sorted(
        str(feed["feed"])
        for feed in manifest["feeds"]
        if feed["is_late"] and not _has_reached(feed, until)
    )


def _has_reached(feed: Mapping[str, Any], until: date) -> bool:
    event_on, file_on = _day(feed["last_event_at"]), _day(feed.get("last_file_at"))
    return bool((event_on and event_on >= until) or (file_on and file_on > until))


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).date() if moment else None
