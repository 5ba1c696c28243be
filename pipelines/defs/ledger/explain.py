"""Find a line, or an event that paid nothing, in the present release of a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.defs.publish import history
from pipelines.lib import portal_gateway
from pipelines.lib.errors import OpenbookError

# A published event is its source and a reference made for the partner (macro `event_ref`).
EVENT_REF = "split_part($id, ':', 1) || ':' || left(md5(partner_id || '|' || $id), 12)"
LINES = """
    select partner_id, period_id, line_id
    from read_parquet($files)
    where line_id = $id or event_record_key = $id or event_record_key = {ref}
        or (length($id) >= 8 and starts_with(line_id, $id))
    order by level, component_id, partner_id, line_id
"""
UNPAID = """
    select *
    from read_parquet($files)
    where event_record_key = $id or event_record_key = {ref}
        or md5(event_record_key || '/' || component_id) = $id
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
        lines = _rows(con, manifest, "pub_portal__lines", LINES, wanted)
        unpaid = _rows(con, manifest, "pub_portal__unpaid_events", UNPAID, wanted)
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


def _rows(
    con: duckdb.DuckDBPyConnection, manifest: dict[str, Any], table: str, sql: str, wanted: str
) -> list[dict[str, Any]]:
    top = history.folder(manifest["program_id"])
    files = [str(top / entry["path"]) for entry in manifest["files"] if entry.get("table") == table]
    if not files:
        return []
    cursor = con.execute(sql.format(ref=EVENT_REF), {"files": files, "id": wanted})
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
