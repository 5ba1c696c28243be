"""Quarantined rows are seen in the sealed store and replayed after a fix."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipelines.defs.feeds import quarantine
from pipelines.defs.feeds.raw import rebuild_raw
from pipelines.defs.feeds.sealed import NotSealed, purge_sealed
from pipelines.lib.errors import OpenbookError
from tests.pipelines.defs.feeds.conftest import HEADER, NOW, trade

COMMA = HEADER + trade("T1") + trade("T2", lots='"0,25"', commission='"3,5"')


def test_only_the_rows_that_were_bad_come_in_again(con, drop, take, rows, configure):
    drop("trades", "a.csv", COMMA)
    (file,) = take().files
    drop("trades", "b.csv", HEADER + trade("T1", lots="7"))
    take()
    configure('trades: {decimal: ","}\n')  # now the first file's other rows would be bad
    (again,) = quarantine.replay(con, file.file_id, now=NOW).files
    assert (again.state, again.new, again.amended) == ("loaded", 1, 0)
    assert rows("select trade_id, lots::varchar from raw.trades where is_current order by 1") == [
        ("T1", "7.0000"),
        ("T2", "0.2500"),
    ]
    assert rows("select state from raw.quarantine where file_row = 3") == [("replayed",)]


def test_a_file_with_a_wrong_header_comes_in_whole_after_its_columns_are_mapped(
    con, drop, take, rows, configure
):
    drop("trades", "a.csv", HEADER.replace("lots", "Size") + trade("T1") + trade("T2"))
    (file,) = take().files
    configure("trades: {columns: {lots: Size}}\n")
    (again,) = quarantine.replay(con, file.file_id, now=NOW).files
    assert (again.state, again.new) == ("loaded", 2)
    assert rows("select state, new_count, quarantined_count from raw.files") == [("loaded", 2, 0)]


def test_a_blocked_file_is_out_of_raw_until_it_is_accepted(con, drop, take, rows):
    drop("trades", "a.csv", HEADER + trade("T1", lots="20000"))
    received = take()
    assert received.files[0].state == "blocked"
    (failed,) = [check for check in received.checks if not check.passed]
    assert (failed.subject, failed.failed_rows) == ("trades", 1)
    assert failed.sample[0]["record_key"] == "main:T1"
    assert rows("select count(*) from raw.trades") == [(0,)]
    (still,) = quarantine.replay(con, received.files[0].file_id, now=NOW).files
    assert still.state == "blocked"
    (let_in,) = quarantine.replay(con, still.file_id, now=NOW, accept=True).files
    assert (let_in.state, let_in.new) == ("loaded", 1)
    assert rows("select state from raw.files") == [("loaded",)]


def test_a_corrected_clock_amends_every_row_of_the_file(con, drop, take, rows, configure):
    naive = {"opened_at": "2026-10-05 08:00:00", "closed_at": "2026-10-05 09:30:00"}
    drop("trades", "a.csv", HEADER + trade("T1", **naive))
    (file,) = take().files
    configure("trades: {clock: UTC+3}\n")
    with pytest.raises(OpenbookError, match="--whole"):
        quarantine.replay(con, file.file_id, now=NOW)
    (again,) = quarantine.replay(con, file.file_id, now=NOW, whole=True).files
    assert again.amended == 1
    assert rows("select closed_at::varchar from raw.trades where is_current") == [
        ("2026-10-05 06:30:00",)
    ]


def test_a_rebuild_after_replays_gives_equal_tables(con, drop, take, configure):
    drop("trades", "a.csv", COMMA)
    drop("trades", "b.csv", HEADER + trade("T9", lots="20000"))
    first, second = take().files
    configure('trades: {decimal: ","}\n')
    quarantine.replay(con, first.file_id, now=NOW)
    configure("")
    quarantine.replay(con, second.file_id, now=NOW, accept=True)
    names = ("trades", "files", "quarantine", "feed_status")
    before = {name: sorted(con.execute(f"from raw.{name}").fetchall(), key=str) for name in names}
    rebuild_raw(con)
    for name in names:
        assert sorted(con.execute(f"from raw.{name}").fetchall(), key=str) == before[name], name


def test_the_payload_is_shown_from_the_sealed_store_and_is_nowhere_else(con, drop, take, data_dir):
    drop("trades", "a.csv", HEADER + trade("T1", lots="a-secret"))
    (file,) = take().files
    arrival, _ = quarantine.first_arrival(file.file_id)
    assert quarantine.shown(arrival, 2)["lots"] == "a-secret"
    kept = [path for path in data_dir.rglob("*") if path.is_file()]
    assert not [path for path in kept if b"a-secret" in path.read_bytes()]


def test_originals_are_destroyed_after_thirty_days(con, drop, take, data_dir):
    drop("trades", "a.csv", HEADER + trade("T1", lots="x"))
    (file,) = take().files
    assert purge_sealed(NOW + timedelta(days=29)) == 0
    assert purge_sealed(NOW + timedelta(days=31)) == 1
    with pytest.raises(NotSealed, match="send the file again"):
        quarantine.replay(con, file.file_id, now=NOW)


def test_what_is_dismissed_waits_no_more_and_a_rebuild_knows_it(con, drop, take, rows):
    drop("trades", "a.csv", COMMA)
    (file,) = take().files
    drop("trades", "b.csv", HEADER + trade("T3", lots="20000"))
    (blocked,) = take().files
    for waiting in (file, blocked):
        quarantine.dismiss(con, waiting.file_id, now=NOW, by="ops@example.com", reason="a test")
    assert quarantine.listed(con) == []
    for _ in range(2):
        assert rows("select distinct state from raw.quarantine") == [("dismissed",)]
        assert rows("select file_name, state, message from raw.files order by 1") == [
            ("a.csv", "loaded", "dismissed by ops@example.com: a test"),
            ("b.csv", "dismissed", "dismissed by ops@example.com: a test"),
        ]
        assert rows("select trade_id from raw.trades") == [("T1",)]
        rebuild_raw(con)


def test_dismissing_needs_a_reason_and_something_that_waits(con, drop, take):
    drop("trades", "a.csv", HEADER + trade("T1"))
    (file,) = take().files
    with pytest.raises(OpenbookError, match="nothing of it"):
        quarantine.dismiss(con, file.file_id, now=NOW, by="ops@example.com", reason="a test")
    with pytest.raises(OpenbookError, match="say why"):
        quarantine.dismiss(con, file.file_id, now=NOW, by="ops@example.com", reason=" ")
