"""The component types. To add one: a file here, a line in REGISTRY, a template module.

See docs/how-to/add-a-plan-type.md.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from commission_rules.schema.component import Component
from commission_rules.schema.components.cpa import Cpa
from commission_rules.schema.components.override import Override
from commission_rules.schema.components.per_lot import PerLot
from commission_rules.schema.components.revshare import Revshare
from commission_rules.schema.components.sale_share import SaleShare

REGISTRY: dict[str, type[Component]] = {
    "cpa": Cpa,
    "override": Override,
    "per_lot": PerLot,
    "revshare": Revshare,
    "sale_share": SaleShare,
}

AnyComponent = Annotated[
    Cpa | Override | PerLot | Revshare | SaleShare, Field(discriminator="type")
]
