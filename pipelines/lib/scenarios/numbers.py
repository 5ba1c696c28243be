"""Named numbers of an explanation, from the facts of lines (docs/reference/tables.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from pipelines.lib.scenarios.found import Row

ZERO = Decimal(0)


@dataclass(frozen=True)
class Several:
    """Lines that do not agree on a number."""

    values: tuple[Any, ...]

    def __str__(self) -> str:
        listed = ", ".join(str(value) for value in self.values)
        return f"several ({listed}): choose by partner, component, level, event or kind"


def one_of(values: Iterable[Any]) -> Any:
    """The one value that all have; None when there is none, `Several` when they differ."""
    found = {value for value in values if value is not None}
    if len(found) > 1:
        return Several(tuple(sorted(found, key=str)))
    return next(iter(found), None)


def _sum(section: str, *codes: str, column: str = "amount") -> Callable[[list[Row]], Decimal]:
    def total(facts: list[Row]) -> Decimal:
        rows = [row for row in facts if row["section"] == section and row["code"] in codes]
        return sum((row[column] or ZERO for row in rows), ZERO)

    return total


def _all(section: str) -> Callable[[list[Row]], Decimal]:
    def total(facts: list[Row]) -> Decimal:
        rows = [row for row in facts if row["section"] == section]
        return sum((abs(row["amount"] or ZERO) for row in rows), ZERO)

    return total


def _by(
    section: str, key: str, *codes: str, column: str = "amount"
) -> Callable[[list[Row]], dict[str, Decimal]]:
    def totals(facts: list[Row]) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for row in facts:
            if row["section"] == section and (not codes or row["code"] in codes):
                name = str(row[key] or "").removeprefix("fees.")
                found[name] = found.get(name, ZERO) + (row[column] or ZERO)
        return found

    return totals


def _slices(facts: list[Row]) -> tuple[Decimal, ...]:
    rows = [row for row in facts if row["section"] == "slice"]
    return tuple(row["amount"] for row in sorted(rows, key=lambda row: row["position"]))


def _texts(column: str) -> Callable[[list[Row]], dict[str, Any]]:
    def texts(facts: list[Row]) -> dict[str, Any]:
        rows = [row for row in facts if row["section"] == "condition"]
        return {row["code"]: decimal_of(row[column]) for row in rows}

    return texts


def _step_value(facts: list[Row]) -> Any:
    return one_of(decimal_of(row["found"]) for row in facts if row["section"] == "step")


def _any(facts: list[Row]) -> dict[str, Any]:
    """Every number: `section.code`, `section.code.subject`, with `@quantity`, `@rate`, `@found`."""
    found: dict[str, Any] = {}
    for row in facts:
        names = [f"{row['section']}.{row['code']}"]
        if row["subject"]:
            names.append(f"{names[0]}.{row['subject']}")
        for name in names:
            for suffix in ("", "quantity", "rate"):
                value = row[suffix or "amount"]
                if value is not None:
                    key = f"{name}@{suffix}" if suffix else name
                    found[key] = found.get(key, ZERO) + value
            if row["found"] is not None:
                found[f"{name}@found"] = decimal_of(row["found"])
    return found


def decimal_of(text: Any) -> Any:
    """A decimal where the text is one."""
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return text


CARRY = ("opening", "closing", "written_off")
NAMED: dict[str, Callable[[list[Row]], Any]] = {
    "gross": _sum("deduction", "gross", "stakes", "net_revenue", "net_deposits", "net_sales"),
    "deductions": _by("deduction", "code"),
    "deduction_bases": _by("deduction", "code", column="quantity"),
    "client_bases": _by("client", "subject"),
    "accounts": _by("account", "subject"),
    "slices": _slices,
    **{name: _sum("carry", name) for name in CARRY},
    "openings": _by("carry", "subject", "opening"),
    "closings": _by("carry", "subject", "closing"),
    "fenced": _by("fence", "subject", "fenced"),
    "fence_used": _by("fence", "subject", "used"),
    "fence_open": _by("fence", "subject", "closing", "open"),
    "advance": _sum("recoup", "advance"),
    "recouped": _sum("recoup", "recouped"),
    "advance_open": _sum("recoup", "open"),
    "advances_open": _by("recoup", "subject", "open"),
    "conditions": _texts("found"),
    "thresholds": _texts("asked"),
    "step_value": _step_value,
    "capped": _all("cap"),
    "facts": _any,
}
