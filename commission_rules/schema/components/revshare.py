"""`revshare`: a share of a base that is summed over the period (COMMISSIONS, "Components")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Literal

from commission_rules.schema.accounts import account_problems
from commission_rules.schema.component import Component, Path, Problem
from commission_rules.schema.edge import edge_problems
from commission_rules.schema.parts.period import (
    Carryover,
    Deduction,
    Fence,
    Gate,
    Recoup,
    gate_columns,
)
from commission_rules.schema.parts.rate_table import RateRow, ShareTable, numbers_of
from commission_rules.schema.parts.tiers import PeriodTiers, Step, tier_columns


class Revshare(Component):
    """One `share`, a table of shares, or `tiers`."""

    family: ClassVar[Literal["period"]] = "period"
    rate_unit: ClassVar[Literal["share"]] = "share"
    dimensions: ClassVar[frozenset[str]] = frozenset(
        {"product", "country", "country_group", "campaign"}
    )
    tables: ClassVar[frozenset[str]] = frozenset({"share"})

    type: Literal["revshare"]
    base: Literal["ngr", "net_revenue", "turnover", "theoretical", "net_deposits", "net_sales"]
    edge: ShareTable | None = None
    products: tuple[str, ...] = ()
    excluded_products: tuple[str, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    share: ShareTable | None = None
    tiers: PeriodTiers | None = None
    carryover: Carryover
    fence: Fence | None = None
    gate: Gate | None = None
    recoup: Recoup | None = None

    def columns(self) -> dict[str, Any]:
        return {
            "base_kind": self.base,
            **tier_columns(self.tiers),
            "carry_policy": self.carryover.policy,
            "carry_level": self.carryover.level,
            "carry_scope": self.carryover.scope,
            "carry_cap": self.carryover.cap,
            "carry_expires_after": self.carryover.expires_after,
            "recoup_from": self.recoup.from_ if self.recoup else None,
            "recoup_per": self.recoup.per if self.recoup else None,
            **gate_columns(self.gate),
            "fence_threshold": self.fence.threshold if self.fence else None,
            "fence_product": self.fence.product if self.fence else None,
        }

    def rate_rows(self) -> Sequence[RateRow]:
        return self.share or ()

    def step_rows(self) -> Sequence[Step]:
        return self.tiers.steps if self.tiers else ()

    def edge_rows(self) -> Sequence[RateRow]:
        return self.edge or ()

    def filter_rows(self) -> Iterator[tuple[str, str]]:
        yield from (("product", value) for value in self.products)
        yield from (("excluded_product", value) for value in self.excluded_products)

    def deduction_rows(self) -> Sequence[Deduction]:
        return self.deductions

    def reads(self) -> Iterator[tuple[Path, str, str]]:
        if self.recoup:
            yield ("recoup", "from"), self.recoup.from_, "cpa"

    def has_amounts(self) -> bool:
        steps = self.tiers is not None and self.tiers.asks_money()
        gate = self.gate is not None and self.gate.is_money
        return steps or gate or self.carryover.cap is not None or self.fence is not None

    def largest_share(self) -> tuple[str, Decimal] | None:
        shares = [*numbers_of(self.share), *(step.rate for step in self.step_rows())]
        return self.base, max(shares, default=Decimal(0))

    def problems(self) -> Iterator[Problem]:
        if not self.is_priced_by_level and (self.share is None) == (self.tiers is None):
            yield Problem((), "a revshare has `share` or `tiers`", "write one of the two")
        yield from self._table_problems()
        yield from self._scope_problems()

    def _table_problems(self) -> Iterator[Problem]:
        yield from edge_problems(self.base, self.edge)
        needed = {"product": "product", "country": "client", "country_group": "client",
                  "campaign": "client"}  # fmt: skip
        for index, row in enumerate(self.share or ()):
            for name in row.names():
                scope = needed.get(name)
                if scope and self.carryover.scope != scope:
                    yield Problem(
                        ("share", index, name),
                        f"a table by {name.replace('_', ' ')} needs carryover scope {scope}",
                        f"write scope: {scope}, or one share for all (RULINGS, Which terms)",
                    )

    def _scope_problems(self) -> Iterator[Problem]:
        scope = self.carryover.scope
        marginal = self.tiers is not None and self.tiers.kind == "marginal"
        if marginal and scope not in ("deal", "brand"):
            yield Problem(
                ("tiers", "kind"),
                f"marginal steps cannot be found with carryover scope {scope}",
                "write scope: deal or brand, or kind: slab (RULINGS, Tiers and metrics)",
            )
        if self.recoup and self.recoup.per == "client" and (scope != "client" or marginal):
            yield Problem(
                ("recoup", "per"),
                "recoup per client needs carryover scope client and a slab or single share",
                "write scope: client and no marginal steps, or per: deal",
            )
        if self.fence and scope in ("client", "record"):
            yield Problem(
                ("fence",),
                f"a fence cannot be kept with carryover scope {scope}",
                "write scope: deal, brand or product, or remove the fence",
            )
        yield from account_problems(("base", self.base), self.carryover, self.deductions)
