"""Payout jobs: freeze by schedule; submit, approve, reject, hold, release, recall by people."""

# Annotations are not postponed here: Dagster reads the type of `config`.

from collections.abc import Mapping
from typing import Any

from dagster import (
    AssetKey,
    AssetMaterialization,
    AssetSpec,
    Config,
    DefaultScheduleStatus,
    DynamicPartitionsDefinition,
    JobDefinition,
    MarkdownMetadataValue,
    OpExecutionContext,
    RunRequest,
    ScheduleDefinition,
    ScheduleEvaluationContext,
    SkipReason,
    in_process_executor,
    job,
    op,
    schedule,
)

from pipelines.defs import payouts
from pipelines.lib.launched_by import SCHEDULE, is_schedule, person_of
from pipelines.settings import settings

BATCHES = DynamicPartitionsDefinition(name="payout_batches")
BATCH_KEY = AssetKey(["payout_batch"])
VERBS = ("submit", "approve", "reject", "hold", "release", "recall")
PAY_CRON = "40 * * * *"  # each hour: programs have zones of their own; a day freezes once

batch_asset = AssetSpec(
    BATCH_KEY,
    group_name="payouts",
    partitions_def=BATCHES,
    description="One frozen payout batch per partition; the key carries its digest.",
)


class FreezeConfig(Config):
    """The program whose payment day it is."""

    program: str


class DecideConfig(Config):
    """`batch`, `digest` and `token` as the review page shows them.

    `reason` is for all but submit and approve, `payment` (EndToEndId) for hold and release.
    """

    batch: str
    digest: str
    token: str
    reason: str = ""
    payment: str = ""


def show_batch(context: OpExecutionContext, facts: Mapping[str, Any]) -> None:
    """Put the batch's facts on its asset partition."""
    key = str(facts["key"])
    context.instance.add_dynamic_partitions(str(BATCHES.name), [key])
    told = payouts.batch_metadata(facts, settings().portal_url)
    metadata = {name: MarkdownMetadataValue(text) for name, text in told.items()}
    context.log_event(AssetMaterialization(BATCH_KEY, partition=key, metadata=metadata))


@op
def freeze_one_batch(context: OpExecutionContext, config: FreezeConfig) -> None:
    """Draft and freeze the batch of today; the same day again is the same batch."""
    by = SCHEDULE if is_schedule(context.run.tags) else person_of(context.run.tags)
    show_batch(context, payouts.freeze_batch(config.program, by=by))


@job(executor_def=in_process_executor, description="Freeze a program's payout batch of today.")
def freeze_payout_batch() -> None:
    freeze_one_batch()


def decision_job(verb: str) -> JobDefinition:
    """The job `<verb>_payout_batch`: one person's deed, with a token from the review page."""

    @op(name=f"{verb}_batch")
    def decide(context: OpExecutionContext, config: DecideConfig) -> None:
        person = person_of(context.run.tags)
        if verb == "approve":
            facts = payouts.approve_batch(person, config.batch, config.digest, config.token)
        else:
            facts = payouts.decide_batch(
                verb,
                user=person,
                batch=config.batch,
                digest=config.digest,
                token=config.token,
                reason=config.reason,
                payment=config.payment,
            )
        show_batch(context, facts)

    @job(
        name=f"{verb}_payout_batch",
        executor_def=in_process_executor,
        description=f"{verb.capitalize()} a payout batch; needs a token from its review page.",
    )
    def decision() -> None:
        decide()

    return decision


def build_freeze_schedule() -> ScheduleDefinition:
    """Ask each hour whose payment day it is."""

    @schedule(
        name="freeze_payouts",
        job=freeze_payout_batch,
        cron_schedule=PAY_CRON,
        default_status=DefaultScheduleStatus.RUNNING,
        description="Freezes each program's payout batch on its payment day.",
    )
    def freeze_payouts(context: ScheduleEvaluationContext) -> list[RunRequest] | SkipReason:
        due = payouts.programs_to_pay()
        if not due:
            return SkipReason("no program pays today")
        from pipelines.lib import clock

        return [
            RunRequest(
                run_key=f"{program}/{clock.now():%Y-%m-%d}",
                run_config={"ops": {"freeze_one_batch": {"config": {"program": program}}}},
            )
            for program in due
        ]

    return freeze_payouts
