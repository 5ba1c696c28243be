"""Sentences of a `flat_fee`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.flat_fee import FlatFee
from commission_rules.text.parts.gate import gate_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "amount": "You earn {value} for each period; a period in which this holds for some days "
        "only pays by days, the first and the last one counted.",
    },
    "de": {
        "amount": "Sie erhalten {value} für jeden Zeitraum; gilt dies nur an einigen Tagen, wird "
        "nach Tagen gezahlt, der erste und der letzte eingeschlossen.",
    },
    "ar": {
        "amount": "تكسب {value} عن كل فترة؛ وإذا سرى ذلك بعض أيامها فقط يُدفع بحسب الأيام، بما "
        "فيها اليوم الأول والأخير.",
    },
}


def sentences(component: FlatFee, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield say.fill(TEMPLATES, "amount", value=say.money(component.amount))
    yield from gate_sentences(component.gate, say)
