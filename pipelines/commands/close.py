"""`openbook close`: book a period's entries and seal the segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.commands.common import AuthorOption, JsonOption, author_name, told
from pipelines.lib.progress import Progress
from pipelines.lib.quiet import be_quiet

if TYPE_CHECKING:
    from pipelines.defs.ledger.close import Segment

app = typer.Typer()


@app.command()
def close(
    program: Annotated[str, typer.Argument(help="The program.")],
    period: Annotated[str, typer.Argument(help="The open period, e.g. 2026-09.")],
    calendar: Annotated[str, typer.Option(help="The calendar of the period.")] = "month",
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Close a period that is over: lines, differences to earlier periods, approved adjustments.

    Closing a closed period again shows what was booked and adds nothing. Exit code 1: refused,
    with the reason; nothing was written.
    """
    be_quiet()
    from pipelines.defs.ledger.run import close as run

    with Progress(is_quiet=as_json) as show:
        segment = run(program, period, calendar_id=calendar, by=author_name(author), on_step=show)
    told(as_plain(segment), as_json, in_words(segment))


def as_plain(segment: Segment) -> dict[str, Any]:
    """The close for a program that reads it; amounts in minor units."""
    head = segment.head
    return {
        "program_id": head.program_id,
        "calendar_id": head.calendar_id,
        "period_id": head.period_id,
        "segment_sha256": head.segment_sha256,
        "previous_sha256": head.previous_sha256,
        "row_count": head.row_count,
        "statement_count": segment.statement_count,
        "booked_at": head.booked_at,
        "booked_by": head.booked_by,
        "is_new": segment.is_new,
        "totals": [
            {"entry_kind": kind, "currency_code": currency, "amount_minor": minor}
            for (kind, currency), minor in segment.totals.items()
        ],
        "warnings": list(segment.warnings),
    }


def in_words(segment: Segment) -> str:
    """The close for a person: one line a fact."""
    head = segment.head
    done = "closed" if segment.is_new else "was closed already, nothing added"
    lines = [
        f"{head.program_id} {head.period_id} ({head.calendar_id}) {done}: "
        f"{head.row_count} entries, {segment.statement_count} statements",
        f"segment {head.segment_sha256[:12]}, booked {head.booked_at:%Y-%m-%d %H:%M} UTC "
        f"by {head.booked_by}",
    ]
    lines += [
        f"  {kind:<12} {currency} {minor:>15} minor units"
        for (kind, currency), minor in segment.totals.items()
    ]
    lines += [f"note: {note}" for note in segment.warnings]
    return "\n".join(lines)
