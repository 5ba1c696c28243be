"""A lint: where a model reads itself, SQLMesh needs an alias and qualified columns.

Without them rows vanish without an error (docs/reference/preview.md, "What SQLMesh needs").
"""

from __future__ import annotations

import re

import sqlglot
from sqlglot import exp

ITSELF = "this_relation"
_THIS = re.compile(r"\{\{\s*this\s*\}\}")
_STATEMENT = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{-?\s*config\(.*?\}\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def problems(sql: str) -> list[str]:
    """What is wrong with the subqueries of a model's text that read `{{ this }}`."""
    if not _THIS.search(sql):
        return []
    plain = _EXPRESSION.sub(" given ", _STATEMENT.sub(" ", _THIS.sub(ITSELF, sql)))
    found = []
    for query in sqlglot.parse_one(plain, dialect="duckdb").find_all(exp.Select):
        tables = [t for t in query.find_all(exp.Table) if t.parent_select is query]
        itself = [table for table in tables if table.name == ITSELF]
        if any(not table.alias for table in itself):
            found.append("{{ this }} has no alias")
        if itself:
            found += [
                f"column {column.name} is not qualified"
                for column in query.find_all(exp.Column)
                if column.parent_select is query and not column.table and column.name != "given"
            ]
    return found
