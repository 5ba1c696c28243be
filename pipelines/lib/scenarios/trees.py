"""Who stands under whom may not go round in a circle, on any day (COMMISSIONS: a relation that
would make a cycle at any date is refused)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipelines.lib.scenarios.people import Missing
from pipelines.lib.scenarios.staged import Row, Staged


def refuse_cycles(staged: Staged) -> None:
    """Raise `Missing` when partners stand under each other on a day, all relations known."""
    spans = staged.relations_known(None)
    for day in sorted({row["valid_from"] for row in spans}):
        circle = _circle(_parents(spans, day))
        if circle:
            where = ("relations",) if staged.scenario.relations else ("partners",)
            what = f"a cycle from {day} on: {' under '.join(circle)}"
            raise Missing(staged.source.error(where, what, "end one of these relations before"))


def _parents(spans: list[Row], day: date) -> dict[str, str]:
    return {
        row["partner_id"]: row["parent_partner_id"]
        for row in spans
        if row["valid_from"] <= day <= row["valid_to"]
    }


def _circle(parents: Mapping[str, str]) -> list[str]:
    """The partners of a circle, the first one again at the end; empty when there is none."""
    for start in sorted(parents):
        chain = [start]
        while chain[-1] in parents and parents[chain[-1]] not in chain:
            chain.append(parents[chain[-1]])
        if chain[-1] in parents and parents[chain[-1]] == start:
            return [*chain, start]
    return []
