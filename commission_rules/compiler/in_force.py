"""COMMISSIONS, "Plans are dated data": "A version that was ever in force is never edited".

What was in force is what the terms in use had recorded; a change of it is a version of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from commission_rules.compiler.compiled import CompiledPlan, CompiledPlans
from commission_rules.compiler.errors import RuleError
from commission_rules.compiler.reading import plain
from commission_rules.schema.plan import Version

APPEND = (
    "put it back as it was and append a version with a later recorded_on; over days that are past "
    "it is a correction"
)
PUT_BACK = "put it back; a plan ends by ending its deals"
Path = tuple[str | int, ...]


def edited_versions(
    compiled: CompiledPlans, recorded: Iterable[Mapping[str, Any]], today: date
) -> list[RuleError]:
    """Return what is wrong with versions that were in force by `today` and are not as they were.

    `recorded` are rows of `terms.plan_versions` (docs/reference/tables.md, section 4).
    """
    found: list[RuleError] = []
    for row in recorded:
        if max(row["valid_from"], row["recorded_on"]) > today:
            continue
        plan = compiled.plans.get((row["program_id"], row["plan_id"]))
        if plan is None:
            place = f"{row['program_id']}/{row['plan_id']}.yaml"
            what = f"the plan was in force from {row['valid_from']} on and is gone"
            found.append(RuleError(place, 0, what, PUT_BACK, row["program_id"]))
            continue
        found += (plan.document.error(*problem) for problem in _problems(plan, row))
    return found


def _problems(plan: CompiledPlan, row: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    number = row["version_no"]
    if number > len(plan.versions):
        what = f"version {number} was in force from {row['valid_from']} on and is gone"
        yield ("versions",), what, PUT_BACK
        return
    for key, name in (("currency", "currency_code"), ("calendar", "calendar_id")):
        if getattr(plan.plan, key) != row[name]:
            what = f"`{key}` was {row[name]} while version {number} was in force"
            yield (key,), what, f"write {row[name]}; another {key} is another plan"
    where = _edit(plan, row)
    if where is not None:
        what = f"version {number} was in force from {row['valid_from']} on and is edited here"
        yield ("versions", number - 1, *where), what, APPEND


def _edit(plan: CompiledPlan, row: Mapping[str, Any]) -> Path | None:
    """The key of the first difference inside of the version; None without one."""
    now = plan.versions[row["version_no"] - 1]
    if now.source_text == row["source_text"]:
        return None
    try:
        before = Version.model_validate(plain(YAML(typ="safe").load(row["source_text"]))[0])
    except (YAMLError, ValidationError, LookupError, TypeError):
        return ()  # today's schema does not read it: only its text could be the same
    return _first_difference(_dump(before), _dump(now.version))


def _dump(version: Version) -> Any:
    return version.model_dump(by_alias=True, mode="json")


def _first_difference(before: Any, after: Any) -> Path | None:
    if isinstance(before, dict) and isinstance(after, dict):
        pairs = [(key, before.get(key), after.get(key)) for key in {**after, **before}]
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        both = zip(before, after, strict=True)
        pairs = [(at, one, other) for at, (one, other) in enumerate(both)]
    else:
        return None if before == after else ()
    for key, one, other in pairs:
        inner = _first_difference(one, other)
        if inner is not None:
            return key, *inner
    return None
