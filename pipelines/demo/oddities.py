"""What goes wrong in real feeds, at fixed places of the demo's story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.demo.facts_forex import Fact, stamp
from pipelines.demo.world import DemoPartner

if TYPE_CHECKING:
    from pipelines.demo.files import DemoFile

LATE_DAYS = ("2026-09-21", "2026-09-22")
FRAUD_PARTNER = "P-1009"
FRAUD_CLIENTS = 9


def applied(files: list[DemoFile]) -> list[DemoFile]:
    """The files with the story's late, amended, duplicated and broken ones among them."""
    out: list[DemoFile] = []
    for file in files:
        out += _of(file)
    return out


def _of(file: DemoFile) -> list[DemoFile]:
    what = (file.program_id, file.name)
    if what == ("larkspur", "trades-2026-09"):
        return _late_and_amended(file)
    if what == ("brightspin", "conversions-2026-10-20"):
        again = replace(
            file, name=file.name + "-resent", arrives_at=file.arrives_at + timedelta(hours=7)
        )
        return [file, again]
    if what == ("larkspur", "trades-2026-10-19"):
        broken = file.rows[0] | {"lots": "0,5O", "trade_id": file.rows[0]["trade_id"] + "-x"}
        return [replace(file, rows=(*file.rows, broken))]
    if what == ("ledgerly", "conversions-2026-10-21"):
        unknown = file.rows[0] | {"currency": "EUX", "amount": "79.00", "event_id": "LE-unknown-1"}
        return [replace(file, rows=(*file.rows, unknown))]
    return [file]


def _late_and_amended(file: DemoFile) -> list[DemoFile]:
    """Trades of two days come on 5 October; on 6 October the broker corrects seven volumes."""
    late = tuple(row for row in file.rows if row["closed_at"][:10] in LATE_DAYS)
    rest = tuple(row for row in file.rows if row["closed_at"][:10] not in LATE_DAYS)
    wrong = [
        row for row in rest if row["closed_at"][:10] == "2026-09-14" and Decimal(row["lots"]) > 1
    ]
    amended = tuple(
        row | {"lots": str(Decimal(row["lots"]) - Decimal("0.50"))} for row in wrong[:7]
    )
    fifth = datetime(2026, 10, 5, 2, 10, tzinfo=UTC)
    return [
        replace(file, rows=rest),
        replace(file, name="trades-2026-09-late", rows=late, arrives_at=fifth),
        replace(
            file,
            name="trades-2026-09-corrected",
            rows=amended,
            arrives_at=fifth + timedelta(days=1),
        ),
    ]


def fraud_ring(partners: list[DemoPartner], until: date) -> Iterator[Fact]:
    """Nine players of one partner within an hour, one address, one deposit each, then nothing."""
    partner = next(p for p in partners if p.partner_id == FRAUD_PARTNER)
    start = datetime(2026, 10, 9, 21, 4, tzinfo=UTC)
    for number in range(FRAUD_CLIENTS):
        at, native = start + timedelta(minutes=6 * number), f"BR9{number:05d}"
        common = {"client_id": native, "click_id": f"clk-br-9{number:05d}", "partner_code": "",
                  "quantity": "1", "product": "", "order_id": "", "refunds": "", "brand": "",
                  "status": "approved", "country": "DE"}  # fmt: skip
        yield at.date(), "clicks", {
            "click_id": common["click_id"], "occurred_at": stamp(at - timedelta(minutes=2)),
            "link_code": partner.link_code, "program": "brightspin", "sub1": "guide-b", "sub2": "",
            "sub3": "", "sub4": "", "sub5": "", "landing_url": "https://brightspin.example/start",
            "country": "DE", "referrer_host": "direct", "device": "mobile", "ip_hash": "192.0.2.77",
            "user_agent_class": "browser", "verdict": "accepted",
        }  # fmt: skip
        for kind, minutes, amount in (("registration", 0, ""), ("deposit", 5, "20.00")):
            moment = at + timedelta(minutes=minutes)
            yield moment.date(), "conversions", {
                "event_id": f"{native}-{kind[:1]}", "type": kind, "occurred_at": stamp(moment),
                "client_id": native, "click_id": common["click_id"], "partner_code": "",
                "amount": amount, "currency": "EUR" if amount else "", **_tail(common),
            }  # fmt: skip
        yield at.date() + timedelta(days=1), "activity", {
            "activity_on": (at.date() + timedelta(days=1)).isoformat(), "client_id": native,
            "product": "casino", "brand": "", "currency": "EUR", "stakes": "40.00",
            "payouts": "38.00", "voids": "0.00", "bonus_cost": "0.00", "chargebacks": "0.00",
            "jackpot_contribution": "0.40",
            "adjustments": "0.00", "net_revenue": "", "fees.provider": "0.16",
        }  # fmt: skip


def _tail(common: dict[str, str]) -> dict[str, str]:
    return {
        k: common[k]
        for k in ("quantity", "product", "order_id", "refunds", "brand", "status", "country")
    }
