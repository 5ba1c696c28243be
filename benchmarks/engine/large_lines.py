# ruff: noqa: S608 - names in a statement come from the release itself
"""A release's lines made many: one partner's lines, again and again, under thousands of names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from pipelines.lib.warehouse import quoted

AT_ONCE = 2048  # rows of one vector: so many lines of a partner and file come out beside each other


def grow(home: Path, partners: int, lines: int) -> int:
    """Put many lines in place of those of the release at `home`; how many there are.

    Each file has lines of all partners in their order, as a published one has, without a sort: a
    cross product of few names with more lines, all in one vector, comes out by names.
    Raises ValueError where a partner would have more lines in a file than one vector.
    """
    current = home / "current"
    manifest: dict[str, Any] = json.loads(current.read_text())
    entries = [entry for entry in manifest["files"] if entry["table"] == "pub_portal__lines"]
    each = -(-lines // (partners * len(entries)))
    if each > AT_ONCE:
        raise ValueError(f"{each} lines a partner and file; at most {AT_ONCE}: name more partners")
    with duckdb.connect() as con:
        con.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
        con.execute(
            "create table names as select n, format('L-{:05d}', n) as name "
            f"from range(1, {partners + 1}) as r(n)"
        )
        for entry in entries:
            _fill(con, home, entry, each, partners)
    fresh = home / "manifests" / "large.json"
    fresh.write_text(json.dumps(manifest))
    current.unlink()
    current.symlink_to(Path("manifests") / fresh.name)
    return sum(entry["rows"] for entry in entries)


def _fill(
    con: duckdb.DuckDBPyConnection, home: Path, entry: dict[str, Any], each: int, partners: int
) -> None:
    """Write one period's file: `each` lines of its busiest partner under every name."""
    old = f"read_parquet({quoted(str(home / entry['path']))})"
    path = home / "files" / f"large-{entry['name']}.parquet"
    con.execute(
        f"create or replace table pattern as select lines.*, copies.n as copy_no from (from {old} "
        f"where partner_id = (select mode(partner_id) from {old})) as lines, "
        f"range({each}) as copies(n) limit {each}"
    )
    step = max(min(each - 1, 1000), 1)
    names = " union all ".join(
        f"select name from names where n between {n} and {n + step - 1}"
        for n in range(1, partners + 1, step)
    )
    con.execute(
        "copy (select pattern.* exclude (copy_no) replace ("
        "names.name as partner_id, md5(concat(names.name, copy_no, line_id)) as line_id, "
        "split_part(event_record_key, ':', 1) || ':' "
        "|| left(md5(concat(names.name, copy_no, event_record_key)), 12) as event_record_key) "
        f"from ({names}) as names cross join pattern) to {quoted(str(path))} "
        "(format parquet, parquet_version v2, compression snappy)"
    )
    entry["path"] = f"files/{path.name}"
    entry["rows"] = each * partners
