"""Clients' parts of periods' lines, read for a freeze."""

from __future__ import annotations

from pathlib import Path

from pipelines.defs.payouts.parts import parts_of
from tests.dbt_project.commissions.test_applies_by import compiled, share
from tests.dbt_project.commissions.told import told


def test_a_client_has_its_own_base_s_part_of_a_line(tmp_path: Path) -> None:
    """Regression: a freeze paid what a client under review had in a period's line."""
    one = [share(("0", "0.10"))]
    program = compiled(tmp_path, one, one)
    program.activity("old", "2026-05-02", stakes=3000)
    program.activity("older", "2026-05-02", stakes=1000)
    con = told(program).warehouse.con
    found = list(parts_of(con, "alpha", [("client", "old"), ("line", "x")]))
    assert [(row["client_id"], row["part_minor"]) for row in found] == [("old", 30_000)]
