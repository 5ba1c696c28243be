"""The book that the ledger's tests close, for tests of the models it is read by."""

from tests.pipelines.defs.ledger.conftest import book

__all__ = ["book"]
