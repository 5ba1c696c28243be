"""Everything that Dagster shows; each folder of `defs` brings its part."""

from __future__ import annotations

from dagster import AssetKey, Definitions, in_process_executor

from pipelines.lib.quiet import be_quiet

be_quiet()


def build() -> Definitions:
    """Assets, jobs, schedules and the sensor that refreshes."""
    from pipelines.defs.ledger.jobs import build_close_schedule, close_period_job
    from pipelines.defs.payouts.jobs import (
        VERBS,
        batch_asset,
        build_freeze_schedule,
        decision_job,
        freeze_payout_batch,
    )
    from pipelines.defs.publish.assets import release_asset
    from pipelines.defs.warehouse.assets import feed_assets, terms_asset, warehouse_assets
    from pipelines.defs.warehouse.jobs import refresh_job
    from pipelines.defs.warehouse.micro_batch import build_micro_batch

    warehouse = warehouse_assets()
    published: list[AssetKey] = sorted(key for key in warehouse.keys if key.path[0] == "publish")
    return Definitions(
        assets=[feed_assets(), terms_asset(), warehouse, release_asset(published), batch_asset],
        jobs=[
            refresh_job,
            close_period_job,
            freeze_payout_batch,
            *(decision_job(verb) for verb in VERBS),
        ],
        schedules=[build_close_schedule(), build_freeze_schedule()],
        sensors=[build_micro_batch()],
        executor=in_process_executor,
    )


defs = build()
