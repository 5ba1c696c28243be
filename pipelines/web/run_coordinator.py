"""Each run knows who launched it: stamped from the gate's headers, never from what was typed.

| tag | value |
|---|---|
| `openbook/person` | e-mail of the person; `schedule` for schedules and sensors; else `unknown` |
| `openbook/person_id` | the portal's identifier of the person, or empty |

Any other tag under `openbook/` that a launcher sent along is overwritten. Backfills and retries are
launched by the daemon on somebody's behalf: they are `unknown`, so a job that changes money asks
for a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from dagster import QueuedRunCoordinator
from dagster._core.run_coordinator.base import SubmitRunContext
from dagster._core.storage.dagster_run import DagsterRun

PREFIX = "openbook/"
PERSON, PERSON_ID = f"{PREFIX}person", f"{PREFIX}person_id"
BY_SCHEDULE, BY_UNKNOWN = "schedule", "unknown"
OF_SCHEDULES = ("dagster/schedule_name", "dagster/sensor_name")
ON_BEHALF = ("dagster/backfill", "dagster/parent_run_id", "dagster/root_run_id")


def stamped(tags: Mapping[str, str], sub: str | None, email: str | None) -> dict[str, str]:
    """The tags to write over a run's own: who launched it, and nothing forged under our prefix."""
    forged = {name: "refused" for name in tags if name.startswith(PREFIX)}
    if sub:
        return {**forged, PERSON: unquote(email or ""), PERSON_ID: unquote(sub)}
    by_clock = any(name in tags for name in OF_SCHEDULES)
    on_behalf = any(name in tags for name in ON_BEHALF)
    who = BY_SCHEDULE if by_clock and not on_behalf else BY_UNKNOWN
    return {**forged, PERSON: who, PERSON_ID: ""}


class PersonRunCoordinator(QueuedRunCoordinator):
    """Dagster's queue, with the person on each run."""

    def submit_run(self, context: SubmitRunContext) -> DagsterRun:
        run = context.dagster_run
        sub = context.get_request_header("x-openbook-sub")
        email = context.get_request_header("x-openbook-email")
        self._instance.add_run_tags(run.run_id, stamped(run.tags, sub, email))
        return super().submit_run(context)
