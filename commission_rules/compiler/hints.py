"""What to write instead of a key that the norm or other vendors use, or that is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).parents[1] / "schema"
OF_A_VERSION = (
    "applies_by", "rounding", "late_events", "clawback_days", "forfeit_after_days", "active_when",
    "guard",
)  # fmt: skip
UNKNOWN = {
    **dict.fromkeys(OF_A_VERSION, "write it inside each of the `versions`"),
    "tier_on": "write `on: period_base` or `on: after_carryover` inside `tiers`",
    "minimum_active_clients": 'write gate: {metric: active_clients, at_least: "4"}',
    "minimum": "write `at_least`",
    "up_to": "write where a step begins: `from` (that value included) or `above` (excluded)",
    "to": "write `valid_to` of a deal or relation; where a step begins: `from` (that value "
    "included) or `above` (excluded)",
    "min": "write where a step begins: `from` (that value included) or `above` (excluded)",
    "lookback": "write `look_back`",
    "average_n": 'write look_back: {average: "3"}',
    "hold": "write `hold_days`",
    "retroactive": "write `kind: slab` (all at the step reached) or `kind: marginal` (slices)",
    "kind": "write `retroactive: true` or `retroactive: false`: the tiers of a CPA count",
    "percentage": 'write `share`: "0.25" is 25 %',
    "percent": 'write `share`: "0.25" is 25 %',
    "condition": "write `conditions`, a list",
    "within": 'write `within_days`: "30"',
    "cap": 'write caps: [{per: client, amount: "60.00"}]',
    "max": 'write where the next step begins, or caps: [{per: event, amount: "10.00"}]',
    "commission": "write `amount`, `booked`, `statement` or `balance`",
    "payout": "write `amount`, `statement` or `balance`",
    "total": "write `amount`, `statement` or `balance`",
    "paid": "write `amount`, `statement` or `available`",
    "tier": "write `step`",
    "status": "write `state`",
    "month": "write `period`",
    "carryover": "write `opening` and `closing`",
    "carried": "write `opening` and `closing`",
    "negative_carryover": "write `closing`, zero or negative",
    "opening_carryover": "write `opening`, zero or negative",
    "closing_carryover": "write `closing`, zero or negative",
    "effective_lots": "write `effective_quantity`",
    "lines_count": "write `lines`",
    "start": "write `valid_from`",
    "end": "write `valid_to`",
    "valid_until": "write `valid_to`: the last day, included",
    "zone": "write `time_zone`",
    "registered_on": "write `registered`",
    "registration": "write `registered`, the day",
    "own_account": "write `own_clients` of a partner, `own_account` in a component",
    "timezone": "write `time_zone`",
    "from": "write `valid_from`",
    "child": "write `partner`",
    "baseline": "write it as one of `conditions`",
    "rate": "write `share` of money, `rate_per_lot` or `amount`, in a row `value`",
    "default": 'write the default as a row that names nothing: {value: "2.00"}',
    "countries": "write `country` or `country_group`",
    "by": "write `client`",
    "date": "write `on`: 2026-03-05, or `at`: 2026-03-05 18:00",
    "closed_at": "write `at`: a trade happens when it is closed",
    "late": "write `recorded`: when it arrived",
    "arrived": "write `recorded`: when it arrived",
    "volume": "write `lots`",
    "ngr": "write `net_revenue`, or stakes and payouts",
    "ggr": "write stakes and payouts, or the short form `gross 100 in 2026-03`",
    "gross": "write stakes and payouts, or the short form `gross 100 in 2026-03`",
    "refunds": "write `of`: the id of the sale or deposit",
    "events": "write `facts`",
    "given": "write `facts`",
    "then": "write `expect`",
    "components": "write it inside `plan`",
    "minimum_holding": 'write `minimum_holding_seconds`: "180"',
    "rebate": "write `client_rebate` in a plan, or `partner: clients` in an expectation",
}
MISSING = {
    "kind": "write `kind: slab` (the step reached prices everything) or `kind: marginal` (slices)",
    "retroactive": "write `retroactive: true` (all at the step reached) or `retroactive: false`",
    "metric": "write what is counted: `base` (a share's own), `event`, `active_clients`, `lots` …",
    "steps": 'write steps: [{from: "0", share: "0.25"}, {from: "10000", share: "0.30"}]',
    "action": "write `action: lead`, `registration`, `sale` or `custom`",
    "policy": "write `policy: none` (forgets a negative) or `policy: full` (carries it)",
    "level": "write `level: base` or `level: commission`: what is carried",
    "scope": "write `scope: deal`, `brand`, `product`, `client` or `record`",
    "algebra": "write `algebra: split`, `differential` or `fixed_per_level`",
    "carryover": "write policy, level and scope, like {policy: none, level: base, scope: deal}",
    "sales": "write `sales: all`, `first`, `first_n` or `within_months`",
    "depth": 'write how many partners may earn, the direct one included: depth: "5"',
    "price": "write `price: open` or `price: close`",
    "sides": "write `sides: one` or `sides: both`",
    "rates": 'write the shares by distance, the nearest first: rates: ["0.10", "0.05"]',
}
CPA_ABOVE = (
    "pay those above by `levels` of the cpa: levels: {algebra: fixed_per_level, table: "
    '["100.00", "10.00"]}'
)
# Words of others for one of ours
MEANT = {
    ("base", "ggr"): "write `base: ngr` without deductions: that is the gross revenue",
    ("base", "gross"): "write `base: ngr` without deductions: that is the gross revenue",
    ("metric", "ngr"): "write `metric: base`",
    ("of", "cpa"): CPA_ABOVE,
    ("of", "qualified_clients"): CPA_ABOVE,
    ("of", "first_deposits"): CPA_ABOVE,
}
# What stands in the place of a list or of a map
SHAPES = {
    "carryover": "write {policy: none, level: base, scope: deal}",
    "client_rebate": 'write {share: "0.40"} or {per_unit: "0.50"}',
    "conditions": 'write a list: [{metric: first_deposit, at_least: "20.00"}]',
    "deductions": 'write a list: [{code: fees.admin, share: "0.20", of: gross}]; in an expectation '
    "{fees.admin: 20}",
    "gate": 'write {metric: active_clients, at_least: "4"}',
    "partners": "write a list: [{id: p0}, {id: p1, parent: p0}]",
    "clients": "write {c1: {partner: p0}}",
    "closes": "write a list: [2026-03]",
    "facts": "write a list: [casino net revenue 900 in 2026-03]",
    "shares": 'write a list for each length of the chain: [["1.00"], ["0.60", "0.40"]]',
    "country": "write a row for each country, or a country_group",
    "symbol": "write a row for each symbol, or a symbol_group",
    "expect": "write a list: [{period: 2026-03, amount: 90.00}]",
    "plan": 'write {components: [{id: lot, type: per_lot, rate_per_lot: "5"}]}',
    "rates": 'write {2026-03-04: {USD: "1.25"}} in a scenario, a list in a plan',
}
FORMS = {
    "code": "write bonus_cost, jackpot_contribution, chargebacks, adjustments, or a name of your "
    "own behind `fees.`, like fees.admin",
    "id": "write small letters, digits and _ in a plan, letters, digits, `_`, `.`, `-` elsewhere",
}


def instead_of(key: str) -> str:
    """What to write instead of a key that is unknown where it stands."""
    if key in UNKNOWN:
        return UNKNOWN[key]
    if key.startswith("fees."):
        return f"write fees: {{{key.removeprefix('fees.')}: 5}}"
    near = [name for name in get_close_matches(key, _keys(), n=2) if name != key]
    said = "remove it, or correct its spelling"
    return f"{said}: perhaps `{near[0]}`" if near else said


@cache
def _keys() -> tuple[str, ...]:
    """Every key of plans and scenarios, as their JSON Schemas have them."""
    files = ("plan.schema.json", "scenario.schema.json")
    texts = [(SCHEMAS / name).read_text(encoding="utf-8") for name in files]
    return tuple(sorted({key for text in texts for key in _properties(json.loads(text))}))


def _properties(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        named = node.get("properties")
        if isinstance(named, dict):
            yield from named
        for part in node.values():
            yield from _properties(part)
    elif isinstance(node, list):
        for part in node:
            yield from _properties(part)
