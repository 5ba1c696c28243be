"""Closing a period: by schedule once it is over, or by a person with an approval token."""

# Annotations are not postponed here: Dagster reads the type of `config`.

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dagster import (
    Config,
    DefaultScheduleStatus,
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

from pipelines.lib import clock, portal_gateway
from pipelines.lib.launched_by import is_schedule, person_of

SCHEDULE_CRON = "20 * * * *"  # each hour: programs have zones of their own


class CloseConfig(Config):
    """What to close. `token` is needed when a person launches the run."""

    program: str
    period: str
    calendar: str = "month"
    token: str = ""


@op
def close_one_period(context: OpExecutionContext, config: CloseConfig) -> None:
    """Book the period's lines, differences and adjustments, seal the segment, publish."""
    from pipelines.defs.ledger.run import close

    subject = f"{config.program}/{config.calendar}/{config.period}"
    if is_schedule(context.run.tags):
        by = "schedule"
    else:
        by = person_of(context.run.tags)
        portal_gateway.close_token_use(person=by, subject=subject, token=config.token)
    segment = close(
        config.program,
        config.period,
        calendar_id=config.calendar,
        by=by,
        on_step=lambda step: context.log.info(f"{step.name} {step.seconds or '…'} {step.detail}"),
    )
    head = segment.head
    context.add_output_metadata(
        {
            "segment": head.segment_sha256,
            "entries": head.row_count,
            "booked_by": head.booked_by,
            "warnings": "; ".join(segment.warnings) or "none",
        }
    )


@job(executor_def=in_process_executor, description="Close one period of one program's calendar.")
def close_period_job() -> None:
    close_one_period()


def periods_over(programs: list[dict[str, Any]], now: datetime) -> Iterator[tuple[str, str, str]]:
    """(program, calendar, period) of each open period whose last day is over in its zone."""
    for program in programs:
        today = now.astimezone(ZoneInfo(program["time_zone"])).date()
        for calendar_id, period_id in sorted(program["calendars"].items()):
            if period_id and last_day(period_id) < today:
                yield program["program_id"], calendar_id, period_id


def last_day(period_id: str) -> date:
    """The last day of a month (`2026-10`), a week (`2026-W40`) or a half month (`2026-10a`)."""
    if "-W" in period_id:
        year, week = period_id.split("-W")
        return date.fromisocalendar(int(year), int(week), 7)
    first = date.fromisoformat(f"{period_id[:7]}-01")
    if period_id.endswith("a"):
        return first.replace(day=15)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def build_close_schedule() -> ScheduleDefinition:
    """Ask each hour which open periods are over, and close each in a run of its own."""

    @schedule(
        name="close_periods",
        job=close_period_job,
        cron_schedule=SCHEDULE_CRON,
        default_status=DefaultScheduleStatus.RUNNING,
        description="Closes each program's open period once it is over.",
    )
    def close_periods(context: ScheduleEvaluationContext) -> list[RunRequest] | SkipReason:
        over = list(periods_over(portal_gateway.program_list(), clock.now()))
        if not over:
            return SkipReason("no open period is over")
        return [
            RunRequest(
                run_key=f"{program}/{calendar}/{period}",
                run_config={
                    "ops": {
                        "close_one_period": {
                            "config": {"program": program, "calendar": calendar, "period": period}
                        }
                    }
                },
            )
            for program, calendar, period in over
        ]

    return close_periods
