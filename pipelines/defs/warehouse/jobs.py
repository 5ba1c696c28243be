"""The refresh as a job that a person launches: a backfill, or more than a tick should do."""

# Annotations are not postponed here: Dagster reads the type of `config`.

from dagster import Config, OpExecutionContext, in_process_executor, job, op
from pydantic import Field

from pipelines.defs.warehouse.hosted import check_events, materializations
from pipelines.lib.refresh import refresh

WAIT_SECONDS = 900


class RefreshConfig(Config):
    """`programs`: all when empty. `force`: build even if nothing changed."""

    programs: list[str] = Field(default_factory=list)
    force: bool = True


class SomeHeld(Exception):
    """At least one program keeps its old release."""


@op
def refresh_programs(context: OpExecutionContext, config: RefreshConfig) -> None:
    """Door, gates, dbt, publish; what happened goes to the assets."""
    result = refresh(
        config.programs or None,
        on_step=lambda step: context.log.info(f"{step.name} {step.seconds or '…'} {step.detail}"),
        force=config.force,
        wait_seconds=WAIT_SECONDS,
    )
    for event in materializations(result):
        context.log_event(event)
    for check in check_events(result):
        context.instance.report_runless_asset_event(check)
    held = [f"{found.program_id}: {found.reason}" for found in result.blocked]
    if held:
        raise SomeHeld("; ".join(held))


@job(executor_def=in_process_executor, description="Refresh all or some programs.")
def refresh_job() -> None:
    refresh_programs()
