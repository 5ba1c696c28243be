"""What can stop a close or a load of the ledger; each says what, where, and what to do."""

from __future__ import annotations

from pipelines.lib.errors import OpenbookError


class CloseRefused(OpenbookError):
    """The period may not be closed now; nothing was written."""


class LedgerBroken(OpenbookError):
    """A segment is missing, was altered, or does not follow the one that its head names."""
