"""Levels: what the partners above earn, how deep and how long, what they see, and what the
client gets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from commission_rules.schema.component import Component
from commission_rules.schema.parts.levels import FixedPerLevel, Levels, Split
from commission_rules.text.parts.level_words import TEMPLATES
from commission_rules.text.parts.metrics import minimum_text
from commission_rules.text.say import Say


def level_sentences(component: Component, say: Say) -> Iterator[str]:
    """Yield the sentences about the chain and the client's rebate; none when only the direct
    partner earns."""
    levels = component.levels
    if isinstance(levels, Split):
        yield from _split(levels, say)
    elif isinstance(levels, FixedPerLevel):
        yield from _fixed(levels, component.rate_unit, say)
    elif levels is not None:
        trades = component.rate_unit == "per_lot"
        yield say.fill(TEMPLATES, "differential" if trades else "differential_of_clients")
    if levels is not None:
        yield from _reach(levels, say)
        yield say.fill(TEMPLATES, "seen" if component.rate_unit == "per_lot" else "seen_of_clients")
    rebate = component.client_rebate
    if rebate is not None and rebate.share is not None:
        yield say.fill(TEMPLATES, "rebate_share", value=say.percent(rebate.share))
    elif rebate is not None and rebate.per_unit is not None:
        yield say.fill(TEMPLATES, "rebate_per_unit", value=say.money(rebate.per_unit))


def unit_text(value: Decimal, unit: str, say: Say) -> str:
    """Write a number of a table by level in its unit."""
    return say.percent(value) if unit == "share" else say.money(value)


def duration_sentence(months: int | None, say: Say) -> str:
    """Write how long the partners above earn."""
    if months is None:
        return say.fill(TEMPLATES, "always")
    return say.fill(TEMPLATES, "duration", months=say.counted("month", months))


def _split(levels: Split, say: Say) -> Iterator[str]:
    yield say.fill(TEMPLATES, "split")
    for shares in sorted(levels.shares, key=len):
        values = say.listing([say.percent(share) for share in shares])
        yield say.fill(TEMPLATES, "split_list", length=say.number(len(shares)), values=values)
    if levels.shares:
        yield say.fill(TEMPLATES, "split_above")
    if levels.passed_down:
        yield say.fill(
            TEMPLATES,
            "passed_down",
            default=say.percent(levels.passed_down.default),
            least=say.percent(levels.passed_down.min),
            most=say.percent(levels.passed_down.max),
        )
    yield say.fill(TEMPLATES, "split_rest")


def _fixed(levels: FixedPerLevel, unit: str, say: Say) -> Iterator[str]:
    values = say.listing([unit_text(value, unit, say) for value in levels.table])
    yield say.fill(TEMPLATES, f"fixed_{unit}", values=values)
    rule = levels.qualifies_when
    if rule is not None:
        asked = minimum_text(rule, rule.at_least, True, say)
        yield say.fill(TEMPLATES, "qualifies", asked=asked)
    yield say.fill(TEMPLATES, "compression" if levels.compression else "no_compression")


def _reach(levels: Levels, say: Say) -> Iterator[str]:
    if levels.depth is not None:
        compressed = isinstance(levels, FixedPerLevel) and levels.compression
        key = "depth_of_places" if compressed else "depth"
        yield say.fill(TEMPLATES, key, depth=say.number(levels.depth))
    yield duration_sentence(levels.duration_months, say)
