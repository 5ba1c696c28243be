"""Every reason code that the SQL can write has a sentence in English, German and Arabic, and no
sentence stands for a code that is never written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
import sqlglot
from django.utils.translation import override
from sqlglot import exp

from pipelines.lib.portal_gateway import reason_text
from pipelines.lib.scenarios.sql import LAYERS
from portal.config import catalogues
from portal.releases.reasons import CHANGE, LINE, UNPAID
from tests.dbt_project.statements.compiled import nodes

COLUMNS = {
    "reason_code", "refusal_code", "refusal", "lead_refusal_code", "member_reason_code",
    "plain_reason", "first_reason",
}  # fmt: skip
# Written by a record's own type, or by the ledger and the portal, and not by a word in the SQL.
ELSEWHERE = {"chargeback", "refund", "manual", "paid_by_platform", "forfeited"}
REFUSING = ("com_unpaid__", "int_quantities__", "int_trade_", "int_stakes__", "int_event_leads__")
OPERANDS = ("asked", "found", "symbol", "asked_time", "found_time")


def _words(found: exp.Expression | None) -> Iterator[str]:
    """The words that an expression may come to."""
    if isinstance(found, exp.Literal) and found.is_string:
        yield found.this
    elif isinstance(found, exp.Case):
        for branch in found.args.get("ifs", []):
            yield from _words(branch.args["true"])
        yield from _words(found.args.get("default"))
    elif isinstance(found, exp.Cast | exp.Coalesce | exp.Paren | exp.Max | exp.Min):
        for part in (found.this, *found.expressions):
            yield from _words(part)


@pytest.fixture(scope="module")
def written() -> dict[str, set[str]]:
    """Codes by the model that writes them."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in nodes(LAYERS).values():
        if node.kind == "model":
            tree = sqlglot.parse_one(node.sql, dialect="duckdb")
            for column in tree.find_all(exp.Alias):
                if column.alias in COLUMNS:
                    found[node.unique_id.split(".")[-1]] |= set(_words(column.this))
    return found


def test_the_codes_of_the_sql_are_those_with_sentences(written: dict[str, set[str]]) -> None:
    codes = set().union(*written.values())
    assert codes == ({*UNPAID, *LINE, *CHANGE} - ELSEWHERE)


def test_each_code_has_its_sentence_where_it_is_read(written: dict[str, set[str]]) -> None:
    for model, codes in written.items():
        if model.startswith(REFUSING):
            assert codes <= set(UNPAID), model
        elif model.startswith("sta_"):
            assert codes <= set(CHANGE), model
        else:
            assert codes <= {*UNPAID, *LINE}, model


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize(
    ("kind", "code"),
    [(k, c) for k, t in (("unpaid", UNPAID), ("line", LINE), ("change", CHANGE)) for c in t],
)
def test_each_sentence_is_translated(kind: str, code: str, language: str) -> None:
    catalogues.compile_messages()
    given = {name: f"[{name}]" for name in OPERANDS}
    english = reason_text(kind, code, "en", **given)
    said = reason_text(kind, code, language, **given)
    assert said not in ("", english)
    assert english != code
    assert {n for n in OPERANDS if f"[{n}]" in said} == {n for n in OPERANDS if f"[{n}]" in english}


def test_a_code_that_nobody_knows_is_shown_as_it_is() -> None:
    with override("en"):
        assert reason_text("line", "no_such_code") == "no_such_code"
        assert reason_text("line", None) == ""
