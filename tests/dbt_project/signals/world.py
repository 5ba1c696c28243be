"""A small program with people, clicks and trades for the rules of signals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from pipelines.lib.scenarios.warehouse import Memory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
COMMON = {
    "program_id": "x", "version_no": 1, "is_current": True, "is_removed": False,
    "recorded_at": "2026-03-03 00:00:00", "first_recorded_at": "2026-03-03 00:00:00",
    "source": "feed", "file_id": "f", "file_name": "f.csv", "file_row": 2,
}  # fmt: skip
Rows = dict[tuple[str, str], list[dict[str, Any]]]


def at(seconds: float = 0) -> str:
    """A moment so many seconds after noon of 2 March 2026, UTC."""
    return (NOON + timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M:%S")


class World:
    """Facts of one program; `find` runs the rules over them."""

    def __init__(self, **rules: dict[str, Any]) -> None:
        self.accounts: set[str] = set()
        self.rows: Rows = {
            ("raw", "portal_programs"): [
                {"program_id": "x", "name": "X", "vertical": "forex", "time_zone": "UTC",
                 "calendar_ids": "month", "currency_code": "USD", "rate_set": "ecb",
                 "window_days": 30, "first_period_id": "2026-01"}
            ],
            ("terms", "signal_rules"): [
                {"program_id": "x", "signal_code": code, "version_no": 1, "threshold": 1,
                 "decide_within_days": 30, "unresolved": "release", **rule}
                for code, rule in rules.items()
            ],
        }  # fmt: skip
        for partner in ("P1", "P2"):
            self._add("portal_partners", program_id="x", partner_id=partner, name=partner,
                      partner_code=partner, kind="affiliate", status="active",
                      payout_currency_code="USD", threshold_minor=0, joined_on="2026-01-01",
                      own_client_ids="own" if partner == "P1" else None)  # fmt: skip
            self._add("portal_links", program_id="x", link_code=f"l-{partner}",
                      partner_id=partner, destination="https://x.example")  # fmt: skip

    def _add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(("raw", table), []).append(row)

    def click(self, click_id: str, seconds: float = 0, *, partner: str = "P1", **more: Any) -> None:
        self._add("clicks", **COMMON, record_key=f"k:{click_id}", content_hash=click_id,
                  click_id=click_id, occurred_at=at(seconds), link_code=f"l-{partner}",
                  **{"verdict": "accepted", **more})  # fmt: skip

    def client(
        self, name: str, seconds: float = 0, *, partner: str = "P1", wait: float = 60,
        country: str = "DE", **click: Any,
    ) -> None:  # fmt: skip
        """A registration `seconds` after noon, `wait` seconds after its click."""
        self.click(f"c-{name}", seconds - wait, partner=partner, **{"country": "DE", **click})
        self._add("conversions", **COMMON, record_key=f"r:{name}", content_hash=name,
                  event_id=f"r-{name}", conversion_type="registration", occurred_at=at(seconds),
                  client_id=name, click_id=f"c-{name}", quantity="1", country=country,
                  is_confirmed=True)  # fmt: skip

    def trade(
        self, number: int, client: str, side: str, opened: float, *, held: float = 30,
        lots: str = "1", symbol: str = "EURUSD",
    ) -> None:  # fmt: skip
        self._add("trades", **COMMON, record_key=f"t:{number}", content_hash=str(number),
                  trade_id=str(number), account_id=f"a-{client}", account_tail="001",
                  client_id=client, native_symbol=symbol, side=side, lots=Decimal(lots),
                  opened_at=at(opened), closed_at=at(opened + held), currency_code="USD",
                  quote_currency_code="USD")  # fmt: skip
        if not any(
            a["account_id"] == f"a-{client}" for a in self.rows.get(("raw", "accounts"), [])
        ):
            self._add("accounts", **COMMON, record_key=f"a:{client}", content_hash=client,
                      account_id=f"a-{client}", client_id=client, account_type="standard",
                      account_tail="001", is_demo=False, currency_code="USD")  # fmt: skip

    def account(self, partner: str, account_hash: str, seconds: float) -> None:
        self._add("portal_payout_accounts", program_id="x", partner_id=partner,
                  account_hash=account_hash, since=at(seconds))  # fmt: skip

    def sign_in(self, partner: str, ip_hash: str, first: str, last: str) -> None:
        self._add("portal_member_addresses", program_id="x", partner_id=partner, ip_hash=ip_hash,
                  first_seen_on=first, last_seen_on=last)  # fmt: skip

    def find(self, memory: Memory) -> Iterator[dict[str, Any]]:
        """Rows of `mart_signals`, in order."""
        memory.fill([self.rows])
        memory.build_above("mart_signals", NOON)
        yield from memory.ask("select * from marts.mart_signals order by signal_code, target_id")
