"""The smallest program that still fails: many candidates are tried in one warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import partial
from typing import Any

from tests.properties.batches import check
from tests.properties.draft import Draft, is_accepted
from tests.properties.warehouse import Warehouse

LISTS = ("records", "reviews", "deals", "relations", "partners")
ROUNDS = 8
PARTS = (
    "caps", "gate", "client_rebate", "fence", "deductions", "recoup", "levels", "digits",
    "excluded_products", "products", "account_types", "symbol_groups", "lot_modifiers",
    "component_types", "follows", "excluded_deal_reasons",
)  # fmt: skip
Edit = Callable[[Draft], None]
Check = Callable[[Warehouse, dict[str, Draft]], dict[str, list[str]]]


def smallest(warehouse: Warehouse, draft: Draft, check: Check = check) -> tuple[Draft, list[str]]:
    """Leave out one thing after the other while the two engines still differ.

    Out: the program, and what differs in it.
    """
    problems = check(warehouse, {"p": draft}).get("p", [])
    for _ in range(ROUNDS):
        edits = list(_edits(draft))
        alone = _failing(warehouse, draft, [[edit] for edit in edits], check)
        if not alone:
            break
        good = [edit for [edit] in (edits_ for edits_, _, _ in alone)]
        half = len(good) // 2
        together = [good, good[:half], good[half:], good[::2], good[1::2]]
        tried = _failing(warehouse, draft, [e for e in together if len(e) > 1], check)
        _, draft, problems = min([*alone, *tried], key=lambda found: _size(found[1]))
    return draft, problems


Found = tuple[Sequence[Edit], Draft, list[str]]


def _failing(
    warehouse: Warehouse, draft: Draft, choices: Sequence[Sequence[Edit]], check: Check
) -> list[Found]:
    """Which of several sets of edits leave a program that still fails."""
    tried: dict[str, tuple[Sequence[Edit], Draft]] = {}
    for at, edits in enumerate(choices):
        one = deepcopy(draft)
        for edit in edits:
            edit(one)
        _without_the_missing(one)
        if is_accepted(one):
            tried[f"c{at}"] = (edits, one)
    drafts = {name: one for name, (_, one) in tried.items()}
    failing = check(warehouse, drafts) if drafts else {}
    return [(*tried[name], problems) for name, problems in failing.items()]


def _size(draft: Draft) -> int:
    records = sum(len(record.versions) + len(record.fees) for record in draft.records)
    text = sum(len(str(plan)) for plan in draft.plans.values()) // 50
    return records + text + sum(len(getattr(draft, name)) for name in LISTS[1:])


def _edits(draft: Draft) -> Iterator[Edit]:
    """Single things left out: rows, late versions, fees, versions of plans and their parts."""
    for name in LISTS:
        for item in getattr(draft, name):
            yield partial(_drop, name, item)
    for record in draft.records:
        if len(record.versions) > 1 or record.fees:
            yield partial(_plain, record.record_key)
    yield from _plan_edits(draft)


def _plan_edits(draft: Draft) -> Iterator[Edit]:
    for plan_id, plan in draft.plans.items():
        if len(draft.plans) > 1:
            yield partial(_drop_plan, plan_id)
        for version in plan["versions"] if len(plan["versions"]) > 1 else ():
            yield partial(_drop_version, plan_id, version)
        for at, version in enumerate(plan["versions"]):
            for component in version["components"]:
                place = (plan_id, at, component["id"])
                if len(version["components"]) > 1:
                    yield partial(_drop_component, *place)
                yield from (partial(_drop_part, *place, p) for p in PARTS if component.get(p))


def _drop(name: str, item: Any, draft: Draft) -> None:
    setattr(draft, name, [one for one in getattr(draft, name) if one != item])


def _plain(record_key: str, draft: Draft) -> None:
    for record in draft.records:
        if record.record_key == record_key:
            record.fees = []
            del record.versions[1:]


def _drop_plan(plan_id: str, draft: Draft) -> None:
    draft.plans.pop(plan_id, None)
    draft.deals = [deal for deal in draft.deals if deal["plan_id"] != plan_id]


def _drop_version(plan_id: str, version: Any, draft: Draft) -> None:
    if plan_id in draft.plans:
        kept = [one for one in draft.plans[plan_id]["versions"] if one != version]
        draft.plans[plan_id]["versions"] = kept


def _drop_component(plan_id: str, at: int, name: str, draft: Draft) -> None:
    versions = draft.plans.get(plan_id, {"versions": []})["versions"]
    if at < len(versions):
        kept = [one for one in versions[at]["components"] if one["id"] != name]
        versions[at]["components"] = kept or versions[at]["components"]


def _drop_part(plan_id: str, at: int, name: str, part: str, draft: Draft) -> None:
    versions = draft.plans.get(plan_id, {"versions": []})["versions"]
    for component in versions[at]["components"] if at < len(versions) else ():
        if component["id"] == name:
            component.pop(part, None)


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
