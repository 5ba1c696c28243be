"""What a release says that an earlier one did not: for messages to partners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal import clock
from portal.releases.lines import LINE_COLUMNS, Line, line_of
from portal.releases.manifest import read_manifest
from portal.releases.reader import Release

LINES = "pub_portal__lines"


def lines_new(
    release: Release, partner_id: str, since_digest: str, most: int
) -> tuple[list[Line], int]:
    """The partner's lines that the release `since_digest` did not have, oldest first, and how many
    more there are than `most`. 2 queries.

    Files are named by their content: only those that differ are read. When the earlier release is
    not kept any more, nothing can be told from it, and nothing is new.
    """
    new = set(release.files(LINES))
    old = _files_of(release, since_digest)
    if old is None:
        return [], 0
    fresh, gone = sorted(new - old), sorted(old - new)
    if not fresh:
        return [], 0
    known = (
        "and line_id not in (select line_id from read_parquet($gone) where partner_id = $partner)"
        if gone
        else ""
    )
    values = {"fresh": fresh, "partner": partner_id} | ({"gone": gone} if gone else {})
    where = f"from read_parquet($fresh) where partner_id = $partner {known}"
    count = int(release.row(f"select count(*) as n {where}", **values)["n"])
    if not count:
        return [], 0
    rows = release.rows(
        f"select {LINE_COLUMNS} {where} order by event_on, line_id limit {int(most)}", **values
    )
    return [line_of(release, row) for row in rows], max(0, count - most)


def statement_ids(release: Release, partner_id: str) -> list[str]:
    """The ids of the partner's statements. 1 query."""
    rows = release.rows(
        "select statement_id from pub_portal__statements where partner_id = $partner"
        " order by statement_id",
        partner=partner_id,
    )
    return [row["statement_id"] for row in rows]


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed statement of anybody in the program, for telling its partner."""

    program_id: str
    partner_id: str
    calendar_id: str
    period_id: str
    currency_code: str
    total_minor: int
    digits: int
    closed_at: datetime


def statements_closed_since(release: Release, since: datetime | None, most: int) -> list[Closed]:
    """Statements closed after `since`, oldest first, with every one of the last moment told of.

    Without `since` the one closed last, alone. For the operator's notices: it reads all partners.
    1 query.
    """
    if since is None:
        where, values = "true", {}
        order = "closed_at desc, statement_id limit 1"
    else:
        where, values = "closed_at > $since", {"since": since}
        order = "closed_at, statement_id"
    rows = release.rows(
        "select partner_id, calendar_id, period_id, currency_code, total_minor, closed_at"  # noqa: S608
        f" from pub_portal__statements where {where} order by {order}",
        **values,
    )
    if len(rows) > most:  # up to the end of a moment: `since` goes on from there
        edge = rows[most]["closed_at"]
        rows = [row for row in rows if row["closed_at"] < edge] or [
            row for row in rows if row["closed_at"] == edge
        ]
    return [
        Closed(
            release.manifest.program_id, row["partner_id"], row["calendar_id"], row["period_id"],
            row["currency_code"], int(row["total_minor"]),
            release.currency(row["currency_code"]).digits, clock.utc(row["closed_at"]),
        )
        for row in rows
    ]  # fmt: skip


def _files_of(release: Release, digest: str) -> set[str] | None:
    if not digest.isalnum():
        return None
    folder: Path = release.manifest.files[0].path.parent.parent / "manifests"
    try:
        manifest = read_manifest(folder / f"{digest}.json")
        found = [file.path for file in manifest.detail(LINES, None) if file.rows]
    except (OSError, LookupError, ValueError):
        return None
    return {str(path) for path in found} if all(path.exists() for path in found) else None
