"""Rows of one component: its columns, and its rows in the child tables, without the deal's key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commission_rules.compiler.specificity import specificity
from commission_rules.schema.component import Component
from commission_rules.schema.components.override import Override
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.parts.caps import cap_rows
from commission_rules.schema.parts.levels import (
    FixedPerLevel,
    level_columns,
    level_rows,
    split_rows,
)
from commission_rules.schema.parts.period import gate_columns
from commission_rules.schema.parts.tiers import condition_rows_of

Row = dict[str, Any]

CHILD_TABLES = (
    "deal_rates", "deal_steps", "deal_conditions", "deal_deductions", "deal_levels",
    "deal_lot_modifiers", "deal_filters", "deal_splits", "deal_step_conditions", "deal_edges",
    "deal_caps",
)  # fmt: skip

# What a component says that has nothing to say about a column.
UNSAID: Row = {
    "algebra": "none",
    "depth": 1,
    "duration_months": None,
    "passed_default": None,
    "passed_min": None,
    "passed_max": None,
    "compression": False,
    "qualifies_metric": None,
    "qualifies_minimum": None,
    "qualifies_network": False,
    "override_base": None,
    "override_of": None,
    "follows": None,
    "rebate_kind": None,
    "rebate_rate": None,
    "registered_from": None,
    "registered_to": None,
    "once_for": None,
    "cpa_partner": None,
    "again_after_move": False,
    "base_kind": None,
    "sales_kind": None,
    "sales_n": None,
    "tier_kind": "single",
    "tier_metric": None,
    "tier_on": None,
    "tier_look_back": None,
    "tier_look_back_n": None,
    "tier_network": False,
    "tier_event_of": None,
    "tier_ratio_of": None,
    "tier_ratio_to": None,
    "carry_policy": None,
    "carry_level": None,
    "carry_scope": None,
    "carry_cap": None,
    "carry_expires_after": None,
    "recoup_from": None,
    "recoup_per": None,
    "gate_metric": None,
    "gate_minimum": None,
    "gate_look_back": None,
    "gate_look_back_n": None,
    "gate_network": False,
    "fence_threshold": None,
    "fence_product": None,
    "minimum_holding_seconds": 0,
    "price_side": None,
    "sides": None,
    "rate_per": None,
    "cap_points": None,
}


def component_columns(component: Component, position: int, once_for: str | None) -> Row:
    """Return the columns of `terms.deal_components` that the plan decides.

    `once_for` is the name under which a CPA is paid once; null for other types.
    """
    return {
        "position": position,
        "component_type": component.type,
        "family": component.family,
        "hold_days": component.hold_days,
        "digits": component.digits,
        "own_account": component.own_account,
        **UNSAID,
        **level_columns(component.levels, component.client_rebate),
        **gate_columns(component.gate),
        **component.columns(),
        "once_for": once_for,
    }


def child_rows(component: Component, lookups: Lookups) -> dict[str, list[Row]]:
    """Return the rows of each child table."""
    return {
        "deal_rates": list(_rates(component, lookups)),
        "deal_steps": [
            {
                "step_no": number,
                "from_value": step.starts_at,
                "is_inclusive": step.is_inclusive,
                "rate": step.rate,
                "rate_unit": component.rate_unit,
            }
            for number, step in enumerate(component.step_rows(), start=1)
        ],
        "deal_conditions": list(_conditions(component)),
        "deal_deductions": [
            {
                "position": number,
                "deduction_code": deduction.code,
                "kind": "amount" if deduction.share is None else "percentage",
                "of_base": deduction.of,
                "share": deduction.share,
            }
            for number, deduction in enumerate(component.deduction_rows(), start=1)
        ],
        "deal_levels": _levels(component),
        "deal_splits": split_rows(component.levels),
        "deal_lot_modifiers": [
            {
                "row_no": number,
                "symbol": row.symbol,
                "symbol_group": row.symbol_group,
                "modifier": row.value,
            }
            for number, row in enumerate(component.modifier_rows(), start=1)
        ],
        "deal_edges": [
            {"row_no": number, "product": row.product, "edge": row.value}
            for number, row in enumerate(component.edge_rows(), start=1)
        ],
        "deal_step_conditions": condition_rows_of(component.step_rows()),
        "deal_caps": cap_rows(component.caps),
        "deal_filters": [
            {"filter_kind": kind, "filter_value": value} for kind, value in component.filter_rows()
        ],
    }


def _levels(component: Component) -> list[Row]:
    if isinstance(component, Override):
        return component.level_table()
    return level_rows(component.levels, component.rate_unit)


def _rates(component: Component, lookups: Lookups) -> Iterator[Row]:
    """Yield the rate table; a country group becomes a row for each of its countries. With a table
    by level its first number is the rate."""
    number = 0
    if isinstance(component.levels, FixedPerLevel):
        yield {
            "row_no": 1,
            "product": None,
            "country": None,
            "campaign": None,
            "account_type": None,
            "symbol": None,
            "symbol_group": None,
            "specificity": 0,
            "rate": component.levels.table[0],
            "rate_unit": component.rate_unit,
        }
        return
    for row in component.rate_rows():
        names = row.names()
        group = names.get("country_group")
        countries: list[str | None] = [names.get("country")]
        if group:
            countries = [*sorted(lookups.countries_in(group))]
        for country in countries:
            number += 1
            yield {
                "row_no": number,
                "product": row.product,
                "country": country,
                "campaign": row.campaign,
                "account_type": row.account_type,
                "symbol": row.symbol,
                "symbol_group": row.symbol_group,
                "specificity": specificity(names),
                "rate": row.value,
                "rate_unit": component.rate_unit,
            }


def _conditions(component: Component) -> Iterator[Row]:
    for number, condition in enumerate(component.condition_rows(), start=1):
        at_least = condition.at_least
        yield {
            "position": number,
            "metric": condition.metric,
            "at_least": at_least.value if at_least.value is not None else at_least.times,
            "multiple_of": at_least.of,
            "within_days": condition.within_days,
            "anchor": condition.anchor,
        }
