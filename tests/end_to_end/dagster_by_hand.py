"""What a person and the schedules do in Dagster: python -m tests.end_to_end.dagster_by_hand.

Standard input: {"program": id, "asset": key, "maker": e-mail, "period": id}. Standard output: what
each run said. The jobs run in this process with the tags that the run coordinator stamps.
"""

from __future__ import annotations

import json
import sys
from typing import Any

PERSON = "openbook/person"


def run(defs: Any, instance: Any, job: str, config: dict[str, Any], person: str) -> dict[str, Any]:
    """Run a job of ours as `person` (or as `schedule`); whether it succeeded, and why not."""
    result = defs.resolve_job_def(job).execute_in_process(
        run_config=config, tags={PERSON: person}, instance=instance, raise_on_error=False
    )
    reasons = [
        event.event_specific_data.error.cause.message
        if event.event_specific_data.error.cause
        else event.event_specific_data.error.message
        for event in result.all_events
        if event.is_step_failure
    ]
    return {"success": result.success, "why": " ".join(reasons)}


def close_config(program: str, period: str, token: str = "") -> dict[str, Any]:
    """The run config of `close_period_job`."""
    asked = {"program": program, "period": period, "token": token}
    return {"ops": {"close_one_period": {"config": asked}}}


def scheduled(defs: Any, instance: Any, name: str) -> list[dict[str, Any]]:
    """What a schedule asks for now: (run key, run config) of each request."""
    from dagster import build_schedule_context

    tick = defs.resolve_schedule_def(name).evaluate_tick(build_schedule_context(instance))
    return [{"key": r.run_key, "config": r.run_config} for r in tick.run_requests or ()]


def _heads() -> list[dict[str, Any]]:
    from pipelines.lib import portal_gateway as gateway

    programs = [program["program_id"] for program in gateway.program_list()]
    return [
        {"program_id": program, "period_id": head["period_id"], "booked_by": head["booked_by"]}
        for program in programs
        for head in gateway.heads(program)
    ]


def _audit(program: str) -> list[list[str]]:
    from portal.audit.models import AuditEvent

    rows = AuditEvent.objects.filter(program_id=program, verb__startswith="close").order_by("pk")
    return [[row.verb, row.who_name, row.object_id] for row in rows]


def main() -> None:
    """By hand: an asset, a close without a token, with one, with it again; then the schedules."""
    from dagster import AssetKey, DagsterInstance

    from pipelines.definitions import defs
    from pipelines.lib import portal_gateway as gateway

    asked = json.load(sys.stdin)
    program, period, maker = asked["program"], asked["period"], asked["maker"]
    told: dict[str, Any] = {}
    with DagsterInstance.ephemeral() as instance:
        result = defs.resolve_implicit_global_asset_job_def().execute_in_process(
            asset_selection=[AssetKey(asked["asset"].split("/"))],
            instance=instance,
            raise_on_error=False,
        )
        told["materialized"] = {
            "success": result.success,
            "assets": [
                e.asset_key.to_user_string() for e in result.get_asset_materialization_events()
            ],
        }
        told["no_token"] = run(
            defs, instance, "close_period_job", close_config(program, period), maker
        )
        told["nobody"] = run(
            defs, instance, "close_period_job", close_config(program, period), "unknown"
        )
        token = gateway.close_token_mint(
            person=maker, program_id=program, calendar_id="month",
            code=gateway.totp_code_now(maker),
        )  # fmt: skip
        told["token_of_another_period"] = run(
            defs, instance, "close_period_job", close_config(program, "2099-01", token), maker
        )
        told["closed"] = run(
            defs, instance, "close_period_job", close_config(program, period, token), maker
        )
        told["token_again"] = run(
            defs, instance, "close_period_job", close_config(program, period, token), maker
        )
        told["close_requests"] = scheduled(defs, instance, "close_periods")
        told["closed_by_schedule"] = [
            run(defs, instance, "close_period_job", request["config"], "schedule")
            for request in told["close_requests"][:1]
        ]
        told["freeze_requests"] = scheduled(defs, instance, "freeze_payouts")
    told["heads"] = {found["program_id"]: found for found in _heads()}
    told["audit"] = _audit(program)
    json.dump(told, sys.stdout, default=str)


if __name__ == "__main__":
    main()
