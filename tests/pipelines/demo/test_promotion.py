"""The demo's banners are whole images, small enough to keep."""

from __future__ import annotations

import pytest

from pipelines.demo.promotion import INKS, SIZES, banner
from pipelines.demo.world import PROGRAMS
from portal.pictures import picture_remade


@pytest.mark.parametrize(("width", "height"), [(w, h) for w, h, _ in SIZES])
def test_a_banner_is_a_png_of_its_size(width: int, height: int) -> None:
    data = banner(width, height, INKS["larkspur"])
    found = picture_remade(data, "PNG")
    assert (found.width, found.height) == (width, height)
    assert len(data) < 20_000


def test_each_program_has_its_own_ink() -> None:
    assert {program.program_id for program in PROGRAMS} == set(INKS)
