"""Rows that no deal decides: plan versions, symbols, aliases, signal rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from commission_rules.compiler.compiled import CompiledPlan, CompiledPlans
from commission_rules.schema.lookups import Lookups, SymbolDetail

Row = dict[str, Any]


def program_tables(compiled: CompiledPlans) -> dict[str, list[Row]]:
    """Return `plan_versions`, `symbols`, `symbol_aliases` and `signal_rules` of every program."""
    lookups = sorted(compiled.lookups.items())
    return {
        "plan_versions": [
            row
            for plan in sorted(compiled.plans.values(), key=lambda p: (p.program_id, p.plan_id))
            for row in plan_versions(plan)
        ],
        "symbols": [row for pair in lookups for row in _symbols(*pair)],
        "symbol_aliases": [row for pair in lookups for row in _aliases(*pair)],
        "signal_rules": [row for pair in lookups for row in _signals(*pair)],
    }


def plan_versions(plan: CompiledPlan) -> Iterator[Row]:
    """Yield one row per version, as it was recorded (corrections are resolved for deals)."""
    for compiled in plan.versions:
        version = compiled.version
        yield {
            "program_id": plan.program_id,
            "plan_id": plan.plan_id,
            "version_no": compiled.version_no,
            "valid_from": version.valid_from,
            "valid_to": version.last_day,
            "recorded_on": version.recorded_on,
            "currency_code": plan.plan.currency,
            "calendar_id": plan.plan.calendar,
            "applies_by": version.applies_by,
            "rounding": version.rounding,
            "late_events": version.late_events,
            "clawback_days": version.clawback_days,
            "reference": version.reference,
            "source_text": compiled.source_text,
            "source_hash": hashlib.sha256(compiled.source_text.encode()).hexdigest(),
        }


def _symbols(program_id: str, lookups: Lookups) -> Iterator[Row]:
    groups = lookups.symbols.group_of()
    for symbol in sorted(lookups.symbols.all()):
        detail = lookups.symbols.details.get(symbol, SymbolDetail())
        yield {
            "program_id": program_id,
            "symbol": symbol,
            "symbol_group": groups.get(symbol),
            "tick_size": detail.tick,
            "contract_size": detail.contract_size,
            "quote_currency_code": detail.quote_currency,
        }


def _aliases(program_id: str, lookups: Lookups) -> Iterator[Row]:
    for native, symbol in sorted(lookups.symbols.aliases.items()):
        yield {
            "program_id": program_id,
            "native_symbol": native,
            "symbol": symbol,
            "is_suffix": False,
        }
    for suffix in sorted(lookups.symbols.suffixes):
        yield {
            "program_id": program_id,
            "native_symbol": suffix,
            "symbol": None,
            "is_suffix": True,
        }


def _signals(program_id: str, lookups: Lookups) -> Iterator[Row]:
    for code, rule in lookups.signals.declared():
        yield {
            "program_id": program_id,
            "signal_code": code,
            "version_no": rule.version,
            **rule.numbers(),
            "decide_within_days": rule.decide_within_days,
            "unresolved": rule.unresolved,
        }
