# ruff: noqa: S608 - names in a statement are constants of this file; values are bound
"""Where a line is among millions: beside a large file of lines, its ids in order.

A line's id is a digest and an event's reference one for each partner, so in a file in the order of
partners neither is in order. A lookup has them sorted, with their partner. It is made from its file
alone and named like it; a release is whole without it, and no manifest names it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from pipelines.lib.warehouse import quoted

LINES = "pub_portal__lines"
LARGE = 250_000  # rows; a smaller file is read whole in no time
DIGITS = 15  # hexadecimal digits that a signed whole number of 64 bits holds
FOLDER = "lookup"
DIGESTS = {"lines": "line_id", "events": "md5(event_record_key)"}
_LINE = re.compile(r"[0-9a-f]{8,32}")


def write(con: duckdb.DuckDBPyConnection, top: Path, entries: Iterable[dict[str, Any]]) -> None:
    """Make what is missing for the large files of lines among a release's `entries`."""
    for entry in entries:
        if entry.get("table") != LINES or entry["rows"] < LARGE:
            continue
        path = top / str(entry["path"])
        for kind, digest in DIGESTS.items():
            made = _beside(path, kind)
            if made.exists():
                continue
            made.parent.mkdir(exist_ok=True)
            part = made.with_name(f".{made.name}.part")
            con.execute(
                f"copy (select ('0x' || left({digest}, {DIGITS}))::bigint as key, partner_id "
                f"from read_parquet({quoted(str(path))}) where {digest} <> '' order by key) "
                f"to {quoted(str(part))} (format parquet, parquet_version v2, compression snappy)"
            )
            part.replace(made)


def forget(top: Path) -> None:
    """Remove lookups whose file of lines is gone."""
    for made in (top / FOLDER).glob("*.parquet") if (top / FOLDER).exists() else ():
        stem = made.stem.rsplit("-", 1)[0]
        if not (top / "files" / f"{stem}.parquet").exists():
            made.unlink()


def places(
    con: duckdb.DuckDBPyConnection, files: Iterable[Path], wanted: str
) -> Iterator[tuple[Path, str]]:
    """(file of lines, partner) in which `wanted` may stand: a line id, its first 8 characters or
    more, or an event's reference. Only files that have a lookup are looked into."""
    is_line = bool(_LINE.fullmatch(wanted))
    if not is_line and ":" not in wanted:
        return
    digest = wanted if is_line else _md5(wanted)
    by_lookup = {str(_beside(path, "lines" if is_line else "events")): path for path in files}
    made = [name for name in by_lookup if Path(name).exists()]
    if not made:
        return
    first, last = (int(digest[:DIGITS].ljust(DIGITS, end), 16) for end in "0f")
    for name, partner in con.execute(
        "select distinct filename, partner_id from read_parquet($files, filename = true) "
        "where key between $first and $last order by 1, 2",
        {"files": made, "first": first, "last": last},
    ).fetchall():
        yield by_lookup[str(name)], str(partner)


def has_lookup(path: Path) -> bool:
    """Whether ids of a file of lines can be looked up."""
    return _beside(path, "lines").exists()


def _beside(path: Path, kind: str) -> Path:
    return path.parent.parent / FOLDER / f"{path.stem}-{kind}.parquet"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
