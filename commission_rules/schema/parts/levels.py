"""Levels: how the chain above the direct partner earns from a component.

`differential` is here; `split` and `fixed_per_level` join the union `Levels` as classes of their
own, and `override` becomes a component type.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.numbers import Count


class Differential(Closed):
    """Each partner above earns its own rate less the highest rate below it (COMMISSIONS,
    "Levels"). Depth n: the direct partner and n - 1 above it may earn; duration in months."""

    algebra: Literal["differential"]
    depth: Count = Field(ge=1)
    duration_months: Count | None = None


Levels = Differential
