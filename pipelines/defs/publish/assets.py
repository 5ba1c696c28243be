"""The releases as one asset, partitioned by program."""

# Annotations are not postponed here: Dagster reads the type of `context`.

from collections.abc import Iterator
from typing import Any

from dagster import (
    AssetCheckSpec,
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    DynamicPartitionsDefinition,
    MaterializeResult,
    multi_asset,
)

from pipelines.defs.quality.evaluations import OTHERS, RELEASE_KEY, RELEASE_SUMS
from pipelines.defs.warehouse.hosted import (
    check_events,
    release_metadata,
    run_refresh,
    selected_checks,
)

PROGRAMS = DynamicPartitionsDefinition(name="programs")


class ReleaseHeld(Exception):
    """A gate failed: the program keeps its release."""


def release_asset(published: list[AssetKey]) -> AssetsDefinition:
    """What readers see, per program; `published` are the tables that a release holds."""

    @multi_asset(
        name="release",
        specs=[
            AssetSpec(
                RELEASE_KEY,
                deps=published,
                group_name="publish",
                kinds={"parquet", "duckdb"},
                description="One immutable release per program: files, manifest, pointer.",
            )
        ],
        check_specs=[
            AssetCheckSpec(RELEASE_SUMS, asset=RELEASE_KEY, blocking=True),
            AssetCheckSpec(OTHERS, asset=RELEASE_KEY, blocking=True),
        ],
        partitions_def=PROGRAMS,
        can_subset=True,
    )
    def release(context: AssetExecutionContext) -> Iterator[Any]:
        """Refresh one program and publish it if both gates pass."""
        program = context.partition_key
        result = run_refresh(context, [program])
        outcome = result.programs[program]
        yield from selected_checks(context.selected_asset_check_keys, check_events(result))
        if outcome.outcome == "blocked":
            raise ReleaseHeld(f"{program} keeps its release: {outcome.reason}")
        if RELEASE_KEY in context.selected_asset_keys:
            metadata = release_metadata(result, outcome)
            yield MaterializeResult(asset_key=RELEASE_KEY, metadata=metadata)

    return release
