"""What Dagster loads and does in this product: python -m tests.end_to_end.dagster_tick.

Standard input: {"ticks": n}. Standard output: what the definitions hold, and what each tick of the
sensor `micro_batch` told Dagster, in this process, as the warm code location does it.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def told(result: Any) -> dict[str, Any]:
    """A tick as plain data: skipped and why, or materialized assets and evaluated checks."""
    from dagster import AssetCheckEvaluation, AssetMaterialization, SkipReason

    if isinstance(result, SkipReason):
        return {"skipped": result.skip_message, "assets": [], "checks": []}
    events = result.asset_events or []
    return {
        "skipped": None,
        "assets": [
            [e.asset_key.to_user_string(), e.partition]
            for e in events
            if isinstance(e, AssetMaterialization)
        ],
        "checks": [
            [e.asset_key.to_user_string(), e.check_name, e.passed]
            for e in events
            if isinstance(e, AssetCheckEvaluation)
        ],
    }


def main() -> None:
    """Load the definitions, then let the sensor tick."""
    from dagster import DagsterInstance, build_sensor_context

    from pipelines.definitions import defs

    asked = json.load(sys.stdin)
    graph = defs.resolve_asset_graph()
    held = {
        "assets": sorted(key.to_user_string() for key in graph.get_all_asset_keys()),
        "checks": len(graph.asset_check_keys),
        "sensors": [sensor.name for sensor in defs.sensors or ()],
        "schedules": [schedule.name for schedule in defs.schedules or ()],
        "jobs": sorted(job.name for job in defs.resolve_all_job_defs()),
    }
    ticks, cursor = [], None
    with DagsterInstance.ephemeral() as instance:
        for _ in range(asked["ticks"]):
            context = build_sensor_context(instance=instance, cursor=cursor)
            result = defs.resolve_sensor_def("micro_batch")(context)
            ticks.append(told(result))
            for wish in getattr(result, "dynamic_partitions_requests", None) or ():  # as the daemon
                instance.add_dynamic_partitions(wish.partitions_def_name, wish.partition_keys)
            cursor = getattr(result, "cursor", None) or cursor
    json.dump({"definitions": held, "ticks": ticks}, sys.stdout)


if __name__ == "__main__":
    main()
