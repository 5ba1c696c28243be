"""What a plan lets a deal negotiate, read from the file that is executed. Pure; no database.

The rules' compiler has the last word; here a person learns at once what is open and between what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml
from django.utils.translation import gettext as _

from portal.partners.errors import DomainError

_ROWS = re.compile(r"\[[^\]]*\]")
# What says for whom or what a row of a table is; `value` is its number.
NUMBERS = frozenset({"value"})


@dataclass(frozen=True)
class PlanVersion:
    """A version of a plan as a release has it: its days, both included, and its own file text."""

    plan_id: str
    version_no: int
    valid_from: date
    valid_to: date
    source_text: str


@dataclass(frozen=True)
class Open:
    """A number that may be agreed: its path, what the plan says, and between what it may lie.

    `rows`: what the row of a table is for, as (dimension, value): (("symbol_group", "majors"),).
    """

    path: str
    component_id: str
    name: str
    rows: tuple[tuple[str, str], ...]
    standard: Decimal
    lowest: Decimal
    highest: Decimal

    @property
    def is_share(self) -> bool:
        """Whether it is a part of 1, which people say in per cent."""
        return path_is_share(self.path)

    def allows(self, number: Decimal) -> bool:
        return self.lowest <= number <= self.highest


def path_is_share(path: str) -> bool:
    """Whether the number at a path is a part of 1: `…steps[from=0].share`."""
    return _ROWS.sub("", path).rpartition(".")[2].endswith("share")


def version_on(versions: Iterable[PlanVersion], plan_id: str, day: date) -> PlanVersion | None:
    """The version of the plan that rules on `day`: the newest of those whose days hold it."""
    found = [v for v in versions if v.plan_id == plan_id and v.valid_from <= day <= v.valid_to]
    return max(found, key=lambda version: version.version_no, default=None)


def open_numbers(source_text: str) -> list[Open]:
    """Every number that the version lets negotiate, in the order of the file.

    A range with a row in its path (`rate_per_lot[symbol_group=majors]`) goes before one without.
    """
    try:
        read = yaml.safe_load(source_text)
    except yaml.YAMLError:
        return []
    versions = read if isinstance(read, list) else [read]
    components = [
        component
        for version in versions
        if isinstance(version, dict)
        for component in version.get("components") or ()
        if isinstance(component, dict)
    ]
    return [one for component in components for one in _of(component)]


def refuse_closed(source_text: str, overrides: Mapping[str, Any]) -> None:
    """Raise DomainError for an override of what is not negotiable, or outside of its range."""
    numbers = open_numbers(source_text)
    known = {one.path: one for one in numbers}
    tables = {_ROWS.sub("", one.path) for one in numbers}
    for path, value in overrides.items():
        if path not in known and _ROWS.sub("", path) in tables:
            continue  # a whole table, or a row that the plan lacks: the compiler judges it
        number_tried(known, path, value)


def number_tried(known: Mapping[str, Open], path: str, value: Any) -> Decimal:
    """The number that is wished for at a path. Raises DomainError where nothing is negotiable, for
    what is no number, and outside of its range."""
    found = known.get(path)
    if found is None:
        raise DomainError(
            "not_negotiable", _("%s is not negotiable in this plan: leave it as it is.") % path
        )
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise DomainError("no_number", _("%(path)s: %(value)s is no number.")
                          % {"path": path, "value": value}) from None  # fmt: skip
    if not (number.is_finite() and found.allows(number)):
        raise DomainError(
            "outside",
            _("%(path)s: %(value)s is outside of %(lowest)s to %(highest)s.")
            % {"path": path, "value": value, "lowest": found.lowest, "highest": found.highest},
        )
    return number


def _of(component: Mapping[str, Any]) -> Iterator[Open]:
    ranges = component.get("negotiable") or {}
    seen: set[str] = set()
    for key in sorted(ranges, key=lambda key: "[" not in key):
        for path, rows, number in _numbers(component, key):
            full = f"components.{component['id']}.{path}"
            if full in seen:
                continue
            seen.add(full)
            try:
                limits = [Decimal(str(ranges[key][side])) for side in ("min", "max")]
                yield Open(
                    full, component["id"], key.partition("[")[0], rows, Decimal(str(number)),
                    *limits,
                )  # fmt: skip
            except (KeyError, InvalidOperation):
                continue


def _numbers(node: Any, key: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Any]]:
    """Numbers at a path, with the path that names each: `tiers.steps[from=0].share`."""
    head, _, rest = _cut(key)
    name, _, wanted = head.partition("[")
    here = node.get(name) if isinstance(node, Mapping) else None
    if isinstance(here, list):
        for item in here:
            row = _row(item)
            if wanted and not set(wanted.rstrip("]").split(",")) <= {f"{k}={v}" for k, v in row}:
                continue
            inside = ",".join(f"{k}={v}" for k, v in row)
            step = f"{name}[{inside}]" if inside else name
            if not rest and "value" in item:
                yield step, row, item["value"]
            elif rest:
                for path, rows, number in _numbers(item, rest):
                    yield f"{step}.{path}", (*row, *rows), number
    elif isinstance(here, Mapping) and rest:
        for path, rows, number in _numbers(here, rest):
            yield f"{name}.{path}", rows, number
    elif here is not None and not rest and not isinstance(here, Mapping):
        yield name, (), here


def _cut(key: str) -> tuple[str, str, str]:
    """Split at the first dot outside of brackets: a row may name a decimal."""
    depth = 0
    for index, sign in enumerate(key):
        depth += (sign == "[") - (sign == "]")
        if sign == "." and not depth:
            return key[:index], ".", key[index + 1 :]
    return key, "", ""


def _row(item: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What names a row: its dimensions, else the step's start, the metric, the code."""
    for key in ("from", "above", "metric", "code", "per", "window", "distance"):
        if key in item:
            return ((key, str(item[key])),)
    return tuple((str(k), str(v)) for k, v in item.items() if k not in NUMBERS and _is_text(v))


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)
