"""Sentences of a `per_lot`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.per_lot import PerLot
from commission_rules.text.parts.rates import rate_sentences, scope
from commission_rules.text.parts.tiers import event_tier_sentences
from commission_rules.text.parts.trades import trade_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "rate_all": "You earn {value} per closed lot.",
        "rate_for": "For {scope} you earn {value} per closed lot.",
        "modifier": "A lot of {scope} counts as {value} lots.",
    },
    "de": {
        "rate_all": "Sie erhalten {value} je geschlossenem Lot.",
        "rate_for": "Für {scope} erhalten Sie {value} je geschlossenem Lot.",
        "modifier": "Ein Lot {scope} zählt als {value} Lots.",
    },
    "ar": {
        "rate_all": "تكسب {value} عن كل لوت مغلق.",
        "rate_for": "عن {scope} تكسب {value} لكل لوت مغلق.",
        "modifier": "اللوت الواحد من {scope} يُحتسب {value} لوت.",
    },
}


def sentences(component: PerLot, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield from rate_sentences(component.rate_per_lot or (), TEMPLATES, say.money, say)
    if component.tiers:
        yield from event_tier_sentences(component.tiers, say, say.money, "quantity")
    for row in component.lot_modifiers:
        where, value = scope(row.names(), say), say.number(row.value)
        yield say.fill(TEMPLATES, "modifier", scope=where, value=value)
    yield from trade_sentences(component, say)
