"""Bodies of the payout jobs: freeze, decide, export. Dagster's ops and the command line call them.

The portal decides and remembers; here the ledger and the rates are read for it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from pipelines.defs.ledger.head import LedgerHead
from pipelines.defs.payouts.entries import entries_of, last_heads, late_feeds_of, rates_of
from pipelines.defs.payouts.parts import parts_of
from pipelines.defs.publish import history
from pipelines.lib import portal_gateway
from pipelines.lib.clock import now
from pipelines.lib.errors import OpenbookError
from pipelines.lib.lock import warehouse_lock
from pipelines.lib.warehouse import table_exists, warehouse_open
from pipelines.settings import settings

Facts = dict[str, Any]


def freeze_batch(program_id: str, on: date | None = None, by: str = "schedule") -> Facts:
    """Draft and freeze the batch of a program's day (default: today in its zone).

    Reserves what is available up to the ledger's heads; the same day again is the same batch.
    Returns the batch in full (`portal_gateway.batch_show`). Raises `OpenbookError` when the
    portal refuses, and `LedgerBroken` when a segment is not what was sealed.
    """
    program = _program(program_id)
    moment = now()
    day = on or moment.astimezone(ZoneInfo(program["time_zone"])).date()
    heads = ledger_heads(program_id)
    with duckdb.connect() as con:
        return portal_gateway.batch_freeze(
            program_id=program_id,
            on=day,
            entries=lambda targets: entries_of(con, heads, settings().ledger, targets),
            parts=lambda targets: _parts(program_id, targets),
            rates=_rates(program["rate_set"], day),
            heads=last_heads(heads),
            author=by,
            late_feeds=late_feeds_of(history.current(program_id), _closed_until(program_id, heads)),
            now=moment,
        )


def decide_batch(  # one person's deed; the run's stamped user is `user`
    verb: str,
    *,
    user: str,
    batch: str,
    digest: str,
    token: str,
    reason: str = "",
    payment: str = "",
) -> Facts:
    """Submit, approve, reject, hold, release or recall. `user` is who launched the run.

    Raises `GatewayRefused` and changes nothing but the audit unless the token is the person's,
    for this verb, batch and digest, unused and younger than ten minutes.
    """
    return portal_gateway.batch_decide(
        verb,
        person=user,
        batch_id=batch,
        digest=digest,
        token=token,
        reason=reason,
        payment=payment,
    )


def submit_batch(user: str, batch: str, digest: str, token: str) -> Facts:
    """A finance maker submits a frozen batch."""
    return decide_batch("submit", user=user, batch=batch, digest=digest, token=token)


def approve_batch(user: str, batch: str, digest: str, token: str) -> Facts:
    """A finance checker approves; with the last approval that it takes, the files are made."""
    facts = decide_batch("approve", user=user, batch=batch, digest=digest, token=token)
    if facts["state"] != "approved":
        return facts
    portal_gateway.batch_export(facts["batch_id"], author=user)
    return portal_gateway.batch_show(facts["batch_id"])


def export_batch(batch: str, by: str = "schedule") -> list[str]:
    """Paths of the payment files of an approved batch: made once, the same bytes for ever."""
    return portal_gateway.batch_export(batch, author=by)


def programs_to_pay(on: date | None = None) -> list[str]:
    """Programs whose payment day is today in their zone (or is the day of `on`)."""
    moment = now()
    return [
        program["program_id"]
        for program in portal_gateway.program_list()
        if program["payment_day"]
        == (on or moment.astimezone(ZoneInfo(program["time_zone"])).date()).day
    ]


def ledger_heads(program_id: str) -> list[LedgerHead]:
    """The heads of a program as the portal has them now (not as the warehouse last saw them)."""
    return [
        LedgerHead(
            **{
                **row,
                "previous_sha256": row["previous_sha256"] or None,
                "booked_at": _plain_utc(row["booked_at"]),
            }
        )
        for row in portal_gateway.heads(program_id)
    ]


def _program(program_id: str) -> Facts:
    for program in portal_gateway.program_list():
        if program["program_id"] == program_id:
            return program
    raise OpenbookError(f"there is no program {program_id!r}; see `openbook program list`")


def _rates(rate_set: str, on: date) -> list[Facts]:
    path = settings().warehouse
    if not path.exists():
        return []
    with warehouse_lock(), warehouse_open(read_only=True) as con:
        return rates_of(con, rate_set, on)


def _parts(program_id: str, targets: Collection[tuple[str, str]]) -> list[Facts]:
    path = settings().warehouse
    if not any(kind == "client" for kind, _ in targets):
        return []
    if not path.exists():
        raise _parts_unknown(program_id)
    with warehouse_lock(), warehouse_open(read_only=True) as con:
        if not table_exists(con, "statements", "sta_client_parts"):
            raise _parts_unknown(program_id)
        return list(parts_of(con, program_id, targets))


def _parts_unknown(program_id: str) -> OpenbookError:
    return OpenbookError(
        f"{program_id} has clients under review, and only the warehouse knows what they have in "
        "lines of whole periods; it is not built here: run `openbook refresh`, then freeze again"
    )


def _closed_until(program_id: str, heads: list[LedgerHead]) -> date | None:
    """The last day of the last closed period: what feeds must have reached."""
    return portal_gateway.closed_until(program_id) if heads else None


def _plain_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
