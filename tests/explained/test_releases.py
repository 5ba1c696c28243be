"""The formula of every line of a release gives the line's amount."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.releases.reader import Release, open_release
from tests.end_to_end.conftest import harbour_open
from tests.end_to_end.product import Product
from tests.explained.releases import wrong_lines
from tests.portal.releases.conftest import release_data, release_of

__all__ = ["harbour_open", "release_data", "release_of"]


@pytest.mark.parametrize("program_id", ["larkspur", "tamarind"])
def test_of_the_fixtures(release_of: Callable[[str], Release], program_id: str) -> None:
    counted, wrong = wrong_lines(release_of(program_id))
    assert counted > 5
    assert wrong == []


@pytest.mark.long
def test_of_programs_that_the_product_built(harbour_open: Product) -> None:
    for pointer in harbour_open.data_dir.glob("releases/*/current"):
        counted, wrong = wrong_lines(open_release(pointer.resolve()))
        assert (counted > 0, wrong) == (True, [])
