"""Sentences of a `sale_share`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.sale_share import SaleShare
from commission_rules.text.parts.rates import rate_sentences
from commission_rules.text.parts.tiers import event_tier_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "rate_all": "You earn {value} of each sale, net of discount and tax.",
        "rate_for": "For {scope} you earn {value} of each sale, net of discount and tax.",
        "all": "Every sale to a client counts.",
        "first": "Only the first sale to a client counts.",
        "first_n": "Of each client the {sales} count.",
        "within_months": "Sales to a client count for {months} from its first sale.",
        "products": "Only these products count: {values}.",
        "excluded_products": "These products do not count: {values}.",
        "refund": "A refund reduces what the sale earned.",
    },
    "de": {
        "rate_all": "Sie erhalten {value} von jedem Verkauf, nach Rabatt und Steuer.",
        "rate_for": "Für {scope} erhalten Sie {value} von jedem Verkauf, nach Rabatt und Steuer.",
        "all": "Jeder Verkauf an einen Kunden zählt.",
        "first": "Nur der erste Verkauf an einen Kunden zählt.",
        "first_n": "Je Kunde zählt: {sales}.",
        "within_months": "Verkäufe an einen Kunden zählen in den {months} ab seinem ersten Kauf.",
        "products": "Nur diese Produkte zählen: {values}.",
        "excluded_products": "Diese Produkte zählen nicht: {values}.",
        "refund": "Eine Erstattung mindert, was der Verkauf verdient hat.",
    },
    "ar": {
        "rate_all": "تكسب {value} من كل عملية بيع بعد الخصم والضريبة.",
        "rate_for": "عن {scope} تكسب {value} من كل عملية بيع بعد الخصم والضريبة.",
        "all": "تُحتسب كل عملية بيع للعميل.",
        "first": "تُحتسب أول عملية بيع للعميل فقط.",
        "first_n": "تُحتسب لكل عميل {sales}.",
        "within_months": "تُحتسب المبيعات للعميل مدة {months} من أول شراء له.",
        "products": "تُحتسب هذه المنتجات فقط: {values}.",
        "excluded_products": "لا تُحتسب هذه المنتجات: {values}.",
        "refund": "استرداد المبلغ يخفض ما كسبته عملية البيع.",
    },
}


def sentences(component: SaleShare, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield from rate_sentences(component.share or (), TEMPLATES, say.percent, say)
    if component.tiers:
        yield from event_tier_sentences(component.tiers, say)
    sales = say.counted("sale", component.first_n or 1)
    months = say.counted("month", component.within_months or 1)
    yield say.fill(TEMPLATES, component.sales, sales=sales, months=months)
    for key in ("products", "excluded_products"):
        values = getattr(component, key)
        if values:
            names = say.listing([say.name("product", value) for value in values])
            yield say.fill(TEMPLATES, key, values=names)
    yield say.fill(TEMPLATES, "refund")
