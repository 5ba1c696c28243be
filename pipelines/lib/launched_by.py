"""Who launched a run, as the run coordinator stamped it."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.lib.errors import OpenbookError

PERSON = "openbook/person"
SCHEDULE = "schedule"


def person_of(tags: Mapping[str, str]) -> str:
    """The e-mail of the signed-in person. Raises when a schedule, or nobody known, launched it."""
    who = tags.get(PERSON, "unknown")
    if "@" not in who:
        raise OpenbookError(
            f"launched by {who}: this needs a signed-in person; launch it in the Dagster UI"
        )
    return who


def is_schedule(tags: Mapping[str, str]) -> bool:
    """Whether one of our schedules launched it. A backfill or a retry does not count."""
    return tags.get(PERSON) == SCHEDULE
