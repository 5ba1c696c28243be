"""Gate 1 on files that were read: all at once when they pass, one by one when something fails.

A file that fails is `blocked`: nothing of it is in `raw` until a replay accepts it.
"""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from data_tests.feeds import check, check_share
from data_tests.runner import CheckResult
from pipelines.defs.feeds.door import Taken


def gate_files(taken: list[Taken]) -> tuple[list[Taken], list[CheckResult]]:
    """The files, those that failed as blocked, and what the checks said."""
    tables = [one.table for one in taken if one.table is not None and one.table.num_rows]
    if not tables:
        return [_share_only(one) for one in taken], [r for one in taken for r in _share(one)]
    first = next(one.arrival for one in taken if one.table is not None)
    together = check(
        first.program_id, first.feed, pa.concat_tables(tables, promote_options="default")
    )
    if all(result.passed for result in together):
        shares = [result for one in taken for result in _share(one)]
        return [_share_only(one) for one in taken], together + shares
    gated, results = [], []
    for one in taken:
        found = _share(one)
        if one.table is not None and one.table.num_rows:
            found += check(one.arrival.program_id, one.arrival.feed, one.table)
        gated.append(_blocked(one, found))
        results += found
    return gated, results


def _share(one: Taken) -> list[CheckResult]:
    if one.table is None:
        return []
    arrival = one.arrival
    return [
        check_share(
            arrival.program_id, arrival.feed, arrival.name, arrival.rows, len(arrival.quarantined)
        )
    ]


def _share_only(one: Taken) -> Taken:
    return _blocked(one, _share(one))


def _blocked(one: Taken, results: list[CheckResult]) -> Taken:
    failed = [result for result in results if not result.passed]
    if not failed:
        return one
    message = "; ".join(f"{r.check_name}: {r.failed_rows} rows ({r.message})" for r in failed)
    arrival = replace(
        one.arrival, state="blocked", reason_code="gate_1", message=f"gate 1 failed: {message}"
    )
    return Taken(arrival, one.table, one.original)
