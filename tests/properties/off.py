"""Features that random programs leave out until a disagreement about them is mended: feature → why.

A feature is left out for all programs, and each run prints the list: nothing is skipped silently.
"""

from __future__ import annotations

OFF: dict[str, str] = {
    "cpa_kind_changes": "open: is a client paid by steps after an amount under the same id?",
    "registration": "a line is locked by the gate of another version",
    "override_gates": "an override stays locked when a later version has no gate",
    "override_of_sale_quantity": "the warehouse counts a sale as one, whatever its quantity",
    "own_without_deal": "an own account of a partner without a deal pays nobody above",
}


def on(feature: str) -> bool:
    """Tell whether programs may use a feature."""
    return feature not in OFF
