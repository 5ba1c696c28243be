"""Levels: how the chain above the direct partner earns from a component (COMMISSIONS, "Levels").

`override` is a component type of its own; what the client gets back stands here as well.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.metrics import MetricMinimum
from commission_rules.schema.parts.numbers import Count, Rate, Share


class Chain(Closed):
    """Depth n: the direct partner and n - 1 above it may earn; duration in months."""

    depth: Count | None = Field(default=None, ge=1)
    duration_months: Count | None = None


class Differential(Chain):
    """Each partner above earns its own rate less the highest rate below it."""

    algebra: Literal["differential"]
    depth: Count = Field(ge=1)


class PassedDown(Closed):
    """The share of what it gets that each partner passes to the one below: the default, and
    between which numbers a relation may set its own."""

    default: Share
    min: Share
    max: Share

    @model_validator(mode="after")
    def _inside(self) -> PassedDown:
        if not self.min <= self.default <= self.max:
            raise ValueError("default is outside of min to max – choose one inside")
        return self


class Split(Chain):
    """One pot divided along the chain: a list of shares for each length of a chain, the direct
    partner's first, or shares passed down from the top."""

    algebra: Literal["split"]
    shares: tuple[tuple[Share, ...], ...] = ()
    passed_down: PassedDown | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Split:
        if bool(self.shares) == (self.passed_down is not None):
            raise ValueError("a split has `shares` or `passed_down` – write one of the two")
        lengths = sorted(len(shares) for shares in self.shares)
        for number, length in enumerate(lengths, start=1):
            if length != number:
                raise ValueError(
                    f"a chain of {number} has {'no' if length > number else 'a second'} list of "
                    "shares – write one list for each length, from 1 on"
                )
        for shares in self.shares:
            if sum(shares) > 1:
                raise ValueError(
                    f"the shares of a chain of {len(shares)} add up to {sum(shares)} – "
                    "lower them to 1 together"
                )
        return self


class FixedPerLevel(Chain):
    """A table by distance, the direct partner's number first, in the component's unit."""

    algebra: Literal["fixed_per_level"]
    table: tuple[Rate, ...] = Field(min_length=1)
    qualifies_when: MetricMinimum | None = None
    compression: bool = False


Levels = Annotated[Differential | Split | FixedPerLevel, Field(discriminator="algebra")]


class ClientRebate(Closed):
    """What the client gets of it: a share of the direct partner's amount, or an amount per unit
    (COMMISSIONS, "Levels", Client rebate)."""

    share: Share | None = None
    per_unit: Rate | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> ClientRebate:
        if (self.share is None) == (self.per_unit is None):
            raise ValueError("a client rebate has `share` or `per_unit` – write one of the two")
        return self


def level_columns(levels: Levels | None, rebate: ClientRebate | None) -> dict[str, Any]:
    """Return the columns of `terms.deal_components` that levels and a client rebate fill."""
    found: dict[str, Any] = {}
    if levels is not None:
        found |= {
            "algebra": levels.algebra,
            "depth": levels.depth,
            "duration_months": levels.duration_months,
        }
    if isinstance(levels, Split) and levels.passed_down:
        passed = levels.passed_down
        found |= {"passed_default": passed.default}
        found |= {"passed_min": passed.min, "passed_max": passed.max}
    if isinstance(levels, FixedPerLevel):
        found["compression"] = levels.compression
        if levels.depth is None and not levels.compression:
            found["depth"] = len(levels.table)
        if levels.qualifies_when:
            found["qualifies_metric"] = levels.qualifies_when.metric
            found["qualifies_minimum"] = levels.qualifies_when.at_least
            found["qualifies_network"] = levels.qualifies_when.network
    if rebate is not None:
        found["rebate_kind"] = "share" if rebate.share is not None else "per_unit"
        found["rebate_rate"] = rebate.share if rebate.share is not None else rebate.per_unit
    return found


def level_rows(levels: Levels | None, unit: str) -> list[dict[str, Any]]:
    """Return the rows of `terms.deal_levels`: the table by distance, 0 = the direct partner."""
    table = levels.table if isinstance(levels, FixedPerLevel) else ()
    return [
        {"distance": distance, "rate": rate, "rate_unit": unit}
        for distance, rate in enumerate(table)
    ]


def split_rows(levels: Levels | None) -> list[dict[str, Any]]:
    """Return the rows of `terms.deal_splits`: the shares of a chain of each length."""
    lists = levels.shares if isinstance(levels, Split) else ()
    return [
        {"chain_length": len(shares), "distance": distance, "share": share}
        for shares in sorted(lists, key=len)
        for distance, share in enumerate(shares)
    ]
