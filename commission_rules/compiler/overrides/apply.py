"""Put a deal's overrides into a version (COMMISSIONS, "Plans are dated data"; RULINGS, "Which
terms": an override replaces what it names: a row, the default, or the whole table)."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from commission_rules.compiler.overrides.numbers import places_at
from commission_rules.compiler.overrides.paths import (
    Part,
    parse_path,
    path_text,
    row_of,
    same_row,
    without_rows,
)
from commission_rules.compiler.reading import complaints
from commission_rules.schema.component import Component
from commission_rules.schema.parts.numbers import quoted_decimal
from commission_rules.schema.plan import Version

Overrides = Mapping[str, Any]


def read_overrides(text: str | Overrides | None) -> dict[str, Any]:
    """Read the JSON of a deal version; null and blank are none.

    Raises:
        ValueError: "what – what to do", when it is not a JSON object.
    """
    if text is None or text == "":
        return {}
    try:
        found = json.loads(text) if isinstance(text, str) else dict(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"overrides are not JSON ({error.msg}) – write an object") from None
    if not isinstance(found, dict):
        raise ValueError('overrides are not a JSON object – write {"components.…": "…"}')
    return found


def apply_overrides(version: Version, overrides: Overrides) -> tuple[Version, list[str]]:
    """Return the version with the overrides in it, and "what – what to do" for each refusal."""
    by_component: dict[str, dict[str, Any]] = {}
    refusals = []
    known = {component.id for component in version.components}
    for key, value in overrides.items():
        head, _, rest = key.partition(".")
        component_id, _, path = rest.partition(".")
        if head != "components" or component_id not in known or not path:
            names = ", ".join(sorted(known))
            refusals.append(
                f"`{key}` names no component – write components.<id>.<number> with one of {names}"
            )
            continue
        by_component.setdefault(component_id, {})[path] = value
    components = []
    for component in version.components:
        changed, more = _apply(component, by_component.get(component.id, {}))
        components.append(changed)
        refusals += more
    return version.model_copy(update={"components": tuple(components)}), refusals


def _apply(component: Component, changes: Mapping[str, Any]) -> tuple[Component, list[str]]:
    if not changes:
        return component, []
    data = component.model_dump(by_alias=True, exclude_none=True, mode="json")
    refusals = []
    # Whole tables first, then the default, then rows: the more precise override has the last word.
    for path in sorted(changes, key=lambda key: (isinstance(changes[key], str), "[" in key, key)):
        try:
            _put(component, data, parse_path(path), changes[path])
        except ValueError as error:
            refusals.append(f"components.{component.id}.{path}: {error}")
    if refusals:
        return component, refusals
    try:
        return type(component).model_validate(data), []
    except ValidationError as error:
        return component, [
            f"components.{component.id}.{'.'.join(map(str, where))}: {what} – {todo}"
            for where, what, todo in complaints(error)
        ]


def _put(component: Component, data: dict[str, Any], path: tuple[Part, ...], value: Any) -> None:
    if isinstance(value, list):
        _put_list(component, data, path, value)
    elif len(path) == 1 and path[0].name in component.tables:
        number = quoted_decimal(value)
        _allow(component, path, number)
        rows = data.setdefault(path[0].name, [])
        for item in rows:
            if same_row(path[0].row, item):
                item["value"] = value
                return
        rows.append({**path[0].row, "value": value})
    else:
        number = quoted_decimal(value)
        for place in places_at(data, path, component.tables):
            _allow(component, place.path, number)
            place.holder[place.key] = value


def _put_list(
    component: Component, data: dict[str, Any], path: tuple[Part, ...], value: list[Any]
) -> None:
    """Replace a whole list; a number without a range of its own must be one of the plan's."""
    holder = data
    for part in path[:-1]:
        holder = holder.get(part.name, {})
    last = path[-1]
    old = holder.get(last.name)
    if not isinstance(old, list) or last.row or not all(isinstance(item, dict) for item in value):
        raise ValueError("is not a table – write one number, or name a table and give its rows")
    for item in value:
        for key in item:
            if key in row_of(item) and key not in ("from", "above"):
                continue
            inner = (*path[:-1], Part(last.name, row_of(item)))
            where = inner if key == "value" else (*inner, Part(key))
            mine = {Decimal(row[key]) for row in old if key in row and key in ("from", "above")}
            number = _number_of(key, item[key])
            if number not in mine:
                _allow(component, where, number)
    holder[last.name] = copy.deepcopy(value)


def _number_of(key: str, value: Any) -> Decimal:
    try:
        return quoted_decimal(value)
    except ValueError as error:
        raise ValueError(f"`{key}`: {error}") from None


def _allow(component: Component, path: tuple[Part, ...], number: Decimal) -> None:
    limits = component.negotiable.get(path_text(path)) or component.negotiable.get(
        without_rows(path)
    )
    if limits is None:
        open_ones = ", ".join(component.negotiable) or "nothing"
        raise ValueError(f"is not negotiable in this plan – it lets negotiate {open_ones}")
    if not limits.min <= number <= limits.max:
        raise ValueError(
            f"{number} is outside of {limits.min} to {limits.max} – choose a number inside"
        )
