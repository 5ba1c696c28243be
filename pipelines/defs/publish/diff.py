"""What changed between two releases of a program: files, row counts, sums by currency."""

from __future__ import annotations

from typing import Any


def _tables(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every table (and period) of a release with its hash, rows and sums, by one flat name."""
    found: dict[str, dict[str, Any]] = {}
    for entry in manifest["files"]:
        if "tables" in entry:
            found.update(entry["tables"])
        else:
            sums = {"amount_minor": entry["sums"]} if entry["sums"] else {}
            found[entry["name"]] = {**entry, "sums": sums}
    return found


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """One row per table (and period) that differs: rows and sums of both, minor units."""
    before, after = _tables(old), _tables(new)
    nothing: dict[str, Any] = {"content_hash": "", "rows": 0, "sums": {}}
    answer = []
    for name in sorted(before.keys() | after.keys()):
        left, right = before.get(name, nothing), after.get(name, nothing)
        if left["content_hash"] == right["content_hash"]:
            continue
        answer.append(
            {
                "name": name,
                "rows_before": left["rows"],
                "rows_after": right["rows"],
                "sums": _sum_differences(left["sums"], right["sums"]),
            }
        )
    return answer


def _sum_differences(
    left: dict[str, dict[str, int]], right: dict[str, dict[str, int]]
) -> dict[str, dict[str, int]]:
    """{column: {currency: after - before}} where that is not 0."""
    answer: dict[str, dict[str, int]] = {}
    for column in sorted(left.keys() | right.keys()):
        before, after = left.get(column, {}), right.get(column, {})
        moved = {
            currency: after.get(currency, 0) - before.get(currency, 0)
            for currency in sorted(before.keys() | after.keys())
        }
        moved = {currency: minor for currency, minor in moved.items() if minor}
        if moved:
            answer[column] = moved
    return answer
