"""Caps, hold, digits and own accounts: what every component has."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.component import Component
from commission_rules.text.parts.caps import cap_sentences
from commission_rules.text.parts.gate import gate_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "hold_event": "Each amount is on hold for {days} from its day.",
        "hold_period": "The amount is on hold for {days} from the last day of the period.",
        "no_hold": "Amounts have no hold.",
        "digits": "Amounts are kept to {digits} until they are paid.",
        "none": "Your own accounts earn nothing.",
        "earns": "Your own accounts earn like those of a client.",
        "upline_only": "On your own accounts only the partners above you earn.",
    },
    "de": {
        "hold_event": "Jeder Betrag wird ab seinem Tag für die Dauer von {days} zurückgehalten.",
        "hold_period": "Der Betrag wird ab dem letzten Tag des Zeitraums für die Dauer von "
        "{days} zurückgehalten.",
        "no_hold": "Beträge werden nicht zurückgehalten.",
        "digits": "Beträge werden bis zur Auszahlung mit {digits} geführt.",
        "none": "Ihre eigenen Konten verdienen nichts.",
        "earns": "Ihre eigenen Konten verdienen wie die eines Kunden.",
        "upline_only": "An Ihren eigenen Konten verdienen nur die Partner über Ihnen.",
    },
    "ar": {
        "hold_event": "يُعلَّق كل مبلغ مدة {days} من يومه.",
        "hold_period": "يُعلَّق المبلغ مدة {days} من آخر يوم في الفترة.",
        "no_hold": "لا تُعلَّق المبالغ.",
        "digits": "تُحفظ المبالغ بدقة {digits} حتى صرفها.",
        "none": "حساباتك الخاصة لا تكسب شيئًا.",
        "earns": "حساباتك الخاصة تكسب مثل حسابات العملاء.",
        "upline_only": "من حساباتك الخاصة يكسب الشركاء الذين فوقك فقط.",
    },
}


def common_sentences(component: Component, say: Say) -> Iterator[str]:
    """Yield the sentences about hold, digits and own accounts."""
    if component.hold_days:
        key = f"hold_{component.family}"
        yield say.fill(TEMPLATES, key, days=say.counted("day", component.hold_days))
    else:
        yield say.fill(TEMPLATES, "no_hold")
    yield from cap_sentences(component.caps, say)
    # a period component and an override speak of their gates themselves
    if component.family == "event" and component.type != "override":
        yield from gate_sentences(component.gate, say)
    if component.digits is not None:
        yield say.fill(TEMPLATES, "digits", digits=say.counted("digit", component.digits))
    # an override speaks of its partners' own accounts itself
    if component.type != "override":
        yield say.fill(TEMPLATES, component.own_account)
