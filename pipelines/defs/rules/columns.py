"""Columns and types of schema `terms` (docs/reference/tables.md, section 4)."""

from __future__ import annotations

V, N, S, D, T, F = "varchar", "integer", "smallint", "date", "timestamp", "boolean"
RATE, QUANTITY, SHARE = "decimal(18,8)", "decimal(18,4)", "decimal(9,6)"

KEY = {"program_id": V, "deal_id": V, "component_id": V, "valid_from": D}
MATCH = {name: V for name in ("product", "country", "campaign", "account_type", "symbol")}

TABLES: dict[str, dict[str, str]] = {
    "plan_versions": {
        "program_id": V, "plan_id": V, "version_no": N, "valid_from": D, "valid_to": D,
        "recorded_on": D, "currency_code": V, "calendar_id": V, "applies_by": V, "rounding": V,
        "late_events": V, "clawback_days": N, "reference": V, "source_text": V, "source_hash": V,
    },
    "deal_versions": {
        "program_id": V, "deal_id": V, "valid_from": D, "valid_to": D, "deal_version_no": N,
        "partner_id": V, "brand": V, "plan_id": V, "plan_version_no": N, "currency_code": V,
        "currency_digits": S, "calendar_id": V, "rounding": V, "late_events": V,
        "clawback_days": N, "forfeit_after_days": N, "guard_share": SHARE,
    },
    "deal_components": {
        **KEY, "valid_to": D, "partner_id": V, "brand": V, "plan_id": V, "plan_version_no": N,
        "position": N, "component_type": V, "family": V, "hold_days": N, "digits": S,
        "currency_code": V, "currency_digits": S, "calendar_id": V, "rounding": V,
        "own_account": V, "algebra": V, "depth": N, "duration_months": N, "passed_default": SHARE,
        "passed_min": SHARE, "passed_max": SHARE, "compression": F, "qualifies_metric": V,
        "qualifies_minimum": QUANTITY, "qualifies_network": F, "override_base": V,
        "override_of": V, "follows": V, "rebate_kind": V, "rebate_rate": RATE, "once_for": V,
        "registered_from": D, "registered_to": D, "cpa_partner": V,
        "again_after_move": F, "base_kind": V, "sales_kind": V, "sales_n": N, "tier_kind": V,
        "tier_metric": V, "tier_on": V, "tier_look_back": V, "tier_look_back_n": N,
        "tier_network": F, "tier_event_of": V, "tier_ratio_of": V, "tier_ratio_to": V,
        "carry_policy": V, "carry_level": V, "carry_scope": V,
        "carry_cap": QUANTITY, "carry_expires_after": N, "recoup_from": V, "recoup_per": V,
        "gate_metric": V, "gate_minimum": QUANTITY, "gate_look_back": V, "gate_look_back_n": N,
        "gate_network": F, "fence_threshold": QUANTITY, "fence_product": V, "active_metric": V,
        "active_minimum": QUANTITY, "minimum_holding_seconds": N, "price_side": V, "sides": V,
        "rate_per": QUANTITY, "cap_points": QUANTITY, "guard_share": SHARE,
    },
    "deal_rates": {
        **KEY, "row_no": N, **MATCH, "symbol_group": V, "specificity": S, "rate": RATE,
        "rate_unit": V,
    },
    "deal_steps": {
        **KEY, "step_no": N, "from_value": QUANTITY, "is_inclusive": F, "rate": RATE,
        "rate_unit": V,
    },
    "deal_edges": {**KEY, "row_no": N, "product": V, "edge": SHARE},
    "deal_step_conditions": {
        **KEY, "step_no": N, "position": N, "metric": V, "minimum": QUANTITY, "is_inclusive": F,
        "look_back": V, "look_back_n": N, "network": F,
    },
    "deal_conditions": {
        **KEY, "position": N, "metric": V, "at_least": QUANTITY, "multiple_of": V,
        "within_days": N, "anchor": V,
    },
    "deal_deductions": {
        **KEY, "position": N, "deduction_code": V, "kind": V, "of_base": V, "share": SHARE,
    },
    "deal_levels": {**KEY, "distance": N, "rate": RATE, "rate_unit": V},
    "deal_splits": {**KEY, "chain_length": N, "distance": N, "share": SHARE},
    "deal_lot_modifiers": {
        **KEY, "row_no": N, "symbol": V, "symbol_group": V, "modifier": "decimal(9,4)",
    },
    "deal_caps": {**KEY, "cap_no": N, "per": V, "cap_window": V, "kind": V, "cap_value": QUANTITY},
    "deal_filters": {**KEY, "filter_kind": V, "filter_value": V},
    "symbols": {
        "program_id": V, "symbol": V, "symbol_group": V, "tick_size": RATE,
        "contract_size": QUANTITY, "quote_currency_code": V,
    },
    "symbol_aliases": {"program_id": V, "native_symbol": V, "symbol": V, "is_suffix": F},
    "signal_rules": {
        "program_id": V, "signal_code": V, "version_no": N, "threshold": N, "window_seconds": N,
        "limit_seconds": N, "decide_within_days": N, "unresolved": V,
    },
    "sentences": {
        "program_id": V, "deal_id": V, "valid_from": D, "component_id": V, "language": V,
        "position": N, "sentence": V,
    },
}  # fmt: skip
