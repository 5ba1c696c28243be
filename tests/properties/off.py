"""Features that random programs leave out until a disagreement about them is mended: feature → why.

A feature is left out for all programs, and each run prints the list: nothing is skipped silently.
"""

from __future__ import annotations

OFF: dict[str, str] = {}


def on(feature: str) -> bool:
    """Tell whether programs may use a feature."""
    return feature not in OFF
