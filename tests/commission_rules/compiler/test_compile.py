"""Compiling a folder: all errors at once, each with file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from commission_rules.compiler import RuleErrors, compile_rules
from tests.commission_rules.builders import REPO_PLANS, cpa, plan, version, write_plans

BROKEN = """\
# a comment
title: {en: "A", de: "A", ar: "A"}
currency: EUR
calendar: month
versions:
  - valid_from: 2026-01-01
    valid_to: null
    recorded_on: 2025-12-01
    reference: "agreed"
    components:
      - id: cpa
        type: cpa
        amount: 120.00
        bonus: "5"
        conditions:
          - {metric: first_deposit, at_least: "20.00"}
      - id: rebate
        type: per_cow
"""


def errors_of(root: Path) -> list[str]:
    with pytest.raises(RuleErrors) as found:
        compile_rules(root)
    return [str(error) for error in found.value.errors]


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_the_plans_of_the_repo_compile() -> None:
    compiled = compile_rules(REPO_PLANS)
    assert ("larkspur", "ib_standard") in compiled.plans
    assert {program for program, _ in compiled.plans} == {
        "brightspin", "larkspur", "summit", "ledgerly",
    }  # fmt: skip


def test_every_error_is_reported_with_its_line_and_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, "alpha/standard.yaml", BROKEN)
    write(tmp_path, "beta/other.yaml", BROKEN.replace("per_cow", "cpa").replace("currency", "cur"))
    found = errors_of(tmp_path)
    assert any(
        line.startswith("alpha/standard.yaml:13: `amount`") or ":13: " in line for line in found
    )
    assert any(line.startswith("alpha/standard.yaml:14: unknown key `bonus`") for line in found)
    assert any(line.startswith("alpha/standard.yaml:17: unknown component type") for line in found)
    assert any(line.startswith("beta/other.yaml:3: unknown key `cur`") for line in found)
    assert any(line.startswith("beta/other.yaml:1: `currency` is missing") for line in found)
    assert all(" – " in line for line in found)


def test_a_float_is_refused_with_the_way_to_write_it(tmp_path: Path) -> None:
    write(tmp_path, "alpha/standard.yaml", BROKEN)
    amount = next(line for line in errors_of(tmp_path) if ":13:" in line)
    assert "not a quoted decimal" in amount
    assert 'write it in quotes: "120.0"' in amount


def test_yaml_that_cannot_be_read_names_its_line(tmp_path: Path) -> None:
    write(tmp_path, "alpha/standard.yaml", "title: [\ncurrency: EUR\n")
    assert errors_of(tmp_path)[0].startswith("alpha/standard.yaml:1: ")


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "alpha/standard.yaml", BROKEN.replace("currency: EUR", "title: x"))
    assert any("duplicate key" in line for line in errors_of(tmp_path))


def test_an_empty_file_and_a_missing_folder_are_said(tmp_path: Path) -> None:
    write(tmp_path, "alpha/standard.yaml", "")
    assert "holds no keys" in errors_of(tmp_path)[0]
    assert "no such folder" in errors_of(tmp_path / "nowhere")[0]


def test_an_unknown_currency_is_refused(tmp_path: Path) -> None:
    write_plans(tmp_path, {"alpha/standard": plan(version(cpa()), currency="XXQ")})
    assert "unknown currency XXQ" in errors_of(tmp_path)[0]


def test_a_symbol_in_two_groups_and_an_alias_to_nowhere_are_refused(tmp_path: Path) -> None:
    symbols = """\
groups:
  a: {label: {en: a, de: a, ar: a}, symbols: [EURUSD]}
  b: {label: {en: b, de: b, ar: b}, symbols: [EURUSD]}
aliases:
  GOLD: XAUUSD
"""
    write(tmp_path, "alpha/_symbols.yaml", symbols)
    found = errors_of(tmp_path)
    assert found[0].startswith("alpha/_symbols.yaml:3: EURUSD is in a and in b")
    assert found[1].startswith("alpha/_symbols.yaml:5: the alias GOLD")


def test_a_file_that_would_be_passed_over_is_said(tmp_path: Path) -> None:
    write(tmp_path, "alpha/standard.yml", "title: x\n")
    write(tmp_path, "alpha/_symbol.yaml", "groups: {}\n")
    write(tmp_path, "alpha/README.md", "words\n")
    found = errors_of(tmp_path)
    assert [line.split(":")[0] for line in found] == ["alpha/_symbol.yaml", "alpha/standard.yml"]


def test_the_hash_of_the_rules_changes_with_any_file(tmp_path: Path) -> None:
    write_plans(tmp_path, {"alpha/standard": plan(version(cpa()))})
    before = compile_rules(tmp_path).rules_hash
    assert compile_rules(tmp_path).rules_hash == before
    write(tmp_path, "alpha/_symbols.yaml", "groups: {}\n")
    assert compile_rules(tmp_path).rules_hash != before


def test_the_text_of_a_version_is_its_lines_in_the_file() -> None:
    plans = compile_rules(REPO_PLANS).plans
    first, second = plans["larkspur", "ib_standard"].versions
    assert first.source_text.startswith("  - valid_from: 2022-01-01\n")
    assert "2026-03-15" not in first.source_text
    assert "# A correction" not in first.source_text
    assert second.source_text.startswith("  - valid_from: 2026-03-01\n")
