"""Sentences of a `commission_share`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.commission_share import CommissionShare
from commission_rules.text.parts.rates import rate_sentences
from commission_rules.text.parts.tiers import event_tier_sentences
from commission_rules.text.parts.trades import trade_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "rate_all": "You earn {value} of the commission that the client pays on a trade.",
        "rate_for": "For {scope} you earn {value} of the commission that the client pays on a "
        "trade.",
        "what": "What counts is the commission that the client pays on a trade.",
    },
    "de": {
        "rate_all": "Sie erhalten {value} der Kommission, die der Kunde für einen Trade zahlt.",
        "rate_for": "Für {scope} erhalten Sie {value} der Kommission, die der Kunde für einen "
        "Trade zahlt.",
        "what": "Es zählt die Kommission, die der Kunde für einen Trade zahlt.",
    },
    "ar": {
        "rate_all": "تكسب {value} من العمولة التي يدفعها العميل عن الصفقة.",
        "rate_for": "عن {scope} تكسب {value} من العمولة التي يدفعها العميل عن الصفقة.",
        "what": "تُحتسب العمولة التي يدفعها العميل عن الصفقة.",
    },
}


def sentences(component: CommissionShare, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield from rate_sentences(component.share or (), TEMPLATES, say.percent, say)
    if component.tiers:
        yield say.fill(TEMPLATES, "what")
        yield from event_tier_sentences(component.tiers, say)
    yield from trade_sentences(component, say)
