"""Payout batches: what is read for them, the bodies of their jobs, what Dagster shows."""

from pipelines.defs.payouts.batches import (
    approve_batch,
    decide_batch,
    export_batch,
    freeze_batch,
    programs_to_pay,
    submit_batch,
)
from pipelines.defs.payouts.metadata import batch_metadata

__all__ = [
    "approve_batch",
    "batch_metadata",
    "decide_batch",
    "export_batch",
    "freeze_batch",
    "programs_to_pay",
    "submit_batch",
]
