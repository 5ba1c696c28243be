"""Sentences of a `per_action`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.per_action import PerAction
from commission_rules.text.parts.products import product_sentences
from commission_rules.text.parts.rates import rate_sentences
from commission_rules.text.parts.tiers import event_tier_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "lead": "You are paid for leads.",
        "registration": "You are paid for registrations.",
        "sale": "You are paid for sales.",
        "custom": "You are paid for other agreed actions.",
        "rate_all": "You earn {value} for each; more than one in a record count as many times.",
        "rate_for": "For {scope} you earn {value} for each; more than one in a record count as "
        "many times.",
        "refund": "A sale that is refunded whole earns nothing; a refund of a part changes "
        "nothing.",
    },
    "de": {
        "lead": "Vergütet werden Leads.",
        "registration": "Vergütet werden Registrierungen.",
        "sale": "Vergütet werden Verkäufe.",
        "custom": "Vergütet werden andere vereinbarte Aktionen.",
        "rate_all": "Sie erhalten je Stück {value}; mehrere in einem Datensatz zählen mehrfach.",
        "rate_for": "Für {scope} erhalten Sie je Stück {value}; mehrere in einem Datensatz zählen "
        "mehrfach.",
        "refund": "Ein ganz erstatteter Verkauf verdient nichts; eine Teilerstattung ändert "
        "nichts.",
    },
    "ar": {
        "lead": "يُدفع لك عن العملاء المحتملين.",
        "registration": "يُدفع لك عن التسجيلات.",
        "sale": "يُدفع لك عن عمليات البيع.",
        "custom": "يُدفع لك عن إجراءات أخرى متفق عليها.",
        "rate_all": "تكسب {value} عن كل واحد؛ وما زاد على واحد في السجل يُحتسب بعدده.",
        "rate_for": "عن {scope} تكسب {value} عن كل واحد؛ وما زاد على واحد في السجل يُحتسب بعدده.",
        "refund": "عملية البيع المستردة كلها لا تكسب شيئًا؛ والاسترداد الجزئي لا يغيّر شيئًا.",
    },
}


def sentences(component: PerAction, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield say.fill(TEMPLATES, component.action)
    yield from rate_sentences(component.amount or (), TEMPLATES, say.money, say)
    if component.tiers:
        yield from event_tier_sentences(component.tiers, say, say.money, "quantity")
    yield from product_sentences(component, say)
    if component.action == "sale":
        yield say.fill(TEMPLATES, "refund")
