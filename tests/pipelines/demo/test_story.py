"""The demo: as many as stated, the same every time, extended and never changed by later days."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.demo.calendar import CLOCK
from pipelines.demo.clients import clients_of
from pipelines.demo.files import files_of, stem_of
from pipelines.demo.world import PROGRAMS, partners_of, program_by_id


def test_sixty_partners_stand_in_trees_of_five_levels() -> None:
    partners = [partner for program in PROGRAMS for partner in partners_of(program)]
    assert len(partners) == 60
    assert max(partner.depth for partner in partners) == 4
    assert len({partner.partner_id for partner in partners}) == 60


def test_three_thousand_clients_have_registered_by_the_clock() -> None:
    until = CLOCK.date()
    count = sum(len(clients_of(program, partners_of(program), until)) for program in PROGRAMS)
    assert 2990 <= count <= 3030


@pytest.mark.parametrize("program_id", ["brightspin", "summit", "ledgerly"])
def test_later_days_add_files_and_change_none(program_id: str) -> None:
    program = program_by_id(program_id)
    now, later = (files_of(program, day) for day in (CLOCK.date(), date(2026, 11, 3)))
    known = {(file.feed, file.name): file for file in later}
    assert [f.name for f in now if known.get((f.feed, f.name)) != f] == []
    assert len(later) > len(now)


def test_days_go_into_months_then_a_beginning_then_days() -> None:
    assert stem_of(date(2026, 9, 30)) == "2026-09"
    assert stem_of(date(2026, 10, 3)) == "2026-10-begin"
    assert stem_of(date(2026, 10, 20)) == "2026-10-20"
