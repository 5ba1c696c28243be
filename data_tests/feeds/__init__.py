"""Gate 1: what just arrived, before anything of it is in the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_tests.runner import CheckResult

if TYPE_CHECKING:
    import pyarrow

LARGEST_BAD_SHARE_PERCENT = 20
FEW_BAD_ROWS = 10  # so few say nothing about the file; they wait in quarantine by themselves


def check(program_id: str, feed: str, table: pyarrow.Table) -> list[CheckResult]:
    """Every expectation of the feed's suite on rows of its canonical files.

    `table` holds one or several files of one feed, as the door wrote them. Great Expectations is
    imported here, when it is needed: that takes seconds.
    """
    from data_tests.feeds import batches, suites

    return batches.validate(program_id, feed, table, suites.expectations(feed, table))


def check_share(
    program_id: str, feed: str, file_name: str, rows: int, quarantined: int
) -> CheckResult:
    """At most a fifth of a file's rows may be bad: a file with more was misread as a whole.

    Fewer than 10 bad rows are no reason to hold back the good ones.
    """
    share_kept = quarantined * 100 <= (rows + quarantined) * LARGEST_BAD_SHARE_PERCENT
    passed = share_kept or quarantined < FEW_BAD_ROWS
    return CheckResult(
        gate="gate_1",
        program_id=program_id,
        subject=feed,
        check_name="bad_rows_at_most_20_percent",
        passed=passed,
        failed_rows=0 if passed else quarantined,
        message=f"{file_name}: {quarantined} of {rows + quarantined} rows cannot be understood",
    )
