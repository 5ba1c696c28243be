"""Who a client belongs to (COMMISSIONS): one program, a client for each rule."""

from __future__ import annotations

from tests.fixtures.warehouse_program import Program


def programs() -> list[Program]:
    program = Program("attribution", currency="USD")
    for partner in ("P-click", "P-code", "P-manual", "P-later"):
        program.partner(partner)
        program.deal(partner, "sale_share", rate="0.10")
        program.link(f"link-{partner}", partner)
    clicks = (
        ("k1", "2026-03-01 10:00:00", None),
        ("k2", "2026-01-30 10:00:00", None),
        ("k3", "2026-03-01 10:00:00", "rejected"),
        ("k4", "2026-01-29 10:00:00", None),
    )
    for click_id, at, verdict in clicks:
        program.click(click_id, "link-P-click", at, verdict=verdict)
    registered = "2026-03-01 12:00:00"
    for client, more in {
        "by-click": {"click_id": "k1"},
        "by-code": {"click_id": "k1", "partner_code": "code-P-code"},
        "thirty-days": {"click_id": "k2"},
        "thirty-one-days": {"click_id": "k4"},
        "refused-click": {"click_id": "k3"},
        "explicit": {"click_id": "k1"},
        "corrected": {},
    }.items():
        program.conversion("registration", f"reg-{client}", client, registered, **more)
        program.conversion("sale", f"sale-{client}", client, "2026-03-05 10:00:00", 100)
    program.client("explicit", "P-manual", since="2026-02-01")
    program.client("corrected", "P-manual", since="2026-02-01")
    program.client("corrected", "P-later", since="2026-02-01", recorded_at="2026-02-09 00:00:00")
    return [program]
