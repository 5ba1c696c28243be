"""Sentences of a `revshare`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.revshare import Revshare
from commission_rules.text.parts.carryover import carryover_sentences, fence_sentences
from commission_rules.text.parts.deductions import deduction_sentences
from commission_rules.text.parts.edge import edge_sentences
from commission_rules.text.parts.gate import gate_sentences
from commission_rules.text.parts.rates import rate_sentences
from commission_rules.text.parts.tiers import period_tier_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "rate_all": "You earn {value} of the base.",
        "rate_for": "For {scope} you earn {value} of the base.",
        "ngr": "The base is net gaming revenue: stakes less payouts and voids.",
        "net_revenue": "The base is the net revenue that the operator delivers.",
        "turnover": "The base is the sum of stakes.",
        "theoretical": "The base is what the operator expects: stakes times the edge of the "
        "product.",
        "products": "Only these products count: {values}.",
        "excluded_products": "These products do not count: {values}.",
        "net_deposits": "The base is deposits less withdrawals and chargebacks.",
        "net_sales": "The base is sales less refunds.",
        "recoup_deal": "What {name} has paid is an advance: this share is set off against it "
        "first.",
        "recoup_client": "What {name} has paid for a client is an advance: it is first set off "
        "against the share from the same client.",
    },
    "de": {
        "rate_all": "Sie erhalten {value} der Basis.",
        "rate_for": "Für {scope} erhalten Sie {value} der Basis.",
        "ngr": "Basis ist der Nettospielertrag: Einsätze abzüglich Auszahlungen und Stornos.",
        "net_revenue": "Basis ist der Nettoertrag, den der Betreiber liefert.",
        "turnover": "Basis ist die Summe der Einsätze.",
        "theoretical": "Basis ist der erwartete Ertrag: Einsätze mal Marge des Produkts.",
        "products": "Nur diese Produkte zählen: {values}.",
        "excluded_products": "Diese Produkte zählen nicht: {values}.",
        "net_deposits": "Basis sind Einzahlungen abzüglich Auszahlungen und Rückbuchungen.",
        "net_sales": "Basis sind Verkäufe abzüglich Erstattungen.",
        "recoup_deal": "Was {name} gezahlt hat, ist ein Vorschuss: Es wird zuerst mit diesem "
        "Anteil verrechnet.",
        "recoup_client": "Was {name} für einen Kunden gezahlt hat, ist ein Vorschuss: Es wird "
        "zuerst mit dem Anteil aus demselben Kunden verrechnet.",
    },
    "ar": {
        "rate_all": "تكسب {value} من الأساس.",
        "rate_for": "عن {scope} تكسب {value} من الأساس.",
        "ngr": "الأساس هو صافي إيراد الألعاب: الرهانات ناقص المدفوعات والملغاة.",
        "net_revenue": "الأساس هو صافي الإيراد الذي يقدّمه المشغّل.",
        "turnover": "الأساس هو مجموع الرهانات.",
        "theoretical": "الأساس هو الإيراد المتوقع: الرهانات في هامش المنتج.",
        "products": "تُحتسب هذه المنتجات فقط: {values}.",
        "excluded_products": "لا تُحتسب هذه المنتجات: {values}.",
        "net_deposits": "الأساس هو الإيداعات ناقص السحوبات ورد المدفوعات.",
        "net_sales": "الأساس هو المبيعات ناقص المبالغ المستردة.",
        "recoup_deal": "ما دفعه {name} سلفة تُخصم أولًا من هذه الحصة.",
        "recoup_client": "ما دفعه {name} عن عميل سلفة تُخصم أولًا من حصة العميل نفسه.",
    },
}


def sentences(component: Revshare, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield say.fill(TEMPLATES, component.base)
    yield from edge_sentences(component.edge or (), say)
    for key in ("products", "excluded_products"):
        values = getattr(component, key)
        if values:
            names = say.listing([say.name("product", value) for value in values])
            yield say.fill(TEMPLATES, key, values=names)
    yield from deduction_sentences(component.deductions, say)
    yield from rate_sentences(component.share or (), TEMPLATES, say.percent, say)
    if component.tiers:
        yield from period_tier_sentences(component.tiers, say)
    yield from carryover_sentences(component.carryover, say)
    if component.fence:
        yield from fence_sentences(component.fence, say)
    yield from gate_sentences(component.gate, say)
    if component.recoup:
        yield say.fill(TEMPLATES, f"recoup_{component.recoup.per}", name=component.recoup.from_)
