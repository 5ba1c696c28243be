"""Sentences of a `per_turnover`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.per_turnover import PerTurnover
from commission_rules.text.parts.products import product_sentences
from commission_rules.text.parts.rates import rate_sentences
from commission_rules.text.parts.tiers import event_tier_sentences
from commission_rules.text.parts.trades import trade_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "notional_one_open": "The turnover of a trade is lots × contract size × opening price.",
        "notional_one_close": "The turnover of a trade is lots × contract size × closing price.",
        "notional_both_open": "The turnover of a trade is lots × contract size × opening price, "
        "and the same again at the closing price.",
        "notional_both_close": "The turnover of a trade is lots × contract size × closing price, "
        "and the same again at the opening price.",
        "stakes": "The turnover is the stakes of a client on a day.",
        "per": "Amounts are for {per} of turnover each, parts of it in proportion.",
        "rate_all": "You earn {value} for that.",
        "rate_for": "For {scope} you earn {value} for that.",
    },
    "de": {
        "notional_one_open": "Umsatz eines Trades sind Lots × Kontraktgröße × Eröffnungskurs.",
        "notional_one_close": "Umsatz eines Trades sind Lots × Kontraktgröße × Schlusskurs.",
        "notional_both_open": "Umsatz eines Trades sind Lots × Kontraktgröße × Eröffnungskurs, "
        "und noch einmal dasselbe zum Schlusskurs.",
        "notional_both_close": "Umsatz eines Trades sind Lots × Kontraktgröße × Schlusskurs, "
        "und noch einmal dasselbe zum Eröffnungskurs.",
        "stakes": "Umsatz sind die Einsätze eines Kunden an einem Tag.",
        "per": "Beträge gelten für je {per} Umsatz, Teile davon anteilig.",
        "rate_all": "Sie erhalten dafür {value}.",
        "rate_for": "Für {scope} erhalten Sie dafür {value}.",
    },
    "ar": {
        "notional_one_open": "حجم تداول الصفقة هو اللوتات × حجم العقد × سعر الفتح.",
        "notional_one_close": "حجم تداول الصفقة هو اللوتات × حجم العقد × سعر الإغلاق.",
        "notional_both_open": "حجم تداول الصفقة هو اللوتات × حجم العقد × سعر الفتح، ومثله مرة "
        "أخرى بسعر الإغلاق.",
        "notional_both_close": "حجم تداول الصفقة هو اللوتات × حجم العقد × سعر الإغلاق، ومثله مرة "
        "أخرى بسعر الفتح.",
        "stakes": "حجم التداول هو رهانات العميل في اليوم.",
        "per": "المبالغ عن كل {per} من حجم التداول، وما دون ذلك بالتناسب.",
        "rate_all": "تكسب عن ذلك {value}.",
        "rate_for": "عن {scope} تكسب عن ذلك {value}.",
    },
}


def sentences(component: PerTurnover, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    if component.of == "stakes":
        yield say.fill(TEMPLATES, "stakes")
    else:
        yield say.fill(TEMPLATES, f"notional_{component.sides}_{component.price}")
    yield say.fill(TEMPLATES, "per", per=say.money(component.per))
    yield from rate_sentences(component.rate or (), TEMPLATES, say.money, say)
    if component.tiers:
        yield from event_tier_sentences(component.tiers, say, say.money, "amount")
    if component.of == "stakes":
        yield from product_sentences(component, say)
    else:
        yield from trade_sentences(component, say)
