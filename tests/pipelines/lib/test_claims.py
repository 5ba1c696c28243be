"""What a search for a missing client may say, and what it must not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipelines.lib.claims import search

OWN, OTHER = "P-1", "P-2"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """One program: own clicks and clients, another's, one that names nobody."""
    con = duckdb.connect()
    con.execute("create schema staging; create schema intermediate")
    con.execute(
        "create table staging.stg_portal__links as select 'p' as program_id, * from (values "
        "('spring', 'P-1'), ('theirs', 'P-2')) as t(link_code, partner_id)"
    )
    con.execute(
        "create table staging.stg_raw__clicks as select 'p' as program_id, 'k:' || click_id as "
        "record_key, *, event_on::timestamp as occurred_at, "
        "null::varchar as sub2, null::varchar as sub3, "
        "null::varchar as sub4, null::varchar as sub5 from (values "
        "('mine', date '2026-10-01', 'spring', 'a', 'accepted'),"
        "('idle', date '2026-10-01', 'spring', 'a', 'accepted'),"
        "('bot', date '2026-10-02', 'spring', 'b', 'rejected'),"
        "('foreign', date '2026-10-02', 'theirs', 'a', 'accepted'))"
        " as t(click_id, event_on, link_code, sub1, verdict)"
    )
    con.execute(
        "create table staging.stg_raw__accounts as select 'p' as program_id, * from (values "
        "('aaaaaaaa', '111'), ('bbbbbbbb', '222'), ('cccccccc', '333'), ('dddddddd', '444'))"
        " as t(client_id, account_tail)"
    )
    con.execute(
        "create table intermediate.int_clients__registered as select 'p' as program_id, * from "
        "(values ('aaaaaaaa', date '2026-10-03', 'k:mine', 'P-1', 'link'),"
        "('bbbbbbbb', date '2026-10-04', 'k:foreign', 'P-2', 'link'),"
        "('cccccccc', date '2026-10-04', null, null, null),"
        "('dddddddd', date '2026-10-04', null, 'P-2', 'code'))"
        " as t(client_id, registered_on, click_record_key, partner_id, attribution_source)"
    )
    con.execute(
        "create table intermediate.int_attributions__resolved as select 'p' as program_id, *, "
        "date '9999-12-31' as valid_to from (values ('aaaaaaaa', 'P-1', date '2026-10-03'),"
        "('bbbbbbbb', 'P-2', date '2026-10-05'), ('dddddddd', 'P-2', date '2026-10-04'))"
        " as t(client_id, partner_id, valid_from)"
    )
    yield con
    con.close()


def claim(partner_id: str = OWN, **known: Any) -> dict[str, Any]:
    empty = {"on": "", "click_id": "", "sub_id": "", "account_tail": ""}
    return {"program_id": "p", "partner_id": partner_id, **empty, **known}


def codes(con: duckdb.DuckDBPyConnection, **known: Any) -> list[str]:
    return [found["code"] for found in search(con, claim(**known))]


def test_an_own_click_leads_to_the_own_client(con: duckdb.DuckDBPyConnection) -> None:
    assert search(con, claim(click_id="mine")) == [
        {"code": "click", "on": "2026-10-01", "link_code": "spring"},
        {"code": "own", "on": "2026-10-03", "client_ref": "C-AAAAAA"},
    ]
    assert codes(con, click_id="idle") == ["click", "no_registration"]
    assert codes(con, click_id="bot") == ["click_refused"]


def test_another_partner_s_click_is_as_if_it_were_not_there(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert codes(con, click_id="foreign") == codes(con, click_id="no such click") == ["nothing"]


def test_an_account_of_another_partner_gives_a_date_and_nothing_else(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert search(con, claim(account_tail="222", on="2026-10-04")) == [
        {"code": "other", "on": "2026-10-05"}
    ]
    assert codes(con, account_tail="333", on="2026-10-04") == ["unattributed"]
    assert codes(con, account_tail="444", on="2026-10-04") == ["code"]


def test_a_day_alone_names_no_client_of_others(con: duckdb.DuckDBPyConnection) -> None:
    assert codes(con, on="2026-10-04") == ["nothing"]
    assert codes(con, on="2026-10-03") == ["own"]


def test_digits_without_a_day_or_far_from_it_find_nothing(con: duckdb.DuckDBPyConnection) -> None:
    assert codes(con, account_tail="222") == ["nothing"]
    assert codes(con, account_tail="222", on="2026-10-20") == ["nothing"]


def test_clicks_with_a_sub_id_are_counted_own_ones_only(con: duckdb.DuckDBPyConnection) -> None:
    assert search(con, claim(sub_id="a", on="2026-10-02"))[0] == {
        "code": "clicks", "on": "2026-10-02", "count": 2,
    }  # fmt: skip
