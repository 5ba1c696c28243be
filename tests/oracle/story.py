"""A program of an example, told in a few lines: plans as they are written, deals, and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.fixtures.warehouse_program import FOREVER, Program
from tests.oracle.engine import compute
from tests.oracle.lines import Line

NOW = datetime.fromisoformat("2026-12-31T12:00:00")
Spec = dict[str, Any]


@dataclass
class Story(Program):
    """Facts as `Program` tells them, and plans and deals beside."""

    program_id: str = "story"
    details: dict[str, Spec] = field(default_factory=dict)
    countries: dict[str, list[str]] = field(default_factory=dict)

    def plan(self, plan_id: str, *components: Spec, **version: Any) -> None:
        """A version of a plan (the first, or one more) that begins on the first day unless said."""
        whole = {
            "valid_from": "2026-01-01", "valid_to": None, "recorded_on": "2025-12-01",
            "reference": "agreed", "components": list(components), **version,
        }  # fmt: skip
        plans = self.rows["plan", "plans"]
        known = next((plan for plan in plans if plan["plan_id"] == plan_id), None)
        if known:
            known["versions"].append(whole)
        else:
            plans.append({"plan_id": plan_id, "versions": [whole]})

    def agree(
        self,
        partner_id: str,
        plan_id: str,
        since: str = "2026-01-01",
        until: str = FOREVER,
        *,
        deal_id: str | None = None,
        number: int = 1,
        brand: str | None = None,
        currency: str | None = None,
    ) -> None:
        """A deal of a partner on a plan."""
        self._add(
            "raw", "portal_deals", deal_id=deal_id or f"D-{partner_id}", deal_version_no=number,
            partner_id=partner_id, brand=brand, plan_id=plan_id, calendar_id="month",
            currency_code=currency or self.currency, valid_from=since, valid_to=until,
            overrides="{}", recorded_at="2025-12-01 00:00:00",
        )  # fmt: skip

    def tree(self, *chain: str, plans: Mapping[str, str] | str = "plan", **more: Any) -> None:
        """Partners under each other, the direct one first, each with a deal; client c1 of the
        first."""
        for at, partner_id in enumerate(chain):
            parent = chain[at + 1] if at + 1 < len(chain) else None
            self.partner(partner_id, parent=parent, **(more if at == 0 else {}))
            plan_id = plans if isinstance(plans, str) else plans.get(partner_id)
            if plan_id:
                self.agree(partner_id, plan_id)
        self.client("c1", chain[0])

    def facts(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """Rows as the oracle reads them."""
        beside = {"details": self.details, "countries": self.countries}
        rows = dict(self.rows)
        rows["plan", "beside"] = [{"name": name, "value": value} for name, value in beside.items()]
        return rows

    def lines(self, now: datetime = NOW) -> list[Line]:
        return compute(self.facts(), now).lines

    def amounts(self, *names: str) -> dict[Any, Decimal]:
        """Sums of exact amounts by fields of the lines; `about` without the source's name."""
        found: dict[Any, Decimal] = {}
        for line in self.lines():
            values = tuple(
                str(getattr(line, name)).removeprefix("test:")
                if name == "about"
                else getattr(line, name)
                for name in names
            )
            key = values if len(values) > 1 else values[0]
            found[key] = found.get(key, Decimal(0)) + line.exact
        return found

    def rounded(self, *names: str) -> dict[Any, Decimal]:
        """Sums of rounded amounts, for currencies of two digits."""
        found: dict[Any, Decimal] = {}
        for line in self.lines():
            values = tuple(getattr(line, name) for name in names)
            key = values if len(values) > 1 else values[0]
            found[key] = found.get(key, Decimal(0)) + Decimal(line.minor) / 100
        return found


def lot(rate: Any = "6", **more: Any) -> Spec:
    return {"id": "rebate", "type": "per_lot", "rate_per_lot": rate, **more}


def sales(**more: Any) -> Spec:
    return {"id": "sales", "type": "sale_share", "sales": "all", **more}


def share(policy: str = "none", level: str = "base", scope: str = "deal", **more: Any) -> Spec:
    """A share of net gaming revenue."""
    carry = {"policy": policy, "level": level, "scope": scope}
    for name in ("cap", "expires_after"):
        if name in more:
            carry[name] = more.pop(name)
    return {"id": "share", "type": "revshare", "base": "ngr", "carryover": carry, **more}


def steps(*pairs: tuple[str, str], key: str = "share") -> list[Spec]:
    """`("0", "0.10"), (">80", "0.09")`: from 0, above 80."""
    return [
        {"above": start[1:], key: number} if start.startswith(">") else {"from": start, key: number}
        for start, number in pairs
    ]


def dec(**numbers: str) -> dict[str, Decimal]:
    return {name: Decimal(number) for name, number in numbers.items()}
