"""The component types. To add one: a file here, a line in REGISTRY, a template module.

See docs/how-to/add-a-plan-type.md.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from commission_rules.schema.component import Component
from commission_rules.schema.components.bonus import Bonus
from commission_rules.schema.components.commission_share import CommissionShare
from commission_rules.schema.components.cpa import Cpa
from commission_rules.schema.components.flat_fee import FlatFee
from commission_rules.schema.components.override import Override
from commission_rules.schema.components.per_action import PerAction
from commission_rules.schema.components.per_lot import PerLot
from commission_rules.schema.components.per_turnover import PerTurnover
from commission_rules.schema.components.revshare import Revshare
from commission_rules.schema.components.sale_share import SaleShare
from commission_rules.schema.components.spread_share import SpreadShare

REGISTRY: dict[str, type[Component]] = {
    "bonus": Bonus,
    "commission_share": CommissionShare,
    "cpa": Cpa,
    "flat_fee": FlatFee,
    "override": Override,
    "per_action": PerAction,
    "per_lot": PerLot,
    "per_turnover": PerTurnover,
    "revshare": Revshare,
    "sale_share": SaleShare,
    "spread_share": SpreadShare,
}

AnyComponent = Annotated[
    Bonus
    | CommissionShare
    | Cpa
    | FlatFee
    | Override
    | PerAction
    | PerLot
    | PerTurnover
    | Revshare
    | SaleShare
    | SpreadShare,
    Field(discriminator="type"),
]
