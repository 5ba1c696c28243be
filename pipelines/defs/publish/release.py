"""Put a release together: files first, manifest next, checked once more, the pointer last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from data_tests import published
from data_tests.runner import CheckResult
from pipelines.defs.publish import history, lookup
from pipelines.defs.publish.files import database_file, detail_file, fsync
from pipelines.defs.publish.measures import WHOLE, measures
from pipelines.defs.publish.tables import publish_tables
from pipelines.lib.warehouse import rows, table_exists

WRITERS = 2  # parts of a release that are read or written at once

# What may differ between two releases of the same content.
OUTSIDE_DIGEST = ("digest", "published_at", "previous", "code_version")


@dataclass(frozen=True)
class Manifest:
    """A release as written; `is_new` is False when the present release already was this one."""

    program_id: str
    digest: str
    is_new: bool
    content: dict[str, Any]


class NotPublished(RuntimeError):
    """What was written did not pass its last check; the pointer has not moved."""

    def __init__(self, program_id: str, checks: list[CheckResult]) -> None:
        self.checks = checks
        failed = ", ".join(check.check_name for check in checks if not check.passed)
        super().__init__(f"release of {program_id} not published, failed once written: {failed}")


def digest_of(content: dict[str, Any]) -> str:
    """sha256 over everything but when, after what and by which code it was published.

    Gate 1 is left out: it looks at files as they arrive, and the same records give the same
    release whether they came in one file or in many.
    """
    inside = {key: value for key, value in content.items() if key not in OUTSIDE_DIGEST}
    inside["gates"] = [row for row in content["gates"] if row["gate"] != "gate_1"]
    text = json.dumps(inside, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def publish(
    con: duckdb.DuckDBPyConnection,
    *,
    program_id: str,
    as_of: datetime,
    checks: list[CheckResult],
    rules_hash: str,
) -> Manifest:
    """Publish one program's rows of schema `publish` and move its pointer.

    `as_of` is the moment (UTC) that the warehouse was built for; `checks` are this program's
    results of both gates, all passed. Raises `NotPublished` when the written files do not add up.
    """
    top = history.folder(program_id)
    (top / "files").mkdir(parents=True, exist_ok=True)
    (top / "manifests").mkdir(parents=True, exist_ok=True)
    before = history.current(program_id)
    content: dict[str, Any] = {
        "program_id": program_id,
        "previous": before["digest"] if before else None,
        "published_at": _utc(as_of),
        "as_of": _utc(as_of),
        "code_version": version("openbook"),
        "rules_hash": rules_hash,
        "gates": gates(checks),
        "feeds": feeds(con, program_id),
        "files": _files(con, program_id, top / "files"),
        "ledger_head": ledger_heads(con, program_id),
    }
    content["digest"] = digest_of(content)
    if before and before["digest"] == content["digest"]:
        return Manifest(program_id, content["digest"], False, before)
    fsync(top / "files")
    last = published.check(top, content)
    if not all(check.passed for check in last):
        raise NotPublished(program_id, last)
    lookup.write(con, top, content["files"])
    _write(top / "manifests" / f"{content['digest']}.json", content)
    history.record(program_id, as_of, content["digest"])
    history.point(top / "current", f"manifests/{content['digest']}.json")
    return Manifest(program_id, content["digest"], True, content)


def _files(con: duckdb.DuckDBPyConnection, program_id: str, folder: Path) -> list[dict[str, Any]]:
    """Entries of all files, in a fixed order. Parts are measured and written two at a time."""
    tables = [table for table in publish_tables(con) if "program_id" in table.columns]
    with ThreadPoolExecutor(WRITERS) as writers:
        parts = {table: measures(con, table, program_id, writers) for table in tables}
        files = [
            writers.submit(
                database_file,
                con.cursor(),
                folder,
                kind,
                program_id,
                {table: parts[table][WHOLE] for table in tables if table.file == kind},
            )
            for kind in ("serving", "dashboards")
        ]
        for table in tables:
            if table.file == "detail":
                for period_id, found in sorted(parts[table].items()):
                    files.append(
                        writers.submit(
                            detail_file, con.cursor(), folder, table, program_id, period_id, found
                        )
                    )
        return [file.result() for file in files]


def gates(checks: Iterable[CheckResult]) -> list[dict[str, Any]]:
    """What the manifest says of the gates, in a fixed order."""
    found = [
        {
            "gate": check.gate,
            "subject": check.subject,
            "check": check.check_name,
            "passed": check.passed,
            "failed_rows": check.failed_rows,
        }
        for check in checks
    ]
    return sorted(found, key=lambda row: (row["gate"], row["subject"], row["check"]))


def feeds(con: duckdb.DuckDBPyConnection, program_id: str) -> list[dict[str, Any]]:
    """As-of times per feed, as the release's own table has them."""
    if not table_exists(con, "publish", "pub_portal__feeds"):
        return []
    found = rows(
        con,
        "select feed, last_event_at, last_file_at, is_late from publish.pub_portal__feeds "
        "where program_id = ? order by feed",
        [program_id],
    )
    return [{key: _plain(value) for key, value in row.items()} for row in found]


def ledger_heads(con: duckdb.DuckDBPyConnection, program_id: str) -> dict[str, Any]:
    """{calendar: segment digest} of the last closed period of each calendar."""
    if not table_exists(con, "raw", "portal_ledger_heads"):
        return {}
    found = con.execute(
        "select calendar_id, max_by(segment_sha256, (booked_at, period_id)) "
        "from raw.portal_ledger_heads where program_id = ? group by 1 order by 1",
        [program_id],
    ).fetchall()
    return {str(calendar): str(sha) for calendar, sha in found}


def _plain(value: Any) -> Any:
    return _utc(value) if isinstance(value, datetime) else value


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat()


def _write(path: Path, content: dict[str, Any]) -> None:
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False))
    fsync(beside)
    beside.replace(path)
    fsync(path.parent)
