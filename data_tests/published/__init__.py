"""What was written of a release, read back and added up before the pointer moves.

Enters: a release's folder and its manifest. Leaves: one `CheckResult` per rule. The rules are SQL
that returns the rows that break them (`rules.py`); none looks at the warehouse.
"""

from data_tests.published.check import check

__all__ = ["check"]
