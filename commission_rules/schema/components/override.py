"""`override`: the ancestor earns on top of what a partner below earns, turns over or brings in
(COMMISSIONS, "Levels"). Nobody below loses anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import Field

from commission_rules.schema.accounts import account_problems
from commission_rules.schema.component import Component, Path, Problem
from commission_rules.schema.edge import edge_problems
from commission_rules.schema.parts.numbers import Count, Rate
from commission_rules.schema.parts.period import (
    Carryover,
    Deduction,
    Gate,
    gate_columns,
)
from commission_rules.schema.parts.rate_table import RateRow, ShareTable

EVENT_REVENUE = ("trades", "sales")
PERIOD_REVENUE = (
    "ngr", "net_revenue", "turnover", "theoretical", "net_deposits", "net_sales",
)  # fmt: skip
OF = {
    "commission": ("direct", "below"),
    "revenue": (*EVENT_REVENUE, *PERIOD_REVENUE),
    "quantity": ("lots", "lead", "registration", "sale", "custom"),
}


class Override(Component):
    """`rates` by distance, the partner just below first.

    `base: commission` reads lines, `of` the direct partner or the partner just below;
    `base: revenue` reads trades, sales, or the clients' base of the period with deductions and
    carryover of its own; `base: quantity` reads lots or the quantity of a conversion type.
    """

    family: ClassVar[Literal["event", "period"]] = "event"
    rate_unit: ClassVar[Literal["share"]] = "share"

    type: Literal["override"]
    base: Literal["commission", "revenue", "quantity"]
    of: Literal[
        "direct", "below", "trades", "sales", "ngr", "net_revenue", "turnover", "theoretical",
        "net_deposits", "net_sales", "lots", "lead", "registration", "sale", "custom",
    ] = "direct"  # fmt: skip
    rates: tuple[Rate, ...] = Field(min_length=1)
    component_types: tuple[str, ...] = ()
    follows: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    account_types: tuple[str, ...] = Field(default=("live",), min_length=1)
    duration_months: Count | None = None
    edge: ShareTable | None = None
    deductions: tuple[Deduction, ...] = ()
    carryover: Carryover | None = None
    gate: Gate | None = None
    levels: None = None
    client_rebate: None = None

    @property
    def is_of_period(self) -> bool:
        """Tell whether the base is that of a period."""
        return self.of in PERIOD_REVENUE

    @property
    def unit(self) -> str:
        """Return the unit of the rates."""
        if self.base != "quantity":
            return "share"
        return "per_lot" if self.of == "lots" else "per_unit"

    def columns(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "override_base": self.base,
            "override_of": self.of,
            "follows": self.follows,
            "depth": len(self.rates) + 1,
            "duration_months": self.duration_months,
            **gate_columns(self.gate),
        }
        if self.is_of_period:
            found |= {"family": "period", "base_kind": self.of}
        if self.carryover:
            found |= {
                "carry_policy": self.carryover.policy,
                "carry_level": self.carryover.level,
                "carry_scope": self.carryover.scope,
                "carry_cap": self.carryover.cap,
                "carry_expires_after": self.carryover.expires_after,
            }
        return found

    def level_table(self) -> list[dict[str, Any]]:
        """Return the rows of `terms.deal_levels`, 1 = the partner just below."""
        return [
            {"distance": distance, "rate": rate, "rate_unit": self.unit}
            for distance, rate in enumerate(self.rates, start=1)
        ]

    def edge_rows(self) -> Sequence[RateRow]:
        return self.edge or ()

    def deduction_rows(self) -> Sequence[Deduction]:
        return self.deductions

    def filter_rows(self) -> Iterator[tuple[str, str]]:
        yield from (("component_type", value) for value in self.component_types)
        if self.account_types != ("live",):
            yield from (("account_type", value) for value in self.account_types)

    def touches_period(self) -> bool:
        return self.is_of_period or self.gate is not None

    def has_amounts(self) -> bool:
        cap = self.carryover is not None and self.carryover.cap is not None
        return self.base == "quantity" or cap or (self.gate is not None and self.gate.is_money)

    def reads(self) -> Iterator[tuple[Path, str, str]]:
        yield from ()

    def largest_share(self) -> tuple[str, Decimal] | None:
        if self.base != "revenue":
            return None
        return self.of, sum(self.rates, Decimal(0))

    def problems(self) -> Iterator[Problem]:
        if self.of not in OF[self.base]:
            allowed = ", ".join(OF[self.base])
            yield Problem(
                ("of",),
                f"an override on {self.base} is not of {self.of}",
                f"write of: with one of {allowed}",
            )
        if self.base != "quantity":
            for index, rate in enumerate(self.rates):
                if rate > 1:
                    yield Problem(
                        ("rates", index), f"{rate} is more than 1", 'write 10 % as "0.10"'
                    )
        if self.follows == self.id:
            yield Problem(
                ("follows",),
                f"{self.id} has no cap that could be followed",
                "name the component of the partner below whose cap it follows, or remove it",
            )
        yield from self._fields_of_another_base()
        yield from edge_problems(self.of, self.edge)
        if self.carryover is not None:
            yield from account_problems(("of", self.of), self.carryover, self.deductions)

    def _fields_of_another_base(self) -> Iterator[Problem]:
        """Yield the fields that this base does not read."""
        misplaced = {
            "component_types": self.component_types and self.base != "commission",
            "follows": self.follows and (self.base == "commission" or self.is_of_period),
            "own_account": self.own_account != "none" and self.base == "commission",
            "account_types": self.account_types != ("live",) and self.of not in ("trades", "lots"),
            "deductions": self.deductions and not self.is_of_period,
            "carryover": self.carryover and not self.is_of_period,
        }
        for name, is_wrong in misplaced.items():
            if is_wrong:
                yield Problem(
                    (name,),
                    f"`{name}` says nothing about an override on {self.base} of {self.of}",
                    "remove it",
                )
        if self.is_of_period and self.carryover is None:
            yield Problem(
                (),
                "an override on a period's revenue has a carryover of its own",
                "write carryover: {policy: …, level: …, scope: …}",
            )
