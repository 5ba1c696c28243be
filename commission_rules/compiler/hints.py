"""What to write instead of a key that the norm or other vendors use, or that is missing."""

from __future__ import annotations

UNKNOWN = {
    "tier_on": "write `on: period_base` or `on: after_carryover` inside `tiers`",
    "minimum_active_clients": 'write gate: {metric: active_clients, at_least: "4"}',
    "minimum": "write `at_least`",
    "up_to": "write where a step begins: `from` (that value included) or `above` (excluded)",
    "to": "write where a step begins: `from` (that value included) or `above` (excluded)",
    "min": "write where a step begins: `from` (that value included) or `above` (excluded)",
    "lookback": "write `look_back`",
    "average_n": 'write look_back: {average: "3"}',
    "hold": "write `hold_days`",
    "retroactive": "write `kind: slab` (all at the step reached) or `kind: marginal` (slices)",
    "kind": "write `retroactive: true` or `retroactive: false`: the tiers of a CPA count",
    "percentage": 'write `share`: "0.25" is 25 %',
    "commission": "write `amount`, `booked`, `statement` or `balance`",
    "rebate": "write `client_rebate` in a plan, or `partner: clients` in an expectation",
}
MISSING = {
    "kind": "write `kind: slab` (the step reached prices everything) or `kind: marginal` (slices)",
    "retroactive": "write `retroactive: true` (all at the step reached) or `retroactive: false`",
    "carryover": "write policy, level and scope, like {policy: none, level: base, scope: deal}",
    "sales": "write `sales: all`, `first`, `first_n` or `within_months`",
    "depth": 'write how many partners may earn, the direct one included: depth: "5"',
    "price": "write `price: open` or `price: close`",
    "sides": "write `sides: one` or `sides: both`",
    "rates": 'write the shares by distance, the nearest first: rates: ["0.10", "0.05"]',
}
