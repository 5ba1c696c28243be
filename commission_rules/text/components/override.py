"""Sentences of an `override`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.override import Override
from commission_rules.text.parts.carryover import carryover_sentences
from commission_rules.text.parts.deductions import deduction_sentences
from commission_rules.text.parts.edge import edge_sentences
from commission_rules.text.parts.levels import duration_sentence, unit_text
from commission_rules.text.parts.metrics import minimum_text
from commission_rules.text.parts.override_words import TEMPLATES
from commission_rules.text.say import Say


def sentences(component: Override, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    values = say.listing([unit_text(rate, component.unit, say) for rate in component.rates])
    yield say.fill(TEMPLATES, "rates", values=values, base=say.fill(TEMPLATES, component.of))
    if component.base == "commission":
        own = TEMPLATES[say.language]
        kinds = [own.get(f"type_{name}", name) for name in component.component_types]
        key = "types" if kinds else "all_types"
        yield say.fill(TEMPLATES, key, values=say.listing(kinds))
    if component.of in ("trades", "lots"):
        words = [
            say.fill(TEMPLATES, f"account_{kind}")
            if kind in ("live", "demo")
            else say.name("account_type", kind)
            for kind in component.account_types
        ]
        yield say.fill(TEMPLATES, "accounts", values=say.listing(words))
    if component.follows:
        yield say.fill(TEMPLATES, "follows", name=component.follows.replace("_", " "))
    yield from edge_sentences(component.edge or (), say)
    yield from deduction_sentences(component.deductions, say)
    if component.carryover:
        yield from carryover_sentences(component.carryover, say)
    if component.gate:
        asked = minimum_text(component.gate, component.gate.at_least, True, say)
        yield say.fill(TEMPLATES, "gate", asked=asked)
    yield duration_sentence(component.duration_months, say)
    if component.base != "commission":
        yield say.fill(TEMPLATES, f"own_{component.own_account}")
