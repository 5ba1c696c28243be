"""Sentences of a `revshare`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.revshare import Revshare
from commission_rules.text.parts.carryover import carryover_sentences, fence_sentences
from commission_rules.text.parts.deductions import deduction_sentences
from commission_rules.text.parts.metrics import full_metric_name, metric_value
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
        "net_deposits": "The base is deposits less withdrawals and chargebacks.",
        "net_sales": "The base is sales less refunds.",
        "gate": "A positive amount is locked until a period with {metric} of at least {value}.",
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
        "net_deposits": "Basis sind Einzahlungen abzüglich Auszahlungen und Rückbuchungen.",
        "net_sales": "Basis sind Verkäufe abzüglich Erstattungen.",
        "gate": "Ein positiver Betrag ist gesperrt bis zu einem Zeitraum mit: {metric} mindestens "
        "{value}.",
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
        "net_deposits": "الأساس هو الإيداعات ناقص السحوبات ورد المدفوعات.",
        "net_sales": "الأساس هو المبيعات ناقص المبالغ المستردة.",
        "gate": "يُقفل المبلغ الموجب حتى فترة يكون فيها {metric} لا يقل عن {value}.",
        "recoup_deal": "ما دفعه {name} سلفة تُخصم أولًا من هذه الحصة.",
        "recoup_client": "ما دفعه {name} عن عميل سلفة تُخصم أولًا من حصة العميل نفسه.",
    },
}


def sentences(component: Revshare, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield say.fill(TEMPLATES, component.base)
    yield from deduction_sentences(component.deductions, say)
    yield from rate_sentences(component.share or (), TEMPLATES, say.percent, say)
    if component.tiers:
        yield from period_tier_sentences(component.tiers, say)
    yield from carryover_sentences(component.carryover, say)
    if component.fence:
        yield from fence_sentences(component.fence, say)
    if component.gate:
        value = metric_value(component.gate.metric, component.gate.at_least, say)
        metric = full_metric_name(component.gate, say)
        yield say.fill(TEMPLATES, "gate", metric=metric, value=value)
    if component.recoup:
        yield say.fill(TEMPLATES, f"recoup_{component.recoup.per}", name=component.recoup.from_)
