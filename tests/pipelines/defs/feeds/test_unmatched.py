"""Records whose parent has not arrived wait and join by themselves. FEEDS, Promises 4."""

from __future__ import annotations

from datetime import date

from pipelines.defs.feeds.unmatched import Unmatched, unmatched
from tests.pipelines.defs.feeds.conftest import HEADER, trade


def test_a_trade_waits_for_its_account_and_its_day_is_touched_when_that_comes(
    con, drop, take, rows
):
    drop("trades", "a.csv", HEADER + trade("T1"))
    take()
    assert unmatched(con, "harbour") == [Unmatched("trades", "account", 1, date(2026, 10, 5))]
    con.execute("delete from raw.touched_partitions")  # what a refresh does in the end
    drop("accounts", "a.csv", "account_id,client_id,account_type\n70011,c1,live\n")
    drop("attributions", "a.csv", "client_id,valid_from,partner_id\nc1,2026-01-01,P-1\n")
    take()
    assert unmatched(con, "harbour") == []
    assert rows("from raw.touched_partitions") == [("harbour", date(2026, 10, 5))]


def test_an_attribution_that_comes_last_touches_the_days_of_its_clients_trades(
    con, drop, take, rows
):
    drop("trades", "a.csv", HEADER + trade("T1"))
    drop("accounts", "a.csv", "account_id,client_id,account_type\n70011,c1,live\n")
    take()
    con.execute("delete from raw.touched_partitions")
    drop("attributions", "a.csv", "client_id,valid_from,partner_id\nc1,2026-01-01,P-1\n")
    take()
    assert rows("from raw.touched_partitions") == [("harbour", date(2026, 10, 5))]


def test_a_click_that_comes_last_touches_the_days_of_who_registered_by_it(con, drop, take, rows):
    drop(
        "conversions",
        "a.csv",
        "event_id,type,occurred_at,client_id,click_id,amount,currency\n"
        "e1,registration,2026-10-01T10:00:00Z,c1,k1,,\n"
        "e2,deposit,2026-10-09T10:00:00Z,c1,,50,EUR\n",
    )
    take()
    assert Unmatched("conversions", "click", 1, date(2026, 10, 1)) in unmatched(con, "harbour")
    con.execute("delete from raw.touched_partitions")
    drop("clicks", "a.csv", "click_id,occurred_at,link_code\nk1,2026-10-01T09:00:00Z,L1\n")
    take()
    days = rows("select event_on from raw.touched_partitions order by 1")
    assert days == [(date(2026, 10, 1),), (date(2026, 10, 9),)]


def test_a_day_is_the_programs(con, drop, take, rows):
    con.execute("create schema if not exists raw")
    con.execute("create table raw.portal_programs (program_id varchar, time_zone varchar)")
    con.execute("insert into raw.portal_programs values ('harbour', 'Asia/Tokyo')")
    drop("trades", "a.csv", HEADER + trade("T1", closed_at="2026-10-05T15:00:00Z"))
    take()
    assert rows("select event_on from raw.touched_partitions") == [(date(2026, 10, 6),)]


def test_a_rate_touches_the_days_after_its_own(con, drop, take, rows):
    later = {"opened_at": "2026-10-06T08:00:00Z", "closed_at": "2026-10-06T09:00:00Z"}
    drop("trades", "a.csv", HEADER + trade("T1") + trade("T2", **later))
    take()
    con.execute("delete from raw.touched_partitions")
    drop("fx_rates", "a.csv", "date,currency,units_per_eur\n2026-10-05,USD,1.1\n")
    take()
    assert rows("select event_on from raw.touched_partitions") == [(date(2026, 10, 6),)]
