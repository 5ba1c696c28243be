"""Chains of partners on any day, and cycles at any date. Pure over rows; no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.partners.dated import Span, on_day, resolve
from portal.partners.models import Relation

Spans = Mapping[int, Sequence[Span[Relation]]]


@dataclass(frozen=True)
class Loop:
    """Partners (primary keys) that would stand above each other on `day`; the first ends it."""

    day: date
    partners: tuple[int, ...]


def spans_by_child(relations: Iterable[Relation]) -> dict[int, list[Span[Relation]]]:
    """The relations that rule, by child; `relations` in the order of recording."""
    rows: dict[int, list[tuple[date, date, Relation]]] = {}
    for relation in relations:
        row = (relation.valid_from, relation.valid_to, relation)
        rows.setdefault(relation.child_id, []).append(row)
    return {child: resolve(found) for child, found in rows.items()}


def chain_on(spans: Spans, partner: int, day: date) -> tuple[list[int], bool]:
    """`partner`, its parent and so on to the root on `day`; True when it came back to itself."""
    chain = [partner]
    while True:
        relation = on_day(spans.get(chain[-1], ()), day)
        if relation is None or relation.parent_id is None:
            return chain, False
        chain.append(relation.parent_id)
        if relation.parent_id in chain[:-1]:
            return chain, True


def cycle_in(spans: Spans) -> Loop | None:
    """A circle at any date, or None. Chains change only on days when a relation starts."""
    days = sorted({span.valid_from for found in spans.values() for span in found})
    for day in days:
        for child in spans:
            chain, is_loop = chain_on(spans, child, day)
            if is_loop:
                return Loop(day, tuple(chain[chain.index(chain[-1]) :]))
    return None
