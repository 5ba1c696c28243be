# ruff: noqa: S608 - table and column names come from the release's own catalogue
"""A demo's release made large: the busiest partner's rows under thousands of other names."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import duckdb

PART = ".part"


def name_of(number: int) -> str:
    """The id of the n-th partner that was added, from 1 on."""
    return f"L-{number:05d}"


def enlarge(folder: Path, program_id: str, partners: int, lines: int) -> tuple[int, int]:
    """Multiply the release under `folder` in place; returns how many partners and lines it has."""
    home = folder / "releases" / program_id
    manifest: dict[str, Any] = json.loads((home / "current").read_text())
    con = duckdb.connect()
    con.execute(f"set temp_directory = '{folder / 'spill'}'")
    serving = next(f for f in manifest["files"] if f["name"] == "serving")
    con.execute(f"attach '{home / serving['path']}' as old (read_only)")
    pattern = con.execute(
        "select partner_id from old.pub_portal__partner_periods "
        "group by 1 order by sum(line_count) desc, 1 limit 1"
    ).fetchone()[0]  # type: ignore[index]
    con.execute(
        f"create table names as select 'L-' || lpad(n::varchar, 5, '0') as name "
        f"from range(1, {partners + 1}) as r(n)"
    )
    _serving(con, home, serving, pattern, lines // partners)
    total = _lines(con, home, manifest, pattern, partners, lines)
    text = json.dumps({k: v for k, v in manifest.items() if k != "digest"}, sort_keys=True)
    manifest["digest"] = hashlib.sha256(text.encode()).hexdigest()
    path = home / "manifests" / f"{manifest['digest']}.json"
    path.write_text(json.dumps(manifest))
    fresh = home / ".current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("manifests") / path.name)
    os.replace(fresh, home / "current")
    return partners, total


def _serving(
    con: duckdb.DuckDBPyConnection, home: Path, entry: dict[str, Any], pattern: str, most: int
) -> None:
    """Every table with a partner: the pattern's rows (at most `most`) under each name."""
    path = home / "files" / "serving-large.duckdb"
    path.unlink(missing_ok=True)
    con.execute(f"attach '{path}' as large")
    for (table,) in con.execute(
        "select table_name from duckdb_tables() where database_name = 'old' order by 1"
    ).fetchall():
        columns = [row[0] for row in con.execute(f"describe old.{table}").fetchall()]
        if "partner_id" not in columns:
            con.execute(f"create table large.{table} as select * from old.{table}")
            continue
        own = ["names.name as partner_id"] + [
            f"md5(names.name || {column}) as {column}"
            for column in ("entry_id", "line_id", "example_line_id")
            if column in columns
        ]
        con.execute(
            f"create table large.{table} as select * from (select * from old.{table} union all "
            f"select few.* replace ({', '.join(own)}) from names, (select * from old.{table} "
            f"where partner_id = '{pattern}' limit {most}) as few) order by partner_id"
        )
    con.execute("checkpoint large")
    con.execute("detach large")
    entry["path"] = f"files/{path.name}"


def _lines(
    con: duckdb.DuckDBPyConnection,
    home: Path,
    manifest: dict[str, Any],
    pattern: str,
    partners: int,
    lines: int,
) -> int:
    """Each period's lines: a few of the pattern's under each name, beside what there was."""
    files = [f for f in manifest["files"] if f["table"] == "pub_portal__lines"]
    each, total = lines // partners // len(files) + 1, 0
    for entry in files:
        old = f"read_parquet('{home / entry['path']}')"
        path = home / "files" / f"large-{entry['name']}.parquet"
        few = f"select * from {old} where partner_id = '{pattern}'"
        con.execute(
            f"copy (select * from (select * from {old} "
            f"union all {_under('L-00001', few)} "  # with lines enough for a long export
            f"union all {_under('names.name', f'{few} limit {each}')} where name <> 'L-00001'"
            f") order by partner_id, event_on, line_id) to '{path}' "
            "(format parquet, parquet_version v2, compression snappy)"
        )
        entry["path"] = f"files/{path.name}"
        entry["rows"] = con.execute(f"select count(*) from read_parquet('{path}')").fetchone()[0]  # type: ignore[index]
        total += entry["rows"]
    return total


def _under(name: str, rows: str) -> str:
    """SQL: the rows under another partner's name, a literal or the column of `names`."""
    literal = name if "." in name else f"'{name}'"
    beside = "names, " if "." in name else ""
    return (
        f"select few.* replace ({literal} as partner_id, md5({literal} || few.line_id) as line_id, "
        f"split_part(few.event_record_key, ':', 1) || ':' || "
        f"left(md5({literal} || few.event_record_key), 12) as event_record_key) "
        f"from {beside}({rows}) as few"
    )
