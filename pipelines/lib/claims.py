"""Answering "a client is missing": what clicks, registrations and attributions say of it.

The portal stores the claim; here it is searched for, and only facts go back: days, the partner's
own link and pseudonym, never whose client it is instead (PORTAL, "Clients").
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb

from pipelines.lib import portal_gateway
from pipelines.lib.lock import WarehouseBusy, warehouse_lock
from pipelines.lib.warehouse import rows, table_exists, warehouse_open

NEAR = timedelta(days=3)  # a partner's day of registration is a guess
MOST = 5
Found = list[dict[str, Any]]

_CLICK = """
select clicks.event_on, clicks.link_code, clicks.record_key,
    coalesce(clicks.verdict, 'accepted') = 'accepted' as is_accepted
from staging.stg_raw__clicks as clicks
inner join staging.stg_portal__links as links using (program_id, link_code)
where clicks.program_id = $program and links.partner_id = $partner and clicks.click_id = $click
order by clicks.occurred_at limit 1
"""
_SUB_CLICKS = """
select count(*) as n
from staging.stg_raw__clicks as clicks
inner join staging.stg_portal__links as links using (program_id, link_code)
where clicks.program_id = $program and links.partner_id = $partner
    and clicks.event_on between $first and $last
    and $sub in (clicks.sub1, clicks.sub2, clicks.sub3, clicks.sub4, clicks.sub5)
"""
_CLIENTS = """
select registered.client_id, registered.registered_on, registered.attribution_source,
    registered.partner_id as registered_partner_id, owner.partner_id, owner.valid_from,
    'C-' || upper(left(registered.client_id, 6)) as client_ref
from intermediate.int_clients__registered as registered
left join intermediate.int_attributions__resolved as owner
    on owner.program_id = registered.program_id and owner.client_id = registered.client_id
    and owner.valid_to = date '9999-12-31'
where registered.program_id = $program and {condition}
order by registered.registered_on, registered.client_id limit {most}
"""


def answer_claims() -> int:
    """Search for every claim that nobody has searched for; returns how many were answered.

    While a refresh holds the warehouse nothing is answered; the next call does it.
    """
    claims = portal_gateway.claims_unsearched()
    if not claims:
        return 0
    try:
        with warehouse_lock(wait_seconds=0), warehouse_open(read_only=True) as con:
            answers = [(claim, search(con, claim)) for claim in claims]
    except (WarehouseBusy, duckdb.IOException):
        return 0
    for claim, found in answers:
        portal_gateway.claim_found(claim["program_id"], claim["case_id"], found)
    return len(answers)


def search(con: duckdb.DuckDBPyConnection, claim: dict[str, Any]) -> Found:
    """What is known of a missing client: [{code, on, …}] as `portal.claims` names the codes.

    `claim`: program_id, partner_id, on (ISO day or ''), click_id, sub_id, account_tail.
    """
    if not table_exists(con, "intermediate", "int_clients__registered"):
        return [{"code": "nothing"}]
    who = {"program": claim["program_id"], "partner": claim["partner_id"]}
    on = date.fromisoformat(claim["on"]) if claim["on"] else None
    found: Found = []
    if claim["click_id"]:
        found += _by_click(con, who, claim["click_id"])
    if claim["sub_id"] and on:
        days = {"first": on - NEAR, "last": on, "sub": claim["sub_id"]}
        count = rows(con, _SUB_CLICKS, {**who, **days})[0]["n"]
        if count:
            found.append({"code": "clicks", "on": on.isoformat(), "count": count})
    if claim["account_tail"] and on:
        found += _by_account(con, who, claim["account_tail"], on)
    elif on and not claim["click_id"]:
        found += _own_near(con, who, on)
    return found or [{"code": "nothing"}]


def _by_click(con: duckdb.DuckDBPyConnection, who: dict[str, Any], click_id: str) -> Found:
    """The partner's own click and what became of it; another's click is as if it were not there."""
    clicks = rows(con, _CLICK, {**who, "click": click_id})
    if not clicks:
        return []
    click = clicks[0]
    day = click["event_on"].isoformat()
    if not click["is_accepted"]:
        return [{"code": "click_refused", "on": day}]
    found: Found = [{"code": "click", "on": day, "link_code": click["link_code"]}]
    condition = "registered.click_record_key = $click"
    clients = _clients(con, who["program"], condition, {"click": click["record_key"]})
    if not clients:
        return [*found, {"code": "no_registration"}]
    for client in clients:
        late = client["attribution_source"] is None
        code = {"code": "click_too_old", "on": client["registered_on"].isoformat()}
        found.append(code if late and client["partner_id"] is None else _said(client, who))
    return found


def _by_account(con: duckdb.DuckDBPyConnection, who: dict[str, Any], tail: str, on: date) -> Found:
    condition = (
        "registered.registered_on between $first and $last and registered.client_id in ("
        " select client_id from staging.stg_raw__accounts"
        " where program_id = $program and account_tail = $tail)"
    )
    values = {"first": on - NEAR, "last": on + NEAR, "tail": tail}
    return [_said(client, who) for client in _clients(con, who["program"], condition, values)]


def _own_near(con: duckdb.DuckDBPyConnection, who: dict[str, Any], on: date) -> Found:
    """By a day alone only own clients are named: others' days are nobody's to list."""
    condition = "registered.registered_on = $on and owner.partner_id = $partner"
    values = {"on": on, "partner": who["partner"]}
    return [_said(client, who) for client in _clients(con, who["program"], condition, values)]


def _clients(
    con: duckdb.DuckDBPyConnection, program_id: str, condition: str, values: dict[str, Any]
) -> list[dict[str, Any]]:
    sql = _CLIENTS.format(condition=condition, most=MOST)
    return rows(con, sql, {"program": program_id, **values})


def _said(client: dict[str, Any], who: dict[str, Any]) -> dict[str, Any]:
    """One registration as the asking partner may know it."""
    registered_on = client["registered_on"].isoformat()
    if client["partner_id"] is None:
        return {"code": "unattributed", "on": registered_on}
    since = client["valid_from"].isoformat()
    if client["partner_id"] == who["partner"]:
        return {"code": "own", "on": since, "client_ref": client["client_ref"]}
    if (
        client["attribution_source"] == "code"
        and client["partner_id"] == client["registered_partner_id"]
    ):
        return {"code": "code", "on": registered_on}
    return {"code": "other", "on": since}
