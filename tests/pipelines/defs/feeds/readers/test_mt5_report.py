"""The MetaTrader 5 report: what is a trade in it, and what is not. FEEDS, Exports."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.contract import FEEDS
from pipelines.defs.feeds.opening import UnreadableFile
from pipelines.defs.feeds.readers import read
from pipelines.defs.feeds.readers.xlsx_cells import plain_number
from pipelines.defs.feeds.validation import validate
from tests.fixtures.mt5_report import GERMAN, Close, Position, mt5_report

GOLD = Position(
    4100,
    "XAUUSD_",
    "sell",
    "0.50",
    "2026.10.05 10:00:00",
    "2650.10",
    (Close(4190, "2026.10.05 12:00:00", "0.50", "2648.05", "102.5", "[tp 2648.05]"),),
    commission="-3.5",
)
EURAUD = Position(
    4200,
    "EURAUD",
    "buy",
    "1.00",
    "2026.10.06 09:00:00",
    "1.65001",
    (
        Close(4291, "2026.10.06 10:00:00", "0.30", "1.65101", "20"),
        Close(4292, "2026.10.07 11:00:00", "0.70", "1.64901", "-47.1", "[so 18.80%/37.60]"),
    ),
    commission="-7",
)


def _trades(data: bytes, config: FeedConfig | None = None) -> list[dict]:
    config = config or FeedConfig(clock="UTC+3")
    incoming = read(FEEDS["trades"], config, "report.xlsx", data)
    validated = validate("harbour", FEEDS["trades"], config, incoming)
    assert validated.bad_rows == ()
    return validated.rows.to_pylist()


@pytest.fixture(autouse=True)
def _data_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def test_each_closed_position_is_one_trade_and_nothing_else_is():
    (trade,) = _trades(mt5_report([GOLD]))
    assert trade["trade_id"] == "harbour-mt5-live-4100"
    assert (trade["native_symbol"], trade["side"], trade["lots"]) == (
        "XAUUSD_",
        "sell",
        Decimal("0.5"),
    )
    assert (trade["open_price"], trade["close_price"]) == (Decimal("2650.10"), Decimal("2648.05"))
    assert (trade["profit_amount"], trade["currency_code"]) == (Decimal("102.5"), "USD")
    assert (trade["server"], trade["account_tail"], trade["deal_reason"]) == (
        "Harbour-MT5 Live",
        "345",
        "tp",
    )


def test_commission_that_is_booked_negative_is_what_the_client_paid():
    (trade,) = _trades(mt5_report([GOLD]))
    assert trade["commission_amount"] == Decimal("3.5")


def test_a_position_closed_in_parts_is_a_trade_for_each_closing_deal():
    first, last = _trades(mt5_report([EURAUD]))
    assert (first["trade_id"], last["trade_id"]) == (
        "harbour-mt5-live-4200-4291",
        "harbour-mt5-live-4200",
    )
    assert [t["lots"] for t in (first, last)] == [Decimal("0.3"), Decimal("0.7")]
    assert [t["profit_amount"] for t in (first, last)] == [Decimal("20"), Decimal("-47.1")]
    assert [t["commission_amount"] for t in (first, last)] == [Decimal("2.1"), Decimal("4.9")]
    assert [str(t["closed_at"]) for t in (first, last)] == [
        "2026-10-06 07:00:00",
        "2026-10-07 08:00:00",
    ]
    assert (first["deal_reason"], last["deal_reason"]) == (None, "so")
    assert last["quote_currency_code"] == "AUD"


def test_two_equal_positions_do_not_share_a_closing_deal():
    twin = Position(
        *(4300, "XAUUSD_", "sell", "0.50", "2026.10.05 10:00:00", "2650.10"),
        closes=(Close(4390, "2026.10.05 12:00:00", "0.50", "2648.05"),),
    )
    assert [t["lots"] for t in _trades(mt5_report([GOLD, twin]))] == [Decimal("0.5")] * 2


def test_translated_titles_are_read_by_how_the_blocks_are_built():
    assert _trades(mt5_report([GOLD, EURAUD], words=GERMAN)) == _trades(mt5_report([GOLD, EURAUD]))


def test_times_are_the_servers_and_an_ambiguous_hour_takes_the_earlier_instant():
    autumn = Position(
        *(4400, "EURUSD", "buy", "0.10", "2026.11.01 07:30:00", "1.1"),
        closes=(Close(4490, "2026.11.01 08:30:00", "0.10", "1.2"),),
    )
    clock = FeedConfig(clock="America/New_York +07:00")
    (trade,) = _trades(mt5_report([autumn]), clock)
    assert str(trade["closed_at"]) == "2026-11-01 05:30:00"
    assert trade["is_time_ambiguous"] is True
    (summer,) = _trades(mt5_report([GOLD]), clock)
    assert (str(summer["closed_at"]), summer["is_time_ambiguous"]) == ("2026-10-05 09:00:00", False)


def test_without_a_declared_clock_the_file_says_so():
    incoming = read(FEEDS["trades"], FeedConfig(), "r.xlsx", mt5_report([GOLD]))
    assert "no server clock is declared" in incoming.notes[0]


def test_a_workbook_that_is_no_report_says_how_to_export_one():
    from io import BytesIO

    from openpyxl import Workbook

    out = BytesIO()
    Workbook().save(out)
    with pytest.raises(UnreadableFile, match="Open XML"):
        read(FEEDS["trades"], FeedConfig(), "x.xlsx", out.getvalue())


@pytest.mark.parametrize(
    ("stored", "meant"),
    [("3.6400000000000001", "3.64"), ("1E-05", "0.00001"), ("-23.5", "-23.5"), ("100", "100")],
)
def test_a_number_is_the_one_that_a_person_sees(stored, meant):
    assert plain_number(stored) == meant


@pytest.mark.skipif(
    not os.environ.get("OPENBOOK_SAMPLES"),
    reason="real reports are read where OPENBOOK_SAMPLES names their folder",
)
def test_every_real_report_is_read_and_its_volume_is_all_there():
    reports = sorted(Path(os.environ["OPENBOOK_SAMPLES"]).rglob("*MetaTrader5*.xlsx"))
    assert reports
    for report in reports:
        trades = _trades(report.read_bytes())
        positions = {trade["position_id"] for trade in trades}
        assert positions, report.name
        assert all(trade["lots"] > 0 for trade in trades)
        assert all(trade["opened_at"] <= trade["closed_at"] for trade in trades)
