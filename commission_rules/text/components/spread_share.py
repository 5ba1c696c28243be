"""Sentences of a `spread_share`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.spread_share import SpreadShare
from commission_rules.text.parts.rates import rate_sentences, scope
from commission_rules.text.parts.tiers import event_tier_sentences
from commission_rules.text.parts.trades import trade_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "revenue": "What counts is the spread revenue of each trade.",
        "points": "What counts is the points of spread of each trade × the value of a point × "
        "lots.",
        "mark_up": "What counts is the operator’s mark-up in points × the value of a point × lots.",
        "value": "The value of a point is the symbol’s tick × its contract size.",
        "mark_up_all": "The mark-up is {value} points.",
        "mark_up_for": "For {scope} the mark-up is {value} points.",
        "cap": "At most {value} points of a trade count.",
        "rate_all": "You earn {value} of it.",
        "rate_for": "For {scope} you earn {value} of it.",
    },
    "de": {
        "revenue": "Es zählt der Spread-Ertrag jedes Trades.",
        "points": "Es zählen die Spread-Punkte jedes Trades × Wert eines Punktes × Lots.",
        "mark_up": "Es zählt der Aufschlag des Betreibers in Punkten × Wert eines Punktes × Lots.",
        "value": "Der Wert eines Punktes ist der Tick des Symbols × seine Kontraktgröße.",
        "mark_up_all": "Der Aufschlag beträgt {value} Punkte.",
        "mark_up_for": "Für {scope} beträgt der Aufschlag {value} Punkte.",
        "cap": "Je Trade zählen höchstens {value} Punkte.",
        "rate_all": "Sie erhalten davon {value}.",
        "rate_for": "Für {scope} erhalten Sie davon {value}.",
    },
    "ar": {
        "revenue": "يُحتسب إيراد السبريد لكل صفقة.",
        "points": "تُحتسب نقاط السبريد لكل صفقة × قيمة النقطة × اللوتات.",
        "mark_up": "تُحتسب زيادة المشغّل بالنقاط × قيمة النقطة × اللوتات.",
        "value": "قيمة النقطة هي أصغر حركة للرمز × حجم عقده.",
        "mark_up_all": "الزيادة {value} نقطة.",
        "mark_up_for": "عن {scope} الزيادة {value} نقطة.",
        "cap": "يُحتسب من الصفقة {value} نقطة على الأكثر.",
        "rate_all": "تكسب منه {value}.",
        "rate_for": "عن {scope} تكسب منه {value}.",
    },
}


def sentences(component: SpreadShare, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield say.fill(TEMPLATES, component.of)
    if component.of != "revenue":
        yield say.fill(TEMPLATES, "value")
    for row in component.mark_up:
        value = say.number(row.value)
        if row.names():
            where = scope(row.names(), say)
            yield say.fill(TEMPLATES, "mark_up_for", scope=where, value=value)
        else:
            yield say.fill(TEMPLATES, "mark_up_all", value=value)
    if component.cap_points is not None:
        yield say.fill(TEMPLATES, "cap", value=say.number(component.cap_points))
    yield from rate_sentences(component.share or (), TEMPLATES, say.percent, say)
    if component.tiers:
        yield from event_tier_sentences(component.tiers, say)
    yield from trade_sentences(component, say)
