"""What waits at the desks of the operator's people: partners in somebody's care, proposals."""

from __future__ import annotations

from datetime import date

from pipelines.demo.world import PROGRAMS
from pipelines.lib import portal_gateway

MANAGER = "marek@openbook.example"
ADMINISTRATOR = "ada@openbook.example"
MAJORS = "components.rebate.rate_per_lot[symbol_group=majors]"


def assign_managers() -> None:
    """Every partner is in somebody's care; the warehouse knows whose."""
    for program in PROGRAMS:
        for partner in portal_gateway.partner_list(program.program_id):
            portal_gateway.partner_manager_set(
                author="setup", program_id=program.program_id,
                partner_id=partner["partner_id"], manager=MANAGER,
            )  # fmt: skip


def propose() -> None:
    """A deal and a role wait for another person each; after a release, since its plan says what is
    open."""
    portal_gateway.deal_propose(
        author=MANAGER, program_id="larkspur", deal_id="D-2002", valid_from=date(2026, 11, 1),
        overrides={MAJORS: "9.50"}, reason="Three strong months; agreed in the call of 26 October",
    )  # fmt: skip
    portal_gateway.role_propose(
        author=ADMINISTRATOR, program_id="larkspur", email="lena@openbook.example",
        name="Lena Fischer", role="analyst", reason="Joins the reporting team on 2 November",
    )  # fmt: skip
