"""Bad input says file, row, column and reason; the good rows go on. FEEDS, Promises 3."""

from __future__ import annotations

import gzip

import pytest
import zstandard

from tests.pipelines.defs.feeds.conftest import HEADER, trade


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("lots", "0,5o", "wrong_field_count"),
        ("lots", "half", "bad_decimal"),
        ("lots", "1e3", "bad_decimal"),
        ("lots", "-0.50", "negative_lots"),
        ("lots", "", "missing_required"),
        ("lots", "0.12345", "too_many_decimals"),
        ("lots", "123456", "number_too_large"),
        ("commission", "--1", "bad_decimal"),
        ("currency", "USX", "unknown_currency"),
        ("side", "long", "unknown_choice"),
        ("closed_at", "2026-10-05T07:59:59Z", "closes_before_it_opens"),
        ("closed_at", "2026-02-30T07:59:59Z", "bad_timestamp"),
        ("closed_at", "05.10.2026 09:30", "bad_timestamp"),
        ("account_id", "", "missing_required"),
    ],
)
def test_a_row_that_cannot_be_understood_waits_and_the_others_go_on(
    drop, take, rows, column, text, reason
):
    drop("trades", "a.csv", HEADER + trade("T1") + trade("T2", **{column: text}) + trade("T3"))
    (file,) = take().files
    assert (file.state, file.new, file.quarantined) == ("loaded", 2, 1)
    ((row, where, code, message),) = rows(
        "select file_row, column_name, reason_code, message from raw.quarantine"
    )
    assert (row, code) == (3, reason)
    assert where == (None if reason == "wrong_field_count" else column)
    assert not text or text not in message, "the payload stays in the sealed store"


@pytest.mark.parametrize(
    ("name", "content", "reason", "said"),
    [
        ("a.csv", b"", "empty_file", "empty"),
        ("a.csv", b"trade_id,size\nT1,1\n", "wrong_header", "unknown: size"),
        ("a.csv", b"trade_id,size\nT1,1\n", "wrong_header", "missing: native_symbol"),
        ("a.csv.gz", gzip.compress(HEADER.encode() * 50, mtime=0)[:-20], "truncated", "cut off"),
        ("a.csv.gz", HEADER.encode(), "bad_archive", "none"),
        (
            "a.csv.zst",
            zstandard.ZstdCompressor().compress(HEADER.encode() * 50)[:-9],
            "truncated",
            "cut off",
        ),
        ("a.csv", (HEADER + trade("Tä")).encode("latin-1"), "wrong_encoding", "line 2"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "bad_archive", "damaged"),
        ("a.htm", "\ufeff<html>".encode("utf-16"), "unknown_format", "Open XML"),
        ("a.parquet", b"PAR1 cut off", "bad_archive", "damaged"),
    ],
)
def test_a_file_that_cannot_be_understood_is_quarantined_whole(
    drop, take, rows, name, content, reason, said
):
    drop("trades", name, content)
    (file,) = take().files
    assert file.state == "quarantined"
    ((code, message, row),) = rows("select reason_code, message, file_row from raw.quarantine")
    assert (code, row) == (reason, None)
    assert said in message


def test_a_header_without_rows_is_an_ordinary_empty_file(drop, take):
    drop("trades", "a.csv", HEADER)
    (file,) = take().files
    assert (file.state, file.new, file.quarantined) == ("loaded", 0, 0)


def test_a_row_of_another_program_is_refused(drop, take, rows):
    drop(
        "clicks",
        "a.csv",
        "click_id,occurred_at,link_code,program\n"
        "k1,2026-10-05T08:00:00Z,L1,harbour\nk2,2026-10-05T08:00:00Z,L1,elsewhere\n",
    )
    take()
    assert rows("select file_row, reason_code from raw.quarantine") == [(3, "other_program")]


def test_one_programs_bad_file_does_not_touch_another(drop, take, con):
    drop("trades", "a.csv", b"", program="other")
    drop("trades", "a.csv", HEADER + trade("T1"))
    assert take().touched_programs == {"harbour"}


def test_a_bad_configuration_leaves_the_file_where_it_is(drop, take, configure):
    configure("trades: {clock: Mars/Base}\n")
    path = drop("trades", "a.csv", HEADER + trade("T1"))
    received = take()
    assert path.exists()
    assert received.files == []
    assert "feeds.yaml: trades.clock" in received.notes[0]


def test_a_bug_in_a_reader_costs_one_file_and_names_no_value(drop, take, rows, monkeypatch):
    """Regression: one strange file must not stop the other programs' files."""
    from pipelines.defs.feeds import door

    original = door.read

    def fails_on_one(feed, config, name, data):
        if name == "strange.csv":
            raise KeyError("anna@example.test")
        return original(feed, config, name, data)

    monkeypatch.setattr(door, "read", fails_on_one)
    drop("trades", "strange.csv", HEADER + trade("T1"))
    drop("trades", "a.csv", HEADER + trade("T2"))
    assert [file.state for file in take().files] == ["quarantined", "loaded"]
    ((message,),) = rows("select message from raw.quarantine")
    assert "anna" not in message
    assert "KeyError" in message
