"""`cpa`: an amount for each client who qualifies (COMMISSIONS, "CPA")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from commission_rules.schema.component import Component, Problem
from commission_rules.schema.parts.conditions import Condition
from commission_rules.schema.parts.rate_table import AmountTable, RateRow
from commission_rules.schema.parts.tiers import CountingTiers, Step, tier_columns


class Cpa(Component):
    """Paid once per client; the amount comes from the table or from the step reached."""

    family: ClassVar[Literal["event"]] = "event"
    rate_unit: ClassVar[Literal["amount"]] = "amount"
    dimensions: ClassVar[frozenset[str]] = frozenset({"country", "country_group", "campaign"})
    tables: ClassVar[frozenset[str]] = frozenset({"amount"})

    type: Literal["cpa"]
    amount: AmountTable | None = None
    tiers: CountingTiers | None = None
    conditions: tuple[Condition, ...] = Field(min_length=1)
    cpa_partner: Literal["qualification", "registration"] = "qualification"
    once_for: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    continues: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")

    def columns(self) -> dict[str, Any]:
        return {"cpa_partner": self.cpa_partner, **tier_columns(self.tiers)}

    def rate_rows(self) -> Sequence[RateRow]:
        return self.amount or ()

    def rate_field(self) -> str:
        return "amount"

    def step_rows(self) -> Sequence[Step]:
        return self.tiers.steps if self.tiers else ()

    def condition_rows(self) -> Sequence[Condition]:
        return self.conditions

    def touches_period(self) -> bool:
        return self.tiers is not None

    def has_amounts(self) -> bool:
        return True

    def problems(self) -> Iterator[Problem]:
        if (self.amount is None) == (self.tiers is None):
            yield Problem((), "a cpa has `amount` or `tiers`", "write one of the two")
        if self.own_account != "none":
            yield Problem(
                ("own_account",),
                "an own account never qualifies for a cpa",
                "remove own_account or write none",
            )
