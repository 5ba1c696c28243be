"""Texts that become keys are joined by one macro, which leaves no argument null.

`concat_ws` skips a null in DuckDB; SQLMesh rewrites it so that the whole text is null, and a
preview would lose every row whose key has a missing part.
"""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
THE_MACRO = "macros/keys.sql"


def test_only_the_macro_joins_texts() -> None:
    found = {
        str(path.relative_to(PROJECT)): len(re.findall(r"\bconcat(?:_ws)?\s*\(", path.read_text()))
        for folder in ("models", "macros", "tests")
        for path in sorted((PROJECT / folder).rglob("*.sql"))
    }
    assert {name: count for name, count in found.items() if count} == {THE_MACRO: 1}
