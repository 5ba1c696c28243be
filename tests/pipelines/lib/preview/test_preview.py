"""The money difference of a change, to the cent; amounts are those of small_world."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.commands.preview import app, as_text
from pipelines.lib.preview.differences import Difference
from pipelines.lib.preview.run import Preview
from pipelines.settings import settings
from tests.pipelines.lib.preview.small_world import LOT_LINES

METALS = ("plans/forex/ib.yaml", 'metals, value: "4.00"', 'metals, value: "4.50"')
ROUNDED_UP = (
    LOT_LINES,
    "when {{ slot }} then stored.amount_{{ slot }}",
    "when {{ slot }} then stored.amount_{{ slot }} + 1",
)


def previewed(*arguments: str) -> tuple[int, dict]:
    done = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
    return done.exit_code, json.loads(done.output)


def moved(answer: dict) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    """(program, partner, period) → published, proposed, number of lines."""
    return {
        (row["program_id"], row["partner_id"], row["period_id"]): (
            row["published_minor"],
            row["proposed_minor"],
            row["line_count"],
        )
        for row in answer["differences"]
    }


def test_no_change_makes_no_difference_and_leaves_nothing_behind(published: Path):
    before = hashlib.sha256(settings().warehouse.read_bytes()).hexdigest()
    done = CliRunner().invoke(app, [])
    assert done.exit_code == 0, done.output
    assert "no difference" in done.output
    assert hashlib.sha256(settings().warehouse.read_bytes()).hexdigest() == before
    assert not list((published / "preview").glob("[0-9]*"))


def test_a_changed_rate_moves_the_partners_and_periods_that_it_concerns(change):
    change(*METALS)
    change("plans/shop/share.yaml", 'share: "0.15"', 'share: "0.20"')
    code, answer = previewed()
    assert code == 3
    assert moved(answer) == {
        ("forex", "P-1", "2026-04"): (2200, 2250, 1),
        ("forex", "P-2", "2026-04"): (400, 450, 1),
        ("shop", "P-9", "2026-04"): (2003, 2670, 2),
    }
    totals = {total["currency_code"]: total["difference_minor"] for total in answer["totals"]}
    assert totals == {"EUR": 667, "USD": 100}
    assert answer["changed_models"] == ["staging.stg_terms__deal_rates"]


def test_a_changed_model_moves_its_lines_over_all_of_history(change):
    change(*ROUNDED_UP)
    code, answer = previewed("--models", "--by", "component")
    assert code == 3
    assert moved(answer) == {
        ("forex", "P-1", "2026-03"): (1000, 1001, 1),
        ("forex", "P-1", "2026-04"): (2200, 2202, 2),
        ("forex", "P-2", "2026-04"): (400, 401, 1),
    }
    assert {row["component_id"] for row in answer["differences"]} == {"rebate"}
    assert {row["period_id"] for row in answer["differences"] if row["is_closed"]} == {"2026-03"}
    assert "commissions.com_lines__sale_share" not in answer["rebuilt_models"]


def test_a_model_rewritten_without_another_meaning_makes_no_difference(change):
    change(
        "project/models/intermediate/facts/int_trades__attributed.sql",
        "select * from final",
        "select * from final where event_on is not null",
    )
    code, answer = previewed("--models")
    assert answer["changed_models"] == ["intermediate.int_trades__attributed"]
    assert "commissions.com_lines" in answer["rebuilt_models"]
    assert (code, answer["differences"]) == (0, [])


def test_rules_of_another_folder_leave_changed_models_out(change, tmp_path: Path):
    change(*METALS)
    change(*ROUNDED_UP)
    code, answer = previewed("--rules", str(tmp_path / "plans"), "--program", "forex")
    assert code == 3
    assert sum(row["difference_minor"] for row in answer["differences"]) == 100


def test_the_table_ends_with_a_total_per_currency():
    rows = [
        difference("shop", "P-9", "EUR", 2003, 2670, lines=2),
        difference("forex", "P-1", "USD", 2200, 2250, lines=1),
        difference("forex", "P-2", "USD", 400, 450, lines=1),
    ]
    found = Preview(as_of="2026-10-28T12:00:00", differences=rows)
    told = [line.split() for line in as_text(found).splitlines()]
    assert ["shop", "P-9", "2026-04", "20.03", "26.70", "+6.67", "EUR", "2"] in told
    assert told[-2:] == [
        ["total", "20.03", "26.70", "+6.67", "EUR", "2"],
        ["total", "26.00", "27.00", "+1.00", "USD", "2"],
    ]


def difference(
    program: str, partner: str, currency: str, before: int, after: int, *, lines: int
) -> Difference:
    return Difference(
        program_id=program,
        partner_id=partner,
        calendar_id="month",
        period_id="2026-04",
        component_id="",
        currency_code=currency,
        digits=2,
        published_minor=before,
        proposed_minor=after,
        locked_difference_minor=0,
        line_count=lines,
        is_closed=False,
    )


def test_a_model_that_does_not_build_is_named(change):
    from pipelines.lib.preview.sqlmesh_project import PreviewFailed

    change(LOT_LINES, "trades.lots as quantity,", "trades.no_such as quantity,")
    with pytest.raises(PreviewFailed, match=r"com_lines__per_lot.*no_such"):
        CliRunner().invoke(app, ["--models"], catch_exceptions=False)


def test_rules_that_do_not_compile_say_file_and_line(change):
    from pipelines.lib.errors import OpenbookError

    change("plans/shop/share.yaml", 'share: "0.15"', "share: 0.15")
    with pytest.raises(OpenbookError, match=r"shop/share\.yaml:\d+"):
        CliRunner().invoke(app, [], catch_exceptions=False)
