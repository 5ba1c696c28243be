"""Every field that affects money is in the text: a changed field changes the sentences."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from commission_rules.schema.components import REGISTRY
from commission_rules.schema.plan import Plan
from commission_rules.text.render import render_version
from commission_rules.text.say import LANGUAGES
from tests.commission_rules.builders import (
    LOOKUPS,
    Data,
    bonus,
    carryover,
    cpa,
    flat_fee,
    per_lot,
    plan,
    revshare,
    sale_share,
    tiers,
    version,
)
from tests.commission_rules.text.event_samples import EVENT_SAMPLES
from tests.commission_rules.text.level_samples import LEVEL_SAMPLES

WINDOW = {"within_days": "30", "anchor": "registration"}
ROWS = [
    {"symbol": "EURUSD", "account_type": "ecn", "campaign": "spring", "value": "6.00"},
    {"symbol_group": "majors", "value": "5.00"},
    {"value": "2.00"},
]
COUNTING = {
    "metric": "qualified_clients",
    "retroactive": True,
    "steps": [{"from": "0", "amount": "20"}, {"above": "10", "amount": "30"}],
}
COMMON = {"hold_days": "14", "digits": "4"}
# Between them, the samples of a type use every field that it has.
SAMPLES = [
    cpa(
        amount=[{"country_group": "dach", "value": "90"}, {"country": "FR", "value": "50"}],
        conditions=[
            {"metric": "first_deposit", "at_least": "20.00", **WINDOW},
            {"metric": "wagered", "at_least": {"times": "5", "of": "first_deposit"}},
        ],
        cpa_partner="qualification",
        once_for="signup",
        continues="old",
        **COMMON,
    ),
    cpa(amount=None, tiers=COUNTING, again_after_move=True),
    cpa(
        amount=None,
        conditions=[],
        stepped={"steps": [{"from": "50", "amount": "20"}, {"above": "300", "amount": "45"}]},
    ),
    per_lot(
        rate_per_lot=ROWS,
        lot_modifiers=[{"symbol": "XAGUSD", "value": "0.80"}],
        account_types=["ecn"],
        symbols=["EURUSD"],
        symbol_groups=["majors"],
        excluded_deal_reasons=["stop_out"],
        minimum_holding_seconds="60",
        own_account="earns",
        levels={"algebra": "differential", "depth": "5", "duration_months": "6"},
        **COMMON,
    ),
    revshare(
        tiers=tiers(("0", "0.20"), ("5000", "0.30"), on="period_base"),
        deductions=[
            {"code": "bonus_cost"},
            {"code": "fees.provider", "share": "0.12", "of": "gross"},
        ],
        carryover=carryover(cap="300.00", expires_after="2"),
        gate={"metric": "active_clients", "at_least": "4"},
        recoup={"from": "cpa", "per": "deal"},
        **COMMON,
    ),
    revshare(
        tiers={
            "kind": "slab",
            "metric": "turnover",
            "look_back": {"average": "3"},
            "network": False,
            "steps": [
                {
                    "from": "5000",
                    "share": "0.30",
                    "conditions": [
                        {"metric": "active_clients", "at_least": "5", "network": True},
                        {"metric": "lots", "above": "5", "look_back": {"rolling_days": "30"}},
                        {"metric": "commission", "above": "5", "look_back": "previous"},
                    ],
                }
            ],
        },
        fence={"threshold": "10000", "product": "slots"},
        gate={"metric": "active_clients", "at_least": "4", "network": True},
    ),
    revshare(
        base="theoretical",
        edge=[{"product": "slots", "value": "0.04"}, {"value": "0.02"}],
        products=["slots"],
        excluded_products=["live"],
        fence={"threshold": "10000"},
    ),
    flat_fee(gate={"metric": "deposits", "at_least": "100"}, **COMMON),
    bonus(gate={"metric": "active_clients", "at_least": "4"}, **COMMON),
    revshare(share=[{"product": "slots", "value": "0.3"}], carryover=carryover(scope="product")),
    sale_share(
        sales="within_months",
        within_months="12",
        share=[{"product": "challenge", "value": "0.15"}],
        products=["challenge"],
        excluded_products=["reset"],
        **COMMON,
    ),
    sale_share(sales="first_n", first_n="3"),
    {
        **sale_share(),
        "share": None,
        "tiers": {
            "kind": "slab",
            "metric": "event",
            "steps": [{"from": "0", "share": "0.06"}, {"from": "80", "share": "0.09"}],
        },
    },
    *LEVEL_SAMPLES,
    *EVENT_SAMPLES,
]
# Names that pay nothing by themselves.
SILENT = {"id", "type", "negotiable"}
WORDS = [
    "none", "earns", "upline_only", "registration", "qualification", "click", "ngr", "turnover",
    "marginal", "slab", "after_carryover", "period_base", "base", "commission", "deal", "brand",
    "client", "full", "registrations", "active_clients", "total_deposits", "wagered", "stakes",
    "deposits", "all", "first", "amount_due", "chargebacks", "FR", "DE", "XAUUSD", "metals",
    "below", "trades", "lots", "ecn", "cpa", "period", "life", "lead", "sale", "open", "close",
    "one", "both", "points", "event", "amount", "quantity", "alps", "other",
]  # fmt: skip


def sentences(component: Data, language: str) -> list[str]:
    given = plan(version(component))
    found = render_version(given, given.versions[0], LOOKUPS, "EUR", [language])
    return [sentence for _, sentence in found[language]]


def mutations(component: Data) -> Iterator[tuple[str, Data]]:
    """Yield (path, component with another valid value at that path) for every leaf."""
    for path, leaf in leaves(component, ()):
        for other in others(leaf):
            changed = copy.deepcopy(component)
            holder: Any = changed
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = other
            try:
                version_of = plan(version(changed)).versions[0]
            except ValidationError:
                continue
            if version_of != plan(version(component)).versions[0]:
                yield ".".join(map(str, path)), changed
                break
        else:
            assert path in FIXED, f"no other value is valid for {path}: extend WORDS"


def leaves(node: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        if key in SILENT or value is None:
            continue
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


# One value alone is possible: nothing to mutate, until there is a second.
FIXED = {
    ("base",),
    ("of",),
    ("levels", "algebra"),
    ("tiers", "kind"),
    ("tiers", "metric"),
    ("tiers", "steps", 0, "conditions", 2, "look_back"),
}


def others(leaf: Any) -> Iterator[Any]:
    if isinstance(leaf, bool):
        yield not leaf
    elif leaf.replace(".", "", 1).isdigit():
        yield str(Decimal(leaf) + 1)
        yield str(Decimal(leaf) + Decimal("0.01"))
    else:
        yield from (word for word in WORDS if word != leaf)


CASES = [
    pytest.param(sample, changed, id=f"{sample['type']}-{number}-{path}")
    for number, sample in enumerate(SAMPLES)
    for path, changed in mutations(sample)
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("component", "changed"), CASES)
def test_a_changed_field_changes_the_text(component: Data, changed: Data, language: str) -> None:
    assert sentences(component, language) != sentences(changed, language)


def test_the_samples_use_every_field_of_every_type() -> None:
    for name, model in REGISTRY.items():
        used = {key for sample in SAMPLES if sample["type"] == name for key in sample}
        shared = {"own_account", "levels", "client_rebate", "caps", "gate"}
        assert set(model.model_fields) - SILENT - shared <= used, name


@pytest.mark.parametrize("metric", ["registrations", "deposits", "net_revenue"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_metric_of_a_tier_is_said(metric: str, language: str) -> None:
    by_base = revshare(tiers=tiers(("0", "0.2")))
    by_metric = revshare(tiers=tiers(("0", "0.2"), metric=metric))
    assert sentences(by_base, language) != sentences(by_metric, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "changes",
    [
        {"rounding": "period"},
        {"late_events": "current_period"},
        {"clawback_days": "90"},
        {"forfeit_after_days": "365"},
        {"applies_by": "registration"},
        {"guard": {"share": "0.5"}},
        {"active_when": {"metric": "deposits", "at_least": "20"}},
    ],
)
def test_what_holds_for_the_whole_version_is_said(changes: Data, language: str) -> None:
    def text(given: Plan) -> list[tuple[str | None, str]]:
        return render_version(given, given.versions[0], LOOKUPS, "EUR", [language])[language]

    assert text(plan(version(cpa()))) != text(plan(version(cpa(), **changes)))


def test_calendars_differ_and_currency_is_named() -> None:
    def first(calendar: str) -> str:
        given = plan(version(cpa()), calendar=calendar)
        return render_version(given, given.versions[0], LOOKUPS, "EUR", ["en"])["en"][0][1]

    assert len({first(calendar) for calendar in ("month", "week", "half_month")}) == 3
    assert "EUR" in first("month")
