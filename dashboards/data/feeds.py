"""How a program's feeds are: freshness, files, quarantine, what still waits for its parent."""

from __future__ import annotations

import pandas as pd

from dashboards.data.releases import query, release_of
from dashboards.data.viewer import Viewer


def freshness(viewer: Viewer, program_id: str) -> pd.DataFrame:
    """One row per feed: last event, last file, the promise in hours, and whether it is late."""
    return query(
        release_of(viewer, program_id),
        "serving",
        "select feed, last_event_at, last_file_at, promised_within_hours, is_late, late_by_hours "
        "from pub_portal__feeds order by is_late desc, feed",
    )


def files(viewer: Viewer, program_id: str, limit: int = 200) -> pd.DataFrame:
    """The newest files with their counts."""
    return query(
        release_of(viewer, program_id),
        "dashboards",
        "select arrived_at, feed, file_name, state, row_count, new_count, amended_count, "
        "repeated_count, removed_count, quarantined_count, message "
        "from pub_dashboards__feed_health order by arrived_at desc, file_name limit ?",
        [limit],
    )


def quarantine(viewer: Viewer, program_id: str) -> pd.DataFrame:
    """Open quarantined rows and files: where they stand and why."""
    return query(
        release_of(viewer, program_id),
        "dashboards",
        "select quarantined_at, feed, file_name, file_row, column_name, reason_code, message "
        "from pub_dashboards__quarantine where state = 'open' "
        "order by quarantined_at desc, file_name, file_row",
    )


def unmatched(viewer: Viewer, program_id: str) -> pd.DataFrame:
    """Records that wait for their client, account or click, by feed."""
    return query(
        release_of(viewer, program_id),
        "dashboards",
        "select feed, record_count, oldest_on from pub_dashboards__unmatched order by feed",
    )


def checks(viewer: Viewer, program_id: str) -> pd.DataFrame:
    """What the gates answered for this release."""
    rows = release_of(viewer, program_id).manifest.get("gates", [])
    return pd.DataFrame(rows, columns=["gate", "check", "passed", "failed_rows"])
