"""No amount, rate or quantity is a float in Python: annotations, literals, calls, columns.

The warehouse, releases and ledger segments are asked in tests/end_to_end/test_no_float.py.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import FloatField

REPO = Path(__file__).resolve().parents[2]
PACKAGES = ("commission_rules", "data_tests", "pipelines", "portal", "dashboards")
# Where money is computed, booked or printed there is not even a literal.
MONEY = (
    "commission_rules", "data_tests", "pipelines/defs/feeds", "pipelines/defs/ledger",
    "pipelines/defs/payouts", "pipelines/defs/publish", "pipelines/defs/rules",
    "portal/deals", "portal/payouts", "portal/releases", "portal/statements", "dashboards/data",
)  # fmt: skip
# Durations and moments of a machine's clock may be floats, and are named so.
TIME = re.compile(r"second|started|until|patience|timeout|mtime|age$|_standing$|_open$", re.I)


def sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((REPO / folder).rglob("*.py")):
            yield path.relative_to(REPO).as_posix(), ast.parse(path.read_text())


def annotated(tree: ast.AST) -> Iterator[tuple[str, int, ast.expr]]:
    """(name, line, annotation) of every field, variable, parameter and answer."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target), node.lineno, node.annotation
        elif isinstance(node, ast.arg) and node.annotation:
            yield node.arg, node.lineno, node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
            yield node.name, node.lineno, node.returns


def test_nothing_but_time_is_typed_as_a_float() -> None:
    hits = [
        f"{name}:{line}: {what}"
        for name, tree in sources(*PACKAGES)
        for what, line, annotation in annotated(tree)
        if re.search(r"\bfloat\b", ast.unparse(annotation)) and not TIME.search(what)
    ]
    assert hits == []


@pytest.mark.parametrize("folder", MONEY)
def test_where_money_is_there_is_no_float_literal_and_no_call_of_float(folder: str) -> None:
    hits = []
    for name, tree in sources(folder):
        lines = (REPO / name).read_text().splitlines()
        for node in ast.walk(tree):
            is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            is_call = isinstance(node, ast.Call) and ast.unparse(node.func) == "float"
            if (is_literal or is_call) and not TIME.search(lines[node.lineno - 1]):
                hits.append(f"{name}:{node.lineno}: {ast.unparse(node)}")
    assert hits == []


def test_no_column_of_the_portals_database_is_a_float() -> None:
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FloatField)
    ]
    assert fields == []
