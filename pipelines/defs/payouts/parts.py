"""What a client's review keeps back of lines that name no client: its part of a period's line,
of what levels above have from it, and of rounded sums.

COMMISSIONS, "From line to payment": held lines are not payable; such a line is held in part, as
`sta_client_parts` says. Read at the freeze for the reviews of that moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

PARTS = """
select parts.line_id, parts.client_id, parts.event_on, parts.part_amount, money.digits
from statements.sta_client_parts as parts
inner join staging.currencies as money on parts.currency_code = money.currency_code
where parts.program_id = $program and list_contains($clients, parts.client_id)
order by parts.line_id, parts.client_id, parts.event_on
"""
# After a rejection the line is computed without the client: the rest of its entries goes back.
REVERSALS = """
select line_id, event_on, -sum(amount_minor) as part_minor
from statements.sta_line_differences
where program_id = $program and client_id is null and line_id is not null and amount_minor < 0
group by all order by all
"""


def parts_of(
    con: Any, program_id: str, targets: Collection[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    """Rows of line_id, client_id, event_on, part_minor for clients that reviews aim at.

    `targets` are (kind, id) of the reviews that hold or reject; `con` is the warehouse. A row
    without a client_id is what a line loses at the next close: it belongs to whoever is rejected.
    """
    clients = [name for kind, name in targets if kind == "client"]
    if not clients:
        return
    for line_id, client_id, event_on, part, digits in con.execute(
        PARTS, {"program": program_id, "clients": clients}
    ).fetchall():
        with localcontext() as context:
            context.prec = 76
            minor = part.scaleb(digits).quantize(Decimal(1), ROUND_HALF_UP)
        yield {
            "line_id": line_id, "client_id": client_id, "event_on": event_on,
            "part_minor": int(minor),
        }  # fmt: skip
    for line_id, event_on, minor in con.execute(REVERSALS, {"program": program_id}).fetchall():
        yield {
            "line_id": line_id, "client_id": None, "event_on": event_on, "part_minor": int(minor),
        }  # fmt: skip
