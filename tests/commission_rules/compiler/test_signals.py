"""Rules of signals: what a file may say, and what the terms say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from commission_rules.compiler import RuleErrors, compile_rules, resolve

ADDRESS = """shared_address:
  version: 2
  at_least: 4
  within_minutes: 90
  decide_within_days: 30
  unresolved: reject
"""


def write(root: Path, text: str) -> Path:
    (root / "x").mkdir()
    (root / "x" / "_signals.yaml").write_text(text, encoding="utf-8")
    return root


def test_a_rule_becomes_one_row_with_its_numbers_in_seconds(tmp_path: Path) -> None:
    tables = resolve(compile_rules(write(tmp_path, ADDRESS)), [])
    assert tables["signal_rules"] == [
        {
            "program_id": "x", "signal_code": "shared_address", "version_no": 2, "threshold": 4,
            "window_seconds": 5400, "limit_seconds": None, "decide_within_days": 30,
            "unresolved": "reject",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("at_least: 4", "at_least: 1", "greater than or equal to 2"),
        ("at_least: 4", 'at_least: "4"', "integer"),
        ("unresolved: reject", "unresolved: forget", "'release' or 'reject'"),
        ("shared_address", "shared_adress", "shared_adress"),
        ("  version: 2\n", "", "version"),
        ("decide_within_days: 30", "decide_within_days: 0", "greater than or equal to 1"),
        (
            ADDRESS,
            "same_bank_account: {version: 1, decide_within_days: 3, unresolved: reject}",
            "release",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(RuleErrors) as refused:
        compile_rules(write(tmp_path, ADDRESS.replace(old, new)))
    (error,) = refused.value.errors
    assert "_signals.yaml" in str(error)
    assert said in str(error)
