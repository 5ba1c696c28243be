"""Rate tables: one number, or rows by product, country, campaign, account type and symbol."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.numbers import Amount, Modifier, Rate, Share

DIMENSIONS = (
    "product", "country", "country_group", "campaign", "account_type", "symbol", "symbol_group",
)  # fmt: skip


class RateRow(Closed):
    """One row: what it stands for (nothing: the default) and its number."""

    product: str | None = None
    country: str | None = None
    country_group: str | None = None
    campaign: str | None = None
    account_type: str | None = None
    symbol: str | None = None
    symbol_group: str | None = None
    value: Decimal

    @model_validator(mode="after")
    def _one_of_a_kind(self) -> RateRow:
        if self.symbol and self.symbol_group:
            raise ValueError("a row has a symbol or a symbol group – write two rows")
        if self.country and self.country_group:
            raise ValueError("a row has a country or a country group – write two rows")
        return self

    def names(self) -> dict[str, str]:
        """Return the dimensions that this row fixes, in the order of DIMENSIONS."""
        found = {name: getattr(self, name) for name in DIMENSIONS}
        return {name: value for name, value in found.items() if value is not None}


class AmountRow(RateRow):
    """A row with an amount in the plan's currency."""

    value: Amount


class ShareRow(RateRow):
    """A row with a share of something."""

    value: Share


class LotRow(RateRow):
    """A row with an amount per lot in the plan's currency."""

    value: Rate


class ModifierRow(Closed):
    """The factor by which the lots of a symbol or group count."""

    symbol: str | None = None
    symbol_group: str | None = None
    value: Modifier

    @model_validator(mode="after")
    def _exactly_one(self) -> ModifierRow:
        if (self.symbol is None) == (self.symbol_group is None):
            raise ValueError("a lot modifier names a symbol or a symbol group – write one of them")
        return self

    def names(self) -> dict[str, str]:
        """Return the one dimension that this row fixes."""
        if self.symbol is not None:
            return {"symbol": self.symbol}
        return {"symbol_group": str(self.symbol_group)}


class MarkUpRow(ModifierRow):
    """The points that the operator adds to the spread of a symbol, a group or every other
    symbol."""

    @model_validator(mode="after")
    def _exactly_one(self) -> MarkUpRow:
        if self.symbol and self.symbol_group:
            raise ValueError("a mark-up names a symbol or a symbol group – write two rows")
        return self

    def names(self) -> dict[str, str]:
        """Return the dimension that this row fixes; none for every other symbol."""
        return super().names() if self.symbol or self.symbol_group else {}


def as_rows(value: Any) -> Any:
    """Let one quoted number stand for a table with the default alone."""
    if isinstance(value, list):
        return value
    return [{"value": value}]


class _NumberOrRows:
    """Says in the JSON Schema what `as_rows` accepts."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        number = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}
        return {"anyOf": [number, handler(core_schema)]}


AmountTable = Annotated[tuple[AmountRow, ...], BeforeValidator(as_rows), _NumberOrRows()]
ShareTable = Annotated[tuple[ShareRow, ...], BeforeValidator(as_rows), _NumberOrRows()]
LotTable = Annotated[tuple[LotRow, ...], BeforeValidator(as_rows), _NumberOrRows()]

MarkUpTable = Annotated[tuple[MarkUpRow, ...], BeforeValidator(as_rows), _NumberOrRows()]


def numbers_of(rows: tuple[RateRow, ...] | None) -> Iterator[Decimal]:
    """Yield the numbers of a table."""
    for row in rows or ():
        yield row.value
