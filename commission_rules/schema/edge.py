"""What is wrong between a base of theoretical revenue and its edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commission_rules.schema.component import Problem
from commission_rules.schema.parts.rate_table import RateRow


def edge_problems(base: str, edge: Sequence[RateRow] | None) -> Iterator[Problem]:
    """Theoretical revenue is stakes x the product's edge (COMMISSIONS, "Components")."""
    if (base == "theoretical") != (edge is not None):
        yield Problem(
            () if edge is None else ("edge",),
            "theoretical revenue is stakes times an edge",
            'write `theoretical` with edge: "0.04" or a table by product, or neither',
        )
    for index, row in enumerate(edge or ()):
        for name in row.names():
            if name != "product":
                yield Problem(
                    ("edge", index, name), f"an edge has no {name}", "name a product, or none"
                )
