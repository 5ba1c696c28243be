"""The smallest program that still fails: many candidates are tried in one warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from tests.properties.batches import check
from tests.properties.draft import Draft, is_accepted
from tests.properties.warehouse import Warehouse

LISTS = ("records", "reviews", "deals", "relations", "partners")
ROUNDS = 15


def smallest(warehouse: Warehouse, draft: Draft) -> tuple[Draft, list[str]]:
    """Leave out one thing after the other while the two engines still differ.

    Out: the program, and what differs in it.
    """
    problems = check(warehouse, {"p": draft}).get("p", [])
    for _ in range(ROUNDS):
        tried = {f"c{at}": one for at, one in enumerate(_smaller(draft)) if is_accepted(one)}
        failing = check(warehouse, tried) if tried else {}
        if not failing:
            break
        name = min(failing, key=lambda key: _size(tried[key]))
        draft, problems = tried[name], failing[name]
    return draft, problems


def _size(draft: Draft) -> int:
    records = sum(len(record.versions) + len(record.fees) for record in draft.records)
    return records + sum(len(getattr(draft, name)) for name in LISTS[1:])


def _smaller(draft: Draft) -> Iterator[Draft]:
    """Halves, and then single things, of each list left out; and late versions and fees."""
    for name in LISTS:
        count = len(getattr(draft, name))
        for width in {max(count // 2, 1), 1}:
            for start in range(0, count, width):
                one = deepcopy(draft)
                del getattr(one, name)[start : start + width]
                _without_the_missing(one)
                yield one
    for at, record in enumerate(draft.records):
        if len(record.versions) > 1 or record.fees:
            one = deepcopy(draft)
            one.records[at].fees = []
            del one.records[at].versions[1:]
            yield one


def _without_the_missing(draft: Draft) -> None:
    """Relations and deals of partners that are gone go with them."""
    known = {row["partner_id"] for row in draft.partners}
    draft.relations = [
        row for row in draft.relations if {row["partner_id"], row["parent_partner_id"]} <= known
    ]
    draft.deals = [row for row in draft.deals if row["partner_id"] in known]


def told(draft: Draft) -> str:
    """A program in words that a person can follow."""
    lines = [f"zone {draft.zone}"]
    for name, plan in draft.plans.items():
        lines += [
            f"plan {name} {plan['currency']} {plan['calendar']}: {v}" for v in plan["versions"]
        ]
    for name in LISTS[1:]:
        lines += [f"{name}: {row}" for row in getattr(draft, name)]
    lines += [
        f"{record.table} {record.record_key} phase {record.phase}: {record.versions} {record.fees}"
        for record in draft.records
    ]
    return "\n".join(lines)
