"""Sample values for the style guide."""

from __future__ import annotations

from typing import Any


def context() -> dict[str, Any]:
    """What the style guide shows."""
    return {}
