"""The formula of every line of a release, worked out again."""

from __future__ import annotations

from collections import defaultdict

from portal.releases.formulas import formula_of
from portal.releases.lines import FACT_COLUMNS, LINE_COLUMNS, Fact, fact_of, line_of
from portal.releases.reader import Release

# What stands for itself: a release of a locked line, and what a rejected or refunded line is worth.
PLAIN = {"released", "accounts"}
SIGNS = ("*", "/", "-", "+")


def wrong_lines(release: Release, every: int = 1) -> tuple[int, list[str]]:
    """How many lines were looked at, and those whose printed formula does not give their amount, or
    says nothing but the amount; `every` takes each n-th line of a file."""
    wrong: list[str] = []
    counted = 0
    facts = _facts(release)
    for path in release.files("pub_portal__lines"):
        rows = release.rows(f"select {LINE_COLUMNS} from read_parquet($files)", files=[path])
        for row in rows[::every]:
            line = line_of(release, row)
            formula = formula_of(line, facts.get(line.line_id, []))
            is_bare = not any(sign in formula.text for sign in SIGNS)
            may_be_bare = line.formula_code in PLAIN or not line.exact_amount
            counted += 1
            if not formula.readds(line) or (is_bare and not may_be_bare):
                wrong.append(f"{line.line_id} {line.formula_code}: {formula.text}")
    return counted, wrong


def _facts(release: Release) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    files = release.files("pub_portal__line_facts")
    if files:
        for row in release.rows(
            f"select line_id, {FACT_COLUMNS} from read_parquet($files) order by section, position",
            files=files,
        ):
            found[row.pop("line_id")].append(fact_of(row))
    return found
