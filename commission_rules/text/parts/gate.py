"""The gate: until when a positive amount is locked."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.parts.period import Gate
from commission_rules.text.parts.metrics import full_metric_name, metric_value
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "gate": "A positive amount is locked until a period with {metric} of at least {value}.",
    },
    "de": {
        "gate": "Ein positiver Betrag ist gesperrt bis zu einem Zeitraum mit: {metric} mindestens "
        "{value}.",
    },
    "ar": {"gate": "يُقفل المبلغ الموجب حتى فترة يكون فيها {metric} لا يقل عن {value}."},
}


def gate_sentences(gate: Gate | None, say: Say) -> Iterator[str]:
    """Yield the sentence about the gate; none without one."""
    if gate is not None:
        value = metric_value(gate.metric, gate.at_least, say)
        yield say.fill(TEMPLATES, "gate", metric=full_metric_name(gate, say), value=value)
