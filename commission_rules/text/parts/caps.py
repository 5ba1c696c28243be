"""Caps, one sentence each, narrowest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commission_rules.schema.parts.caps import Cap
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "event": "One event earns {value} at most.",
        "client_period": "One client earns {value} at most in a period.",
        "client_life": "One client earns {value} at most, over all periods together.",
        "deal_period": "All clients together earn {value} at most in a period.",
        "deal_life": "All clients together earn {value} at most, over all periods together.",
        "count_client_period": "Of one client {value} earn in a period.",
        "count_client_life": "Of one client {value} earn, over all periods together.",
        "count_deal_period": "Of all clients together {value} earn in a period.",
        "count_deal_life": "Of all clients together {value} earn, over all periods together.",
        "rest": "What is over is not paid; a reversal gives its room back to later events.",
    },
    "de": {
        "event": "Ein Ereignis verdient höchstens {value}.",
        "client_period": "Ein Kunde verdient je Zeitraum höchstens {value}.",
        "client_life": "Ein Kunde verdient über alle Zeiträume zusammen höchstens {value}.",
        "deal_period": "Alle Kunden zusammen verdienen je Zeitraum höchstens {value}.",
        "deal_life": "Alle Kunden zusammen verdienen über alle Zeiträume höchstens {value}.",
        "count_client_period": "Je Kunde und Zeitraum wird gezahlt für {value}.",
        "count_client_life": "Je Kunde wird über alle Zeiträume zusammen gezahlt für {value}.",
        "count_deal_period": "Für alle Kunden zusammen wird je Zeitraum gezahlt für {value}.",
        "count_deal_life": "Für alle Kunden zusammen wird über alle Zeiträume gezahlt für {value}.",
        "rest": "Was darüber liegt, wird nicht gezahlt; eine Rückbuchung gibt ihren Raum an "
        "spätere Ereignisse zurück.",
    },
    "ar": {
        "event": "يكسب الحدث الواحد {value} على الأكثر.",
        "client_period": "يكسب العميل الواحد {value} على الأكثر في الفترة.",
        "client_life": "يكسب العميل الواحد {value} على الأكثر في كل الفترات معًا.",
        "deal_period": "يكسب جميع العملاء معًا {value} على الأكثر في الفترة.",
        "deal_life": "يكسب جميع العملاء معًا {value} على الأكثر في كل الفترات معًا.",
        "count_client_period": "يُدفع للعميل الواحد في الفترة عن {value}.",
        "count_client_life": "يُدفع للعميل الواحد في كل الفترات معًا عن {value}.",
        "count_deal_period": "يُدفع لجميع العملاء معًا في الفترة عن {value}.",
        "count_deal_life": "يُدفع لجميع العملاء معًا في كل الفترات معًا عن {value}.",
        "rest": "ما زاد على ذلك لا يُدفع، وإلغاء مبلغ يعيد مكانه لأحداث لاحقة.",
    },
}


def cap_sentences(caps: Sequence[Cap], say: Say) -> Iterator[str]:
    """Yield the sentences about caps, narrowest first."""
    for cap in sorted(caps, key=lambda cap: (cap.place, cap.count is not None)):
        where = cap.per if cap.reach is None else f"{cap.per}_{cap.reach}"
        if cap.amount is not None:
            yield say.fill(TEMPLATES, where, value=say.money(cap.amount))
        else:
            value = say.counted("event", cap.count or 0)
            yield say.fill(TEMPLATES, f"count_{where}", value=value)
    if caps:
        yield say.fill(TEMPLATES, "rest")
