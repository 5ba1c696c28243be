"""The demo's looks can be read and differ from each other."""

from __future__ import annotations

import pytest

from pipelines.demo.looks import LOOKS
from pipelines.demo.world import PROGRAMS
from portal.branding.colours import completed
from portal.branding.logos import logo_checked
from portal.branding.stylesheets import hash_of, sheet_of


def test_every_program_has_a_look() -> None:
    assert set(LOOKS) == {program.program_id for program in PROGRAMS}


@pytest.mark.parametrize("program_id", LOOKS)
def test_it_can_be_read(program_id: str) -> None:
    look = LOOKS[program_id]
    assert (completed(look.get("colours", {})) != {}) == ("colours" in look)
    if logo := look.get("logo"):
        assert logo_checked(logo[0], logo[1].encode()).kind == "svg"


def test_no_two_look_alike() -> None:
    sheets = [hash_of(sheet_of(completed(look.get("colours", {})))) for look in LOOKS.values()]
    assert len(set(sheets)) == len(sheets)
