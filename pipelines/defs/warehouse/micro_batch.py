"""The sensor that hosts the refresh in this warm process, and tells Dagster what happened."""

# Annotations are not postponed here: Dagster reads the type of `context`.

import json
import time

from dagster import (
    DefaultSensorStatus,
    RunRequest,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    SkipReason,
    sensor,
)

from pipelines.defs.publish.assets import PROGRAMS
from pipelines.defs.warehouse.hosted import (
    check_events,
    materializations,
    release_events,
    release_materializations,
)
from pipelines.defs.warehouse.jobs import refresh_job
from pipelines.lib.lock import WarehouseBusy
from pipelines.lib.refresh import refresh
from pipelines.lib.refresh_result import RefreshResult
from pipelines.settings import settings

EVERY_SECONDS = 5
WAIT_SECONDS = 2  # a close or payout holds the warehouse: the next tick tries again
LARGE_BYTES = 200_000_000  # more than this in landing is a visible run's work


def waiting_bytes() -> int:
    """How much lies in landing."""
    top = settings().landing
    paths = top.rglob("*") if top.exists() else ()
    return sum(path.stat().st_size for path in paths if path.is_file())


def cursor_of(result: RefreshResult) -> str:
    """What the next tick may want to know of this one, as the UI shows it."""
    outcomes = {p: f"{o.outcome} {(o.digest or '')[:12]}" for p, o in result.programs.items()}
    return json.dumps({"as_of": result.as_of, "programs": outcomes})


def published_elsewhere(cursor: str | None, result: RefreshResult) -> list[str]:
    """Programs whose release is not the one that this sensor told of last: a command made it."""
    known = json.loads(cursor or "{}").get("programs", {})
    return [
        program
        for program, outcome in sorted(result.programs.items())
        if outcome.digest
        and outcome.outcome != "published"
        and outcome.digest[:12] not in known.get(program, "")
    ]


def build_micro_batch() -> SensorDefinition:
    """The sensor; on by default."""

    @sensor(
        name="micro_batch",
        job=refresh_job,
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=DefaultSensorStatus.RUNNING,
        description="Takes in what was dropped, rebuilds what it touches, publishes.",
    )
    def micro_batch(context: SensorEvaluationContext) -> SensorResult | SkipReason | RunRequest:
        size = waiting_bytes()
        if size > LARGE_BYTES:
            return RunRequest(run_key=f"{size}-{int(time.time() // 600)}")
        try:
            result = refresh(wait_seconds=WAIT_SECONDS)
        except WarehouseBusy as busy:
            return SkipReason(str(busy))
        known = set(context.instance.get_dynamic_partitions(PROGRAMS.name or ""))
        fresh = sorted(set(result.programs) - known)
        requests = [PROGRAMS.build_add_request(fresh)] if fresh else []
        elsewhere = published_elsewhere(context.cursor, result)
        if not result.built and not result.files:
            if not elsewhere and not fresh:
                return SkipReason(f"nothing arrived, nothing changed (as of {result.as_of})")
            return SensorResult(
                asset_events=release_events(elsewhere),
                dynamic_partitions_requests=requests,
                cursor=cursor_of(result),
            )
        for outcome in result.programs.values():
            context.log.info(f"{outcome.program_id}: {outcome.outcome} {outcome.reason}".rstrip())
        return SensorResult(
            asset_events=[
                *materializations(result),
                *release_materializations(elsewhere),
                *check_events(result),
            ],
            dynamic_partitions_requests=requests,
            cursor=cursor_of(result),
        )

    return micro_batch
