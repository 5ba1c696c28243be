"""Sentences of a `cpa`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.cpa import Cpa
from commission_rules.text.parts.conditions import condition_sentences
from commission_rules.text.parts.rates import rate_sentences
from commission_rules.text.parts.tiers import counting_tier_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "rate_all": "You earn {value} for each client who qualifies.",
        "rate_for": "For {scope} you earn {value} for each client who qualifies.",
        "all_hold": "A client qualifies at the first moment when every condition holds.",
        "qualification": "It is paid to the partner that the client belongs to when it qualifies.",
        "registration": "It is paid to the partner that the client registered with.",
        "once": "A client is paid for once.",
        "once_for": "A client is paid for once under the name {name}, whatever the plan.",
        "continues": "Clients already paid for as {name} are not paid for again.",
    },
    "de": {
        "rate_all": "Sie erhalten {value} für jeden Kunden, der sich qualifiziert.",
        "rate_for": "Für {scope} erhalten Sie {value} je Kunde, der sich qualifiziert.",
        "all_hold": "Ein Kunde qualifiziert sich, sobald alle Bedingungen erfüllt sind.",
        "qualification": "Gezahlt wird dem Partner, zu dem der Kunde dann gehört.",
        "registration": "Gezahlt wird dem Partner, bei dem sich der Kunde registriert hat.",
        "once": "Ein Kunde wird einmal vergütet.",
        "once_for": "Ein Kunde wird unter dem Namen {name} einmal vergütet, in welchem Plan auch "
        "immer.",
        "continues": "Kunden, die als {name} schon vergütet wurden, werden nicht noch einmal "
        "vergütet.",
    },
    "ar": {
        "rate_all": "تكسب {value} عن كل عميل مؤهل.",
        "rate_for": "عن {scope} تكسب {value} لكل عميل مؤهل.",
        "all_hold": "يتأهل العميل في أول لحظة تتحقق فيها جميع الشروط.",
        "qualification": "يُدفع المبلغ للشريك الذي يتبعه العميل وقت التأهل.",
        "registration": "يُدفع المبلغ للشريك الذي سجّل العميل من خلاله.",
        "once": "يُدفع عن العميل مرة واحدة.",
        "once_for": "يُدفع عن العميل مرة واحدة تحت الاسم {name} مهما كانت الخطة.",
        "continues": "لا يُدفع مرة أخرى عن العملاء الذين دُفع عنهم باسم {name}.",
    },
}


def sentences(component: Cpa, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield from rate_sentences(component.amount or (), TEMPLATES, say.money, say)
    if component.tiers:
        yield from counting_tier_sentences(component.tiers, say)
    yield say.fill(TEMPLATES, "all_hold")
    yield from condition_sentences(component.conditions, say)
    yield say.fill(TEMPLATES, component.cpa_partner)
    if component.once_for:
        yield say.fill(TEMPLATES, "once_for", name=component.once_for)
    else:
        yield say.fill(TEMPLATES, "once")
    if component.continues:
        yield say.fill(TEMPLATES, "continues", name=component.continues)
