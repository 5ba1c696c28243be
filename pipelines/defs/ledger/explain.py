"""Find a line, or an event that paid nothing, in the present release of a program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.defs.publish import history, lookup
from pipelines.lib import portal_gateway
from pipelines.lib.errors import OpenbookError

# A published event is its source and a reference made for the partner (macro `event_ref`).
EVENT_REF = "split_part($id, ':', 1) || ':' || left(md5(partner_id || '|' || $id), 12)"
LINES = """
    select partner_id, period_id, line_id, level, component_id
    from read_parquet($files)
    where {partner} (
        line_id = $id or event_record_key = $id or event_record_key = {ref}
        or (length($id) >= 8 and starts_with(line_id, $id))
    )
    order by level, component_id, partner_id, line_id
"""
UNPAID = """
    select *
    from read_parquet($files)
    where {partner} (
        event_record_key = $id or event_record_key = {ref}
        or md5(event_record_key || '/' || component_id) = $id
    )
    order by component_id, partner_id
"""


@dataclass(frozen=True)
class Explained:
    """What an id stands for: lines with their formula, and components that paid nothing."""

    program_id: str
    as_of: str
    lines: tuple[dict[str, Any], ...]
    unpaid: tuple[dict[str, Any], ...]


def explain(program_id: str, wanted: str, language: str = "en") -> Explained:
    """Everything that the release says of a line id (or its first 8 characters) or an event.

    An event is a record key (`mt5:8812`) or the reference that a partner sees. Raises
    `OpenbookError` when there is no release, or nothing in it has that id.
    """
    manifest = history.current(program_id)
    if manifest is None:
        raise OpenbookError(f"{program_id} has no release yet; run `openbook refresh {program_id}`")
    with duckdb.connect() as con:
        lines = _lines(con, manifest, wanted)
        # a line's id is nobody else's
        unpaid = [] if lines and ":" not in wanted else _unpaid(con, manifest, wanted)
    if not lines and not unpaid:
        raise OpenbookError(
            f"nothing in the release of {program_id} as of {manifest['as_of']} has the id "
            f"{wanted!r}: give a line id, a record key such as mt5:8812, or an event's reference"
        )
    found = [
        portal_gateway.line_why(
            program_id, row["partner_id"], row["period_id"], row["line_id"], language
        )
        for row in lines
    ]
    told = [{**row, "reason": _reason(row, language)} for row in unpaid]
    return Explained(program_id, manifest["as_of"], tuple(found), tuple(told))


def _reason(event: dict[str, Any], language: str) -> str:
    """Why an event paid nothing, with what was asked and found."""
    asked, found = str(event["asked"] or "–"), str(event["found"] or "–")
    return portal_gateway.reason_text(
        "unpaid", event["reason_code"], language, asked=asked, found=found,
        symbol=event["symbol"] or found, asked_time=f"{asked} s", found_time=f"{found} s",
    )  # fmt: skip


def _lines(
    con: duckdb.DuckDBPyConnection, manifest: dict[str, Any], wanted: str
) -> list[dict[str, Any]]:
    """The lines of an id: looked up where files are large, else by reading them."""
    files = _files(manifest, lookup.LINES)
    large = [path for path in files if lookup.has_lookup(path)]
    small = [path for path in files if path not in large]
    found = [
        row
        for path, partner in lookup.places(con, large, wanted)
        for row in _rows(con, [path], LINES, wanted, partner)
    ]
    if ":" in wanted and not found:  # a record key has a reference of its own for each partner
        found = _rows(con, large, LINES, wanted)
    found += _rows(con, small, LINES, wanted)
    return sorted(found, key=lambda row: (row["level"], row["component_id"], row["partner_id"]))


def _unpaid(
    con: duckdb.DuckDBPyConnection, manifest: dict[str, Any], wanted: str
) -> list[dict[str, Any]]:
    return _rows(con, _files(manifest, "pub_portal__unpaid_events"), UNPAID, wanted)


def _files(manifest: dict[str, Any], table: str) -> list[Path]:
    top = history.folder(manifest["program_id"])
    return [top / entry["path"] for entry in manifest["files"] if entry.get("table") == table]


def _rows(
    con: duckdb.DuckDBPyConnection, files: list[Path], sql: str, wanted: str, partner: str = ""
) -> list[dict[str, Any]]:
    """Rows of some files, of one partner where it is known: files are in the order of partners."""
    if not files:
        return []
    only = "partner_id = $partner and" if partner else ""
    values: dict[str, Any] = {"files": [str(path) for path in files], "id": wanted}
    if partner:
        values["partner"] = partner
    cursor = con.execute(sql.format(ref=EVENT_REF, partner=only), values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
