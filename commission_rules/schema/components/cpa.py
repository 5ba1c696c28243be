"""`cpa`: an amount for each client who qualifies (COMMISSIONS, "CPA")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from commission_rules.schema.component import Component, Problem
from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.conditions import Condition
from commission_rules.schema.parts.rate_table import AmountTable, RateRow
from commission_rules.schema.parts.tiers import AmountStep, CountingTiers, Step, tier_columns


class Stepped(Closed):
    """What is due at the highest net deposits that a client reached so far; each step pays what
    is due there less what was due before (COMMISSIONS, "CPA")."""

    steps: tuple[AmountStep, ...] = Field(min_length=1)


class Cpa(Component):
    """Paid once per client; the amount comes from the table or from the step reached. A stepped
    one pays once per step."""

    family: ClassVar[Literal["event"]] = "event"
    rate_unit: ClassVar[Literal["amount"]] = "amount"
    dimensions: ClassVar[frozenset[str]] = frozenset({"country", "country_group", "campaign"})
    tables: ClassVar[frozenset[str]] = frozenset({"amount"})

    type: Literal["cpa"]
    amount: AmountTable | None = None
    tiers: CountingTiers | None = None
    stepped: Stepped | None = None
    conditions: tuple[Condition, ...] = ()
    cpa_partner: Literal["qualification", "registration"] = "qualification"
    once_for: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    continues: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    again_after_move: bool = False

    def columns(self) -> dict[str, Any]:
        return {
            "cpa_partner": self.cpa_partner,
            "again_after_move": self.again_after_move,
            **tier_columns(self.tiers),
            **({"tier_kind": "stepped"} if self.stepped else {}),
        }

    def rate_rows(self) -> Sequence[RateRow]:
        return self.amount or ()

    def rate_field(self) -> str:
        return "amount"

    def step_rows(self) -> Sequence[Step]:
        if self.stepped:
            return self.stepped.steps
        return self.tiers.steps if self.tiers else ()

    def steps_field(self) -> str:
        return "stepped" if self.stepped else "tiers"

    def condition_rows(self) -> Sequence[Condition]:
        return self.conditions

    def touches_period(self) -> bool:
        return self.tiers is not None

    def has_amounts(self) -> bool:
        return True

    def problems(self) -> Iterator[Problem]:
        written = [part for part in (self.amount, self.tiers, self.stepped) if part is not None]
        if not self.is_priced_by_level and len(written) != 1:
            yield Problem((), "a cpa has `amount`, `tiers` or `stepped`", "write one of the three")
        if not self.conditions and not self.stepped:
            yield Problem(
                ("conditions",),
                "nothing says when a client qualifies",
                "write at least one condition",
            )
        yield from self._step_problems()
        yield from self._amount_due_problems()
        if self.own_account != "none":
            yield Problem(
                ("own_account",),
                "an own account never qualifies for a cpa",
                "remove own_account or write none",
            )

    def _step_problems(self) -> Iterator[Problem]:
        """A stepped CPA never takes back what was due, and its steps ask for nothing else."""
        before = None
        for number, step in enumerate(self.stepped.steps if self.stepped else ()):
            path = ("stepped", "steps", number)
            if step.conditions:
                yield Problem(
                    path,
                    "a step of a stepped cpa has no metrics of its own",
                    "write the conditions of the cpa, which every step waits for",
                )
            if before is not None and step.amount < before:
                yield Problem(
                    path,
                    f"{step.amount} is due here, and {before} was due before",
                    "write what is due in all at this step, never less than before",
                )
            before = step.amount

    def _amount_due_problems(self) -> Iterator[Problem]:
        """The amount due of a counting tier is known at the end of the period only."""
        for number, condition in enumerate(self.conditions):
            if self.tiers and condition.at_least.of == "amount_due":
                yield Problem(
                    ("conditions", number, "at_least"),
                    "the amount due depends on how many clients qualify, and this on the amount",
                    "write a number, or an amount in place of the tiers",
                )
