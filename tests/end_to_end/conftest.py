"""Products that several files of tests look at: made once, shared by the workers of one run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end import harbour
from tests.end_to_end.product import Product
from tests.fixtures.once import once

OPEN_DAY, CLOSED_DAY = "2022-11-03T06:00:00+00:00", "2022-12-20T06:00:00+00:00"

GIVEN = "report-as-given.xlsx"


def made_once(shared: Path, name: str, make: Callable[[Product], None]) -> Product:
    """A product that the first worker who asks makes."""
    return Product(once(shared, name, lambda folder: make(Product(folder / "data"))) / "data")


def _harbour(product: Product) -> None:
    product.stand_still_at(OPEN_DAY)
    harbour.found(product, "2022-10")
    report = harbour.report_bytes()
    (product.data_dir / GIVEN).write_bytes(report)  # a workbook's bytes hold the time of writing
    harbour.deliver(product, report, harbour.LOGIN, "2022-10")
    product.commands("refresh")


@pytest.fixture(scope="session")
def harbour_open(shared: Path) -> Product:
    """The three programs of `harbour` on 3 November 2022: nothing is closed. Only to be read."""
    return made_once(shared, "harbour", _harbour)


@pytest.fixture
def harbour_copy(harbour_open: Product, tmp_path: Path) -> Product:
    """A copy of it that a test may change."""
    shutil.copytree(harbour_open.data_dir, tmp_path / "data", symlinks=True)
    return Product(tmp_path / "data")


@pytest.fixture(scope="session")
def harbour_closed(shared: Path, harbour_open: Product) -> Product:
    """The same on 20 December, October of `harbour` closed. Only to be read."""

    def close(product: Product) -> None:
        shutil.copytree(harbour_open.data_dir, product.data_dir, symlinks=True)
        product.stand_still_at(CLOSED_DAY)
        product.commands(f"close {harbour.LIVE} 2022-10", "refresh --force")

    return made_once(shared, "harbour-closed", close)
