"""Plan versions x deal versions x overrides become intervals that never overlap."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commission_rules.compiler import RuleErrors, compile_rules, resolve, resolve_sound
from pipelines.defs.rules.columns import TABLES
from tests.commission_rules.builders import (
    Data,
    cpa,
    deal,
    per_lot,
    plan,
    revshare,
    sale_share,
    tiers,
    version,
    write_plans,
)

SYMBOLS = """\
groups:
  majors: {label: {en: majors, de: majors, ar: majors}, symbols: [EURUSD]}
aliases: {EURO: EURUSD}
suffixes: ["_", ".r"]
"""
COUNTRIES = "groups:\n  dach: {label: {en: D, de: D, ar: D}, countries: [DE, AT, CH]}\n"
CORRECTED = plan(
    version(per_lot(negotiable={"rate_per_lot": {"min": "1.00", "max": "9.00"}})),
    version(
        per_lot(rate_per_lot="6.00"),
        valid_from="2026-03-01",
        valid_to="2026-03-15",
        recorded_on="2026-04-10",
    ),
)


def tables(tmp_path: Path, given: Any, *deals: Data, **more: Any) -> dict[str, list[Data]]:
    root = write_plans(tmp_path, {"alpha/standard": given})
    (root / "alpha" / "_symbols.yaml").write_text(SYMBOLS, encoding="utf-8")
    (root / "alpha" / "_countries.yaml").write_text(COUNTRIES, encoding="utf-8")
    return resolve(compile_rules(root), deals or [deal()], **more)


def test_five_a_lot_and_six_for_the_days_of_the_correction(tmp_path: Path) -> None:
    found = tables(tmp_path, CORRECTED)["deal_rates"]
    assert [(row["valid_from"], row["rate"]) for row in found] == [
        (date(2026, 1, 1), Decimal(5)),
        (date(2026, 3, 1), Decimal(6)),
        (date(2026, 3, 16), Decimal(5)),
    ]


def test_intervals_of_a_deal_and_component_never_overlap(tmp_path: Path) -> None:
    versions = [
        deal(valid_to=date(2026, 3, 9)),
        deal(
            deal_version_no=2,
            valid_from=date(2026, 3, 10),
            overrides='{"components.rebate.rate_per_lot": "7.00"}',
        ),
    ]
    given = plan(version(per_lot(negotiable={"rate_per_lot": {"min": "1.00", "max": "9.00"}})))
    found = tables(tmp_path, given, *versions)
    rows = found["deal_components"]
    assert [(row["valid_from"], row["valid_to"]) for row in rows] == [
        (date(2026, 1, 1), date(2026, 3, 9)),
        (date(2026, 3, 10), date(9999, 12, 31)),
    ]
    assert [row["rate"] for row in found["deal_rates"]] == [Decimal("5.00"), Decimal("7.00")]
    assert [row["deal_version_no"] for row in found["deal_versions"]] == [1, 2]


def test_a_deal_version_recorded_later_rules_from_its_first_day(tmp_path: Path) -> None:
    given = plan(version(per_lot(negotiable={"rate_per_lot": {"min": "1.00", "max": "9.00"}})))
    lower = '{"components.rebate.rate_per_lot": "4.00"}'
    second = deal(deal_version_no=2, valid_from=date(2026, 2, 5), overrides=lower)
    found = tables(tmp_path, given, deal(), second)["deal_versions"]
    assert [(row["valid_from"], row["valid_to"], row["deal_version_no"]) for row in found] == [
        (date(2026, 1, 1), date(2026, 2, 4), 1),
        (date(2026, 2, 5), date(9999, 12, 31), 2),
    ]


def test_the_keys_of_the_contract_are_unique(tmp_path: Path) -> None:
    found = tables(tmp_path, CORRECTED, deal(), deal(deal_id="D-2", partner_id="P-2"))
    keys = {
        "deal_versions": ("program_id", "deal_id", "valid_from"),
        "deal_components": ("program_id", "deal_id", "component_id", "valid_from"),
        "deal_rates": ("program_id", "deal_id", "component_id", "valid_from", "row_no"),
        "symbols": ("program_id", "symbol"),
        "symbol_aliases": ("program_id", "native_symbol"),
        "sentences": ("program_id", "deal_id", "valid_from", "language", "position"),
    }
    for name, key in keys.items():
        counted = Counter(tuple(row[column] for column in key) for row in found[name])
        assert found[name], name
        assert max(counted.values()) == 1, name


ACTIVE = {"metric": "active_clients", "at_least": "3", "look_back": {"average": "2"}}


def test_rows_have_exactly_the_columns_of_the_contract(tmp_path: Path) -> None:
    steps = revshare(
        id="stepped",
        base="theoretical",
        edge="0.04",
        tiers=tiers(steps=[{"from": "0", "share": "0.20", "conditions": [ACTIVE]}]),
        deductions=[{"code": "bonus_cost"}],
        recoup={"from": "cpa"},
    )
    modified = per_lot(lot_modifiers=[{"symbol": "EURUSD", "value": "0.8"}], symbols=["EURUSD"])
    found = tables(tmp_path, plan(version(cpa(), steps, modified, sale_share())))
    assert set(found) == set(TABLES)
    for name, rows in found.items():
        assert rows or name in ("deal_levels", "deal_splits", "deal_caps", "signal_rules"), name
        assert all(set(row) == set(TABLES[name]) for row in rows), name


def test_a_stepped_share_has_steps_and_no_rates(tmp_path: Path) -> None:
    stepped = revshare(tiers=tiers(("0", "0.20"), ("5000", "0.30"), on="period_base"))
    found = tables(tmp_path, plan(version(stepped)))
    (component,) = found["deal_components"]
    assert (component["tier_kind"], component["tier_on"]) == ("slab", "period_base")
    assert (component["carry_policy"], component["carry_level"]) == ("full", "base")
    assert found["deal_rates"] == []
    assert [
        (row["step_no"], row["from_value"], row["is_inclusive"], row["rate"])
        for row in found["deal_steps"]
    ] == [(1, Decimal(0), True, Decimal("0.20")), (2, Decimal(5000), True, Decimal("0.30"))]


def test_a_cpa_has_its_conditions_and_the_name_it_is_paid_once_for(tmp_path: Path) -> None:
    multiple = {"metric": "wagered", "at_least": {"times": "5", "of": "first_deposit"}}
    window = {"within_days": "30", "anchor": "registration"}
    first = {"metric": "first_deposit", "at_least": "20.00", **window}
    found = tables(tmp_path, plan(version(cpa(conditions=[first, multiple]))))
    assert found["deal_components"][0]["once_for"] == "cpa"
    assert [
        (row["position"], row["metric"], row["at_least"], row["multiple_of"], row["within_days"])
        for row in found["deal_conditions"]
    ] == [
        (1, "first_deposit", Decimal("20.00"), None, 30),
        (2, "wagered", Decimal(5), "first_deposit", None),
    ]


def test_a_deduction_is_an_amount_or_a_percentage(tmp_path: Path) -> None:
    listed = [{"code": "bonus_cost"}, {"code": "fees.provider", "share": "0.12", "of": "gross"}]
    found = tables(tmp_path, plan(version(revshare(deductions=listed))))["deal_deductions"]
    assert [(row["kind"], row["of_base"], row["share"]) for row in found] == [
        ("amount", None, None),
        ("percentage", "gross", Decimal("0.12")),
    ]


def test_a_country_group_becomes_its_countries_below_a_country_of_its_own(tmp_path: Path) -> None:
    amounts = [
        {"country_group": "dach", "value": "90"},
        {"country": "DE", "value": "110"},
        {"value": "60"},
    ]
    found = tables(tmp_path, plan(version(cpa(amount=amounts))))["deal_rates"]
    germany = [row for row in found if row["country"] == "DE"]
    assert max(germany, key=lambda row: row["specificity"])["rate"] == Decimal(110)
    assert {row["country"] for row in found} == {"AT", "CH", "DE", None}
    assert [row["row_no"] for row in found] == [1, 2, 3, 4, 5]


def test_a_trade_component_has_levels_filters_and_modifiers(tmp_path: Path) -> None:
    given = per_lot(
        levels={"algebra": "differential", "depth": "5", "duration_months": "6"},
        lot_modifiers=[{"symbol": "EURUSD", "value": "0.80"}],
        account_types=["live", "demo"],
        excluded_deal_reasons=["stop_out"],
        minimum_holding_seconds="60",
    )
    found = tables(tmp_path, plan(version(given)))
    (row,) = found["deal_components"]
    assert (row["algebra"], row["depth"], row["duration_months"]) == ("differential", 5, 6)
    assert row["minimum_holding_seconds"] == 60
    assert found["deal_lot_modifiers"][0]["modifier"] == Decimal("0.80")
    assert [(row["filter_kind"], row["filter_value"]) for row in found["deal_filters"]] == [
        ("account_type", "live"),
        ("account_type", "demo"),
        ("excluded_deal_reason", "stop_out"),
    ]


def test_live_accounts_alone_need_no_filter(tmp_path: Path) -> None:
    assert tables(tmp_path, plan(version(per_lot())))["deal_filters"] == []


def test_a_deal_of_shares_alone_may_be_in_another_currency(tmp_path: Path) -> None:
    given = plan(version(sale_share()))
    (row,) = tables(tmp_path, given, deal(currency_code="JPY"))["deal_components"]
    assert (row["currency_code"], row["currency_digits"]) == ("JPY", 0)


def test_no_value_is_a_float(tmp_path: Path) -> None:
    for name, rows in tables(tmp_path, CORRECTED).items():
        allowed = (Decimal, date, str, int, bool, type(None))
        assert all(isinstance(value, allowed) for row in rows for value in row.values()), name


def test_symbols_and_aliases_come_without_any_deal(tmp_path: Path) -> None:
    root = write_plans(tmp_path, {"alpha/standard": plan(version(per_lot()))})
    details = 'details: {XAGUSD: {tick: "0.001", contract_size: "5000", quote_currency: USD}}\n'
    (root / "alpha" / "_symbols.yaml").write_text(SYMBOLS + details, encoding="utf-8")
    found = resolve(compile_rules(root), [])
    assert [tuple(row.values()) for row in found["symbols"]] == [
        ("alpha", "EURUSD", "majors", None, None, None),
        ("alpha", "XAGUSD", None, Decimal("0.001"), Decimal("5000"), "USD"),
    ]
    assert [(row["native_symbol"], row["is_suffix"]) for row in found["symbol_aliases"]] == [
        ("EURO", False),
        (".r", True),
        ("_", True),
    ]
    assert found["deal_rates"] == []


@pytest.mark.parametrize("languages", [("en",), ("en", "de", "ar")])
def test_sentences_are_numbered_over_the_whole_deal(
    tmp_path: Path, languages: tuple[str, ...]
) -> None:
    found = tables(tmp_path, plan(version(per_lot())), languages=languages)["sentences"]
    assert {row["language"] for row in found} == set(languages)
    english = [row for row in found if row["language"] == "en"]
    assert [row["position"] for row in english] == list(range(1, len(english) + 1))
    assert english[0]["component_id"] is None
    assert english[-1]["component_id"] == "rebate"


def test_a_partner_reads_the_number_of_its_own_deal(tmp_path: Path) -> None:
    given = plan(version(per_lot(negotiable={"rate_per_lot": {"min": "1.00", "max": "9.00"}})))
    own = deal(overrides='{"components.rebate.rate_per_lot": "7.25"}')
    other = deal(deal_id="D-2", partner_id="P-2")
    found = tables(tmp_path, given, own, other, languages=("en",))["sentences"]
    said = {row["deal_id"]: row["sentence"] for row in found if "per closed lot" in row["sentence"]}
    assert said == {
        "D-1": "You earn €7.25 per closed lot.",
        "D-2": "You earn €5.00 per closed lot.",
    }


def test_a_bad_deal_refuses_its_own_program_alone(tmp_path: Path) -> None:
    """Regression: one deal on an unknown plan left every program without terms."""
    plans = {"alpha/standard": plan(version(per_lot())), "beta/standard": plan(version(per_lot()))}
    compiled = compile_rules(write_plans(tmp_path, plans))
    good, bad = deal(program_id="alpha"), deal(program_id="beta", plan_id="nowhere")
    tables, errors = resolve_sound(compiled, [good, bad])
    assert {row["program_id"] for rows in tables.values() for row in rows} == {"alpha"}
    assert [error.program_id for error in errors] == ["beta"]
    with pytest.raises(RuleErrors, match="unknown plan nowhere"):
        resolve(compiled, [good, bad])
