"""Feeds, terms and dbt models as assets. Materialising one by hand is a whole refresh."""

# Annotations are not postponed here: Dagster reads the type of `context`.

from collections.abc import Iterator
from typing import Any

from dagster import AssetCheckSpec, AssetExecutionContext, AssetsDefinition, AssetSpec, multi_asset
from dagster_dbt import dbt_assets

from pipelines.defs.quality.evaluations import GATE_1, RULES, TERMS_KEY
from pipelines.defs.rules import TABLES
from pipelines.defs.warehouse.hosted import FEEDS, run_refresh, tell
from pipelines.defs.warehouse.translator import LayerTranslator
from pipelines.lib import dbt_runner


def feed_assets() -> AssetsDefinition:
    """One asset per feed: its records in schema `raw`."""
    keys = [AssetSpec(["raw", feed], group_name="feeds", kinds={"duckdb"}) for feed in FEEDS]

    @multi_asset(
        name="feeds",
        specs=keys,
        check_specs=[AssetCheckSpec(GATE_1, asset=spec.key, blocking=True) for spec in keys],
        can_subset=True,
    )
    def feeds(context: AssetExecutionContext) -> Iterator[Any]:
        """Door and gate 1, and all that follows."""
        yield from tell(context, run_refresh(context))

    return feeds


def terms_asset() -> AssetsDefinition:
    """Compiled rules."""

    @multi_asset(
        name="terms",
        specs=[AssetSpec(["terms", name], group_name="rules", kinds={"yaml"}) for name in TABLES],
        check_specs=[AssetCheckSpec(RULES, asset=TERMS_KEY, blocking=True)],
        can_subset=True,
    )
    def terms(context: AssetExecutionContext) -> Iterator[Any]:
        """Compile the plans, resolve the deals, and all that follows."""
        yield from tell(context, run_refresh(context))

    return terms


def warehouse_assets() -> AssetsDefinition:
    """dbt's models, loaded from its manifest."""

    @dbt_assets(
        name="warehouse",
        manifest=dbt_runner.manifest_path(),
        dagster_dbt_translator=LayerTranslator(),
    )
    def warehouse(context: AssetExecutionContext) -> Iterator[Any]:
        """The models, by the one refresh."""
        yield from tell(context, run_refresh(context))

    return warehouse
