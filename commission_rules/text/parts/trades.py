"""Which trades count: accounts, symbols, reasons of closing, holding time."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.trade import TradeComponent
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "only_live": "Live accounts count; demo accounts do not.",
        "accounts": "Only these accounts count: {values}.",
        "symbols": "Only trades in these count: {values}.",
        "deal_reasons": "Trades closed for these reasons do not count: {values}.",
        "holding": "Only trades held for at least {seconds} count.",
        "type_live": "live accounts", "type_demo": "demo accounts",
    },
    "de": {
        "only_live": "Es zählen Live-Konten, keine Demokonten.",
        "accounts": "Nur diese Konten zählen: {values}.",
        "symbols": "Nur Trades in diesen zählen: {values}.",
        "deal_reasons": "Trades mit diesen Schließungsgründen zählen nicht: {values}.",
        "holding": "Nur Trades mit einer Haltedauer von mindestens {seconds} zählen.",
        "type_live": "Live-Konten", "type_demo": "Demokonten",
    },
    "ar": {
        "only_live": "تُحتسب الحسابات الحقيقية دون التجريبية.",
        "accounts": "تُحتسب هذه الحسابات فقط: {values}.",
        "symbols": "تُحتسب فقط الصفقات في: {values}.",
        "deal_reasons": "لا تُحتسب الصفقات المغلقة لهذه الأسباب: {values}.",
        "holding": "تُحتسب فقط الصفقات المفتوحة مدة لا تقل عن {seconds}.",
        "type_live": "الحسابات الحقيقية", "type_demo": "الحسابات التجريبية",
    },
}  # fmt: skip


def trade_sentences(component: TradeComponent, say: Say) -> Iterator[str]:
    """Yield the sentences about which trades count."""
    if component.account_types == ("live",):
        yield say.fill(TEMPLATES, "only_live")
    else:
        own = TEMPLATES[say.language]
        words = [
            own.get(f"type_{kind}") or say.name("account_type", kind)
            for kind in component.account_types
        ]
        yield say.fill(TEMPLATES, "accounts", values=say.listing(words))
    groups = [say.name("symbol_group", name) for name in component.symbol_groups]
    if component.symbols or groups:
        yield say.fill(TEMPLATES, "symbols", values=say.listing([*component.symbols, *groups]))
    if component.excluded_deal_reasons:
        reasons = say.listing(component.excluded_deal_reasons)
        yield say.fill(TEMPLATES, "deal_reasons", values=reasons)
    if component.minimum_holding_seconds:
        seconds = say.counted("second", component.minimum_holding_seconds)
        yield say.fill(TEMPLATES, "holding", seconds=seconds)
