"""What a client's review keeps back of lines that name no client: its part of a period's line.

COMMISSIONS, "From line to payment": held lines are not payable; a period's line is held in part, as
`sta_held_parts` says. Read at the freeze for the reviews of that moment, from the lines and facts
that the warehouse has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

PARTS = """
with bases as (
    select program_id, line_id, subject as client_id, sum(amount) as base_amount
    from commissions.com_line_facts
    where program_id = $program and section = 'client' and code = 'base'
    group by all
),
positive as (
    select line_id, sum(base_amount) as total_amount
    from bases where base_amount > 0 group by line_id
)
select lines.line_id, bases.client_id, lines.event_on, lines.rate, lines.exact_amount,
    bases.base_amount, positive.total_amount, money.digits
from commissions.com_lines as lines
inner join bases on lines.line_id = bases.line_id
inner join positive on lines.line_id = positive.line_id
inner join staging.currencies as money on lines.currency_code = money.currency_code
where lines.program_id = $program and lines.client_id is null and lines.level = 0
    and list_contains($clients, bases.client_id)
    and bases.base_amount > 0 and lines.exact_amount > 0
order by lines.line_id, bases.client_id
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
    for line_id, client_id, event_on, rate, exact, base, total, digits in con.execute(
        PARTS, {"program": program_id, "clients": clients}
    ).fetchall():
        with localcontext() as context:
            context.prec = 76
            part = base * rate if rate is not None else exact * base / total
            minor = min(part, exact).scaleb(digits).quantize(Decimal(1), ROUND_HALF_UP)
        yield {
            "line_id": line_id, "client_id": client_id, "event_on": event_on,
            "part_minor": int(minor),
        }  # fmt: skip
    for line_id, event_on, minor in con.execute(REVERSALS, {"program": program_id}).fetchall():
        yield {
            "line_id": line_id, "client_id": None, "event_on": event_on, "part_minor": int(minor),
        }  # fmt: skip
