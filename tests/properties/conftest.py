"""One compiled project for all properties of a test process."""

from __future__ import annotations

import pytest

from tests.properties.warehouse import Warehouse


@pytest.fixture(scope="session")
def warehouse() -> Warehouse:
    """An in-memory warehouse; each batch fills it anew."""
    return Warehouse()
