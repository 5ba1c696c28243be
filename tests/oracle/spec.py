"""A component as it is written in a plan, with the meaning of what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.oracle.facts import Deal, Row

# The key under which a type's rate table stands, and what its number is paid for.
RATE_KEYS = {
    "per_lot": "rate_per_lot",
    "per_action": "amount",
    "per_turnover": "rate",
    "spread_share": "share",
    "commission_share": "share",
    "sale_share": "share",
    "cpa": "amount",
    "revshare": "share",
    "flat_fee": "amount",
    "bonus": "amount",
}
STEP_KEYS = ("share", "amount", "rate_per_lot", "rate", "rate_per_unit", "rate_per_turnover")
PERIOD_TYPES = ("revshare", "flat_fee", "bonus")
TRADE_TYPES = ("per_lot", "per_turnover", "spread_share", "commission_share")


def number(value: Any) -> Decimal:
    return Decimal(str(value))


def optional(value: Any) -> Decimal | None:
    return None if value is None else number(value)


@dataclass(frozen=True)
class Component:
    """A component under a deal: `spec` is the plan's text with the deal's overrides in it."""

    deal: Deal
    version_no: int
    version: Row = field(repr=False, compare=False, hash=False)
    spec: Row = field(repr=False, compare=False, hash=False)
    position: int
    by_registration: bool = False

    def get(self, name: str, default: Any = None) -> Any:
        value = self.spec.get(name)
        return default if value is None else value

    @property
    def id(self) -> str:
        return str(self.spec["id"])

    @property
    def type(self) -> str:
        return str(self.spec["type"])

    @property
    def currency(self) -> str:
        return self.deal.currency

    @property
    def hold_days(self) -> int:
        return int(self.get("hold_days", "0"))

    @property
    def digits(self) -> int | None:
        return None if self.get("digits") is None else int(self.get("digits"))

    @property
    def own_account(self) -> str:
        """RULINGS: "Own account: the default is `none`." """
        return str(self.get("own_account", "none"))

    @property
    def rounding(self) -> str:
        return str(self.version.get("rounding") or "line")

    @property
    def levels(self) -> Row:
        return self.get("levels", {})

    @property
    def algebra(self) -> str:
        return str(self.levels.get("algebra") or "none")

    @property
    def depth(self) -> int:
        """ "Depth n: p0 … p(n-1) may earn"."""
        value = self.levels.get("depth", self.get("depth"))
        return 99 if value is None else int(value)

    @property
    def duration(self) -> int | None:
        value = self.levels.get("duration_months", self.get("duration_months"))
        return None if value is None else int(value)

    @property
    def tiers(self) -> Row | None:
        return self.get("tiers")

    @property
    def steps(self) -> Sequence[Row]:
        return (self.tiers or {}).get("steps") or ()

    @property
    def state_key(self) -> tuple[object, ...]:
        """What goes on from period to period goes on "by component id"; "versions under
        `applies_by: registration`" have their own (RULINGS)."""
        return (self.deal.deal_id, self.id, self.version_no if self.by_registration else None)


def table(component: Component, key: str) -> list[dict[str, Any]]:
    """Rows of a rate table; "one number" stands for the default alone."""
    value = component.get(key)
    if value is None:
        return []
    if isinstance(value, str | int | Decimal):
        return [{"value": value}]
    return [dict(row) for row in value]


def starts(step: Row) -> Decimal:
    return number(step["from"] if step.get("from") is not None else step["above"])


def is_reached(step: Row, value: Decimal) -> bool:
    """ "A step starts `from` a value (that value included) or `above` a value (excluded)." """
    return value >= starts(step) if step.get("from") is not None else value > starts(step)


def rate(step: Row) -> Decimal:
    return number(next(step[key] for key in STEP_KEYS if step.get(key) is not None))


def caps_of(component: Component) -> list[Mapping[str, Any]]:
    return list(component.get("caps", ()))
