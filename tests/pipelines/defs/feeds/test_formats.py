"""One record is the same record in every format of the contract."""

from __future__ import annotations

import gzip
import io
import json
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.contract import FEEDS
from pipelines.defs.feeds.readers import read
from tests.pipelines.defs.feeds.conftest import HEADER, trade

FIELDS = HEADER.strip().split(",")
VALUES = trade("T1").strip().split(",")


def _ndjson() -> bytes:
    row = dict(zip(FIELDS, VALUES, strict=True))
    text = json.dumps(row).replace('"0.50"', "0.50").replace('"3.50"', "3.50")
    return (text + "\n").encode()


def _parquet() -> bytes:
    row = dict(zip(FIELDS, VALUES, strict=True)) | {"lots": Decimal("0.50")}
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row]), out)
    return out.getvalue()


CSV = (HEADER + trade("T1")).encode()
FORMATS = {
    "a.csv": CSV,
    "semicolon.csv": CSV.replace(b",", b";"),
    "marked.csv": b"\xef\xbb\xbf" + CSV.replace(b"\n", b"\r\n"),
    "wide.csv": CSV.decode().encode("utf-16"),
    "a.csv.gz": gzip.compress(CSV),
    "a.csv.zst": zstandard.ZstdCompressor().compress(CSV),
    "a.ndjson": _ndjson(),
    "a.parquet": _parquet(),
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_record_is_the_same(drop, take, rows, name):
    drop("trades", name, FORMATS[name])
    (file,) = take().files
    assert (file.state, file.new, file.message) == ("loaded", 1, "")
    wanted = "trade_id, lots::varchar, commission_amount::varchar, closed_at::varchar, file_row"
    row = 1 if name.endswith("ndjson") else 2
    assert rows(f"select {wanted} from raw.trades") == [
        ("T1", "0.5000", "3.5000", "2026-10-05 09:30:00", row)
    ]


def test_a_number_in_json_keeps_digits_that_a_float_would_lose():
    text = b'{"trade_id":"T1","account_id":"1","symbol":"X","side":"buy","lots":1,'
    text += b'"closed_at":"2026-10-05T08:00:00Z","profit":12345678901234.5678}'
    incoming = read(FEEDS["trades"], FeedConfig(), "a.ndjson", text)
    assert incoming.table.column("profit_amount").to_pylist() == ["12345678901234.5678"]


def test_fees_are_columns_in_csv_and_an_object_in_json(drop, take, rows):
    header = "client_id,day,product,currency,stakes,fees.provider\n"
    drop("activity", "a.csv", header + "c1,2026-10-05,slots,EUR,100,1.25\n")
    drop(
        "activity",
        "b.ndjson",
        '{"client_id":"c2","day":"2026-10-05","product":"slots","currency":"EUR",'
        '"fees":{"provider":2.5,"tax":"-1"}}\n',
    )
    take()
    assert rows("select fee_code, amount::varchar from raw.activity_fees order by 2") == [
        ("tax", "-1.0000"),
        ("provider", "1.2500"),
        ("provider", "2.5000"),
    ]


def test_a_decimal_comma_is_declared(drop, take, rows, configure):
    configure('trades: {decimal: ",", delimiter: ";"}\n')
    header = HEADER.replace(",", ";")
    row = ["T1", "70011", "EURUSD", "buy", "1.250,5", "2026-10-05T08:00:00Z"]
    drop("trades", "a.csv", header + ";".join([*row, "2026-10-05T09:30:00Z", "3,5", "USD"]))
    take()
    assert rows("select lots::varchar, commission_amount::varchar from raw.trades") == [
        ("1250.5000", "3.5000")
    ]
