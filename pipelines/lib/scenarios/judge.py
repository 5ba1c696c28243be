"""Compare what was expected with what was found, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from commission_rules.schema.scenario.expectations import Expectation
from pipelines.lib.scenarios.found import Found
from pipelines.lib.scenarios.look import Look
from pipelines.lib.scenarios.numbers import Several


@dataclass(frozen=True)
class Mismatch:
    """One value that is not what was expected."""

    name: str
    expected: str
    found: str


@dataclass(frozen=True)
class Judged:
    """One expectation with what was found for each of its values."""

    index: int
    line: int
    expected: Expectation
    found: dict[str, Any]
    mismatches: tuple[Mismatch, ...]
    look: Look

    @property
    def is_met(self) -> bool:
        return not self.mismatches


def judge(expected: Expectation, index: int, line: int, found: Found) -> Judged:
    """Look up every value of an expectation."""
    look = Look(found, expected)
    values = {name: look.value(name) for name in sorted(expected.values())}
    wrong: list[Mismatch] = []
    for name, wanted in sorted(expected.values().items()):
        wrong += _compared(name, wanted, values[name])
    return Judged(index, line, expected, values, tuple(wrong), look)


def _compared(name: str, wanted: Any, found: Any) -> list[Mismatch]:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return [
            Mismatch(f"{name}.{key}", plain(value), plain(found.get(_key(key, found))))
            for key, value in wanted.items()
            if not _equal(value, found.get(_key(key, found)))
        ]
    if isinstance(wanted, tuple) and isinstance(found, tuple):
        same = len(wanted) == len(found) and all(map(_equal, wanted, found))
        return [] if same else [Mismatch(name, plain(wanted), plain(found))]
    return [] if _equal(wanted, found) else [Mismatch(name, plain(wanted), plain(found))]


def _key(key: str, found: Mapping[str, Any]) -> str:
    return key if key in found else key.removeprefix("fees.")


def _equal(wanted: Any, found: Any) -> bool:
    """Numbers by value; what is not there at all is 0, and None where None is written."""
    if isinstance(wanted, Decimal | int) and not isinstance(wanted, bool):
        if isinstance(found, Several | str | date):
            return False
        return Decimal(wanted) == (Decimal(0) if found is None else Decimal(found))
    return bool(wanted == found)


def plain(value: Any) -> str:
    """A value for people: numbers without trailing zeros beyond two decimals."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        if "." in text:
            whole, _, decimals = text.partition(".")
            kept = decimals.rstrip("0")
            return f"{whole}.{kept.ljust(2, '0')}"
        return text
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {plain(part)}" for key, part in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(plain, value)) + "]"
    return "nothing" if value is None else str(value)
