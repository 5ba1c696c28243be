"""What the components that are paid for trades share: which trades count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field

from commission_rules.schema.component import Component
from commission_rules.schema.parts.numbers import Count


class TradeComponent(Component):
    """Filters of trades (COMMISSIONS, "Trades").

    `account_types` lists which accounts earn: `live` is every account that is not a demo,
    `demo` every demo account, any other word the account type of the feed.
    """

    family: ClassVar[Literal["event"]] = "event"
    dimensions: ClassVar[frozenset[str]] = frozenset(
        {"country", "country_group", "campaign", "account_type", "symbol", "symbol_group"}
    )

    account_types: tuple[str, ...] = Field(default=("live",), min_length=1)
    symbols: tuple[str, ...] = ()
    symbol_groups: tuple[str, ...] = ()
    excluded_deal_reasons: tuple[str, ...] = ()
    minimum_holding_seconds: Count = 0

    def columns(self) -> dict[str, Any]:
        return {"minimum_holding_seconds": self.minimum_holding_seconds}

    def filter_rows(self) -> Iterator[tuple[str, str]]:
        if self.account_types != ("live",):
            yield from (("account_type", value) for value in self.account_types)
        yield from (("symbol", value) for value in self.symbols)
        yield from (("symbol_group", value) for value in self.symbol_groups)
        yield from (("excluded_deal_reason", value) for value in self.excluded_deal_reasons)
