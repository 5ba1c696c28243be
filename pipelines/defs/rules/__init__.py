"""Compiled rules into schema `terms` of the warehouse."""

from pipelines.defs.rules.columns import TABLES
from pipelines.defs.rules.load import (
    compiled_terms,
    ensure_tables,
    load,
    recorded_versions,
    sound_terms,
)

__all__ = [
    "TABLES", "compiled_terms", "ensure_tables", "load", "recorded_versions", "sound_terms",
]  # fmt: skip
