"""Sentences of a `bonus`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.bonus import Bonus
from commission_rules.text.parts.gate import gate_sentences
from commission_rules.text.parts.tiers import bonus_tier_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {"bonus": "You earn a bonus for each period."},
    "de": {"bonus": "Sie erhalten für jeden Zeitraum einen Bonus."},
    "ar": {"bonus": "تكسب مكافأة عن كل فترة."},
}


def sentences(component: Bonus, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield say.fill(TEMPLATES, "bonus")
    yield from bonus_tier_sentences(component.tiers, say)
    yield from gate_sentences(component.gate, say)
