"""Exactly once: repeats, amendments, removals, crashes. Source: FEEDS, Promises 2."""

from __future__ import annotations

import pytest

from pipelines.defs.feeds import door, raw
from pipelines.defs.feeds.raw.tables import TABLES
from tests.pipelines.defs.feeds.conftest import HEADER, trade


def test_a_sound_file_is_loaded_and_leaves_landing(drop, take, rows):
    path = drop("trades", "a.csv", HEADER + trade("T1") + trade("T2", lots="1.25"))
    (file,) = take().files
    assert (file.state, file.new, file.quarantined) == ("loaded", 2, 0)
    assert not path.exists()
    assert rows("select trade_id, lots::varchar, file_row from raw.trades order by 1") == [
        ("T1", "0.5000", 2),
        ("T2", "1.2500", 3),
    ]


def test_the_same_bytes_twice_are_one_file(drop, take, rows):
    drop("trades", "a.csv", HEADER + trade("T1"))
    drop("trades", "again.csv", HEADER + trade("T1"))
    assert [file.state for file in take().files] == ["loaded", "repeated"]
    drop("trades", "later.csv", HEADER + trade("T1"))
    assert [file.state for file in take().files] == ["repeated"]
    assert rows("select count(*) from raw.trades") == [(1,)]


def test_a_repeated_record_is_counted_and_a_changed_one_is_an_amendment(drop, take, rows):
    drop("trades", "a.csv", HEADER + trade("T1") + trade("T2"))
    drop("trades", "b.csv", HEADER + trade("T1") + trade("T2", lots="0.75") + trade("T3"))
    _, second = take().files
    assert (second.new, second.amended, second.repeated) == (1, 1, 1)
    versions = "select version_no, is_current, lots::varchar from raw.trades where trade_id = ?"
    assert rows(versions + " order by 1", "T2") == [(1, False, "0.5000"), (2, True, "0.7500")]


def test_amounts_that_differ_only_in_how_they_are_written_are_a_repeat(drop, take):
    drop("trades", "a.csv", HEADER + trade("T1", lots="0.5"))
    drop("trades", "b.csv", HEADER + trade("T1", lots="0.5000"))
    assert [file.repeated for file in take().files] == [0, 1]


def test_a_row_with_the_same_key_and_other_content_in_one_file_is_quarantined(drop, take, rows):
    drop("trades", "a.csv", HEADER + trade("T1") + trade("T1", lots="9"))
    (file,) = take().files
    assert (file.new, file.quarantined) == (1, 1)
    assert rows("select file_row, reason_code from raw.quarantine") == [
        (3, "duplicate_with_other_content")
    ]
    assert rows("select lots::varchar from raw.trades") == [("0.5000",)]


def test_a_vanished_record_of_a_restated_day_is_a_removal(drop, take, rows, configure):
    configure("trades: {restates: day}\n")
    other_day = trade("T9", opened_at="2026-10-06T08:00:00Z", closed_at="2026-10-06T09:00:00Z")
    drop("trades", "a.csv", HEADER + trade("T1") + trade("T2") + other_day)
    drop("trades", "b.csv", HEADER + trade("T1"))
    _, second = take().files
    assert second.removed == 1
    current = "select trade_id, is_removed from raw.trades where is_current order by 1"
    assert rows(current) == [("T1", False), ("T2", True), ("T9", False)]


def test_a_quarantined_row_of_a_restated_day_is_not_a_removal(drop, take, rows, configure):
    configure("trades: {restates: day}\n")
    drop("trades", "a.csv", HEADER + trade("T1") + trade("T2"))
    drop("trades", "b.csv", HEADER + trade("T1") + trade("T2", lots="much"))
    _, second = take().files
    assert (second.removed, second.quarantined) == (0, 1)
    assert rows("select count(*) from raw.trades where is_removed") == [(0,)]


def test_the_first_exchange_rate_of_a_date_stands_for_ever(drop, take, rows):
    header = "date,currency,units_per_eur,source\n"
    drop("fx_rates", "a.csv", header + "2026-10-05,USD,1.1001,ECB\n")
    drop("fx_rates", "b.csv", header + "2026-10-05,USD,1.2,ECB\n2026-10-06,USD,1.1010,ECB\n")
    take()
    assert rows("select units_per_eur::varchar from raw.fx_rates order by rate_on") == [
        ("1.10010000",),
        ("1.10100000",),
    ]
    assert rows("select file_name, file_row, reason_code from raw.quarantine") == [
        ("b.csv", 2, "rate_already_landed")
    ]


@pytest.mark.parametrize("crash", ["before the arrival", "before it left landing"])
def test_a_crash_neither_loses_nor_doubles(drop, take, rows, monkeypatch, crash):
    drop("trades", "a.csv", HEADER + trade("T1"))

    def fail(*_: object) -> None:
        raise SystemExit("power cut")

    with monkeypatch.context() as broken:
        if crash == "before the arrival":
            broken.setattr(door.Arrival, "write", fail)
        else:
            broken.setattr("pipelines.defs.feeds.receiving._leave", fail)
        with pytest.raises(SystemExit):
            take()
    take()
    assert rows("select count(*) from raw.trades") == [(1,)]
    assert rows("select state, count(*) from raw.files group by 1") == [("loaded", 1)]


def test_a_rebuild_from_canonical_files_gives_equal_tables(drop, take, con):
    drop("trades", "a.csv", HEADER + trade("T1") + trade("T2", lots="x"))
    drop("trades", "b.csv", HEADER + trade("T1", lots="2") + trade("T3"))
    drop("accounts", "a.csv", "account_id,client_id,account_type\n70011,c1,live\n")
    drop("fx_rates", "a.csv", "date,currency,units_per_eur\n2026-10-05,USD,1.1\n")
    drop("activity", "a.csv", "client_id,day,product,currency,fees.tax\nc1,2026-10-05,x,EUR,1\n")
    drop("trades", "c.csv", "wrong,header\n1,2\n")
    take()
    tables = (*TABLES, "touched_partitions")
    before = {name: sorted(con.execute(f"from raw.{name}").fetchall(), key=str) for name in tables}
    raw.rebuild_raw(con)
    for name in tables:
        assert sorted(con.execute(f"from raw.{name}").fetchall(), key=str) == before[name], name
    assert len(before["trades"]) == 3


def test_regression_an_unsigned_message_changes_nothing_that_is_confirmed(drop, take, rows):
    """Regression: a postback without a signature replaced a confirmed sale of the same id."""
    header = "event_id,type,occurred_at,client_id,amount,currency,status\n"
    sale = "S1,sale,2026-10-05T09:00:00Z,c1,{},EUR,{}\n"
    said = "select amount::int, status, is_current from raw.conversions order by version_no"
    drop("conversions", "a.csv", header + sale.format(20, "unconfirmed"))
    drop("conversions", "b.csv", header + sale.format(30, "approved"))
    drop("conversions", "c.csv", header + sale.format(90, "unconfirmed"))
    take()
    assert rows(said) == [(20, "unconfirmed", False), (30, "approved", True)]
    drop("conversions", "d.csv", header + sale.format(95, "unconfirmed"))
    drop("conversions", "e.csv", header + sale.format(30, "rejected"))
    take()
    assert rows(said)[2:] == [(30, "rejected", True)]
