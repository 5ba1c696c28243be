# ruff: noqa: S608 - table names and paths come from the manifest that we have just made
"""Open a written release as a reader does and try every rule on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from data_tests.published.rules import RULES
from data_tests.runner import CheckResult

GATE = "published"
SAMPLE = 20


def check(top: Path, manifest: dict[str, Any]) -> list[CheckResult]:
    """The rules' answers for the release in folder `top` that `manifest` describes.

    A rule over a table that the release does not have is not asked.
    """
    con = duckdb.connect()
    try:
        there = _open(con, top, manifest)
        answers = [_counted(con, top, manifest)]
        for name, (subject, sql) in RULES.items():
            if _tables_of(sql) <= there:
                answers.append(_asked(con, manifest["program_id"], name, subject, sql))
        return answers
    finally:
        con.close()


def _open(con: duckdb.DuckDBPyConnection, top: Path, manifest: dict[str, Any]) -> set[str]:
    """Views over the release's files; the names that are there."""
    there: set[str] = set()
    parquet: dict[str, list[str]] = {}
    for entry in manifest["files"]:
        path = str(top / entry["path"])
        if path.endswith(".parquet"):
            parquet.setdefault(entry["table"], []).append(path)
            continue
        con.execute(f"attach '{path}' as {entry['name']} (read_only)")
        for table in entry["tables"]:
            con.execute(f"create view {table} as select * from {entry['name']}.{table}")
            there.add(table)
    for table, paths in parquet.items():
        listed = ", ".join(f"'{path}'" for path in paths)
        con.execute(f"create view {table} as select * from read_parquet([{listed}])")
        there.add(table)
    if "pub_portal__lines" in there:
        con.execute("create view lines as select * from pub_portal__lines")
    return there


def _tables_of(sql: str) -> set[str]:
    words = set(sql.replace("(", " ").replace(")", " ").split())
    named = {word for word in words if word.startswith("pub_portal__") and "." not in word}
    return named | ({"pub_portal__lines"} if "lines" in words else set())


def _counted(con: duckdb.DuckDBPyConnection, top: Path, manifest: dict[str, Any]) -> CheckResult:
    """Whether each file holds as many rows, and sums to as much, as the manifest says."""
    wrong = []
    for entry in manifest["files"]:
        if entry["path"].endswith(".parquet"):
            source = f"read_parquet('{top / entry['path']}')"
            wrong += _differs(con, source, entry["name"], entry["rows"], entry["sums"])
        else:
            for table, of in entry["tables"].items():
                source = f"{entry['name']}.{table}"
                sums = of["sums"].get("amount_minor", {})
                wrong += _differs(con, source, table, of["rows"], sums)
    return CheckResult(
        gate=GATE,
        program_id=manifest["program_id"],
        subject="manifest",
        check_name="files_hold_what_the_manifest_says",
        passed=not wrong,
        failed_rows=len(wrong),
        sample=tuple(wrong[:SAMPLE]),
    )


def _differs(
    con: duckdb.DuckDBPyConnection, source: str, name: str, rows: int, sums: dict[str, int]
) -> list[dict[str, str]]:
    found: Any = con.execute(f"select count(*) from {source}").fetchone()
    wrong = []
    if found[0] != rows:
        wrong.append({"file": name, "stated_rows": str(rows), "found_rows": str(found[0])})
    if sums:
        query = f"select currency_code, sum(amount_minor)::hugeint from {source} group by 1"
        held = {str(code): int(minor or 0) for code, minor in con.execute(query).fetchall()}
        if held != sums:
            wrong.append({"file": name, "stated_sums": str(sums), "found_sums": str(held)})
    return wrong


def _asked(
    con: duckdb.DuckDBPyConnection, program_id: str, name: str, subject: str, sql: str
) -> CheckResult:
    try:
        cursor = con.execute(sql)
    except duckdb.Error as error:  # a rule that cannot be asked is not kept
        return CheckResult(GATE, program_id, subject, name, False, message=str(error))
    names = [column[0] for column in cursor.description or []]
    broken = cursor.fetchall()
    sample = tuple(
        {key: str(value) for key, value in zip(names, row, strict=True)} for row in broken[:SAMPLE]
    )
    return CheckResult(
        gate=GATE,
        program_id=program_id,
        subject=subject,
        check_name=name,
        passed=not broken,
        failed_rows=len(broken),
        sample=sample,
    )
