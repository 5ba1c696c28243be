"""docs/reference/rules.md names everything that a plan may say."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from commission_rules.schema.components import REGISTRY
from commission_rules.schema.plan import Plan

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in typing.get_args(kind):
        yield from _models(inner)


def _literals(kind: Any) -> Iterator[str]:
    if typing.get_origin(kind) is Literal:
        yield from (str(value) for value in typing.get_args(kind))
    else:
        for inner in typing.get_args(kind):
            yield from _literals(inner)


def said() -> list[tuple[str, str]]:
    """Each field of a plan and its parts, and each word that a field may have, with its model."""
    found: set[tuple[str, str]] = set()
    waiting: list[type[BaseModel]] = [Plan, *REGISTRY.values()]
    seen: set[type[BaseModel]] = set()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, field in model.model_fields.items():
            found.add((model.__name__, field.alias or name))
            found |= {(model.__name__, word) for word in _literals(field.annotation)}
            waiting += _models(field.annotation)
    return sorted(found)


@pytest.mark.parametrize("pair", said(), ids=".".join)
def test_the_page_names_it(pair: tuple[str, str]) -> None:
    _, name = pair
    assert re.search(rf"(?<!\w){re.escape(name)}(?!\w)", PAGE), f"rules.md does not name `{name}`"
