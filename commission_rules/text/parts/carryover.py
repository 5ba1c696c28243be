"""Carryover: what is netted, and what happens to a negative result."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.parts.period import Carryover, Fence
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "deal": "All clients and products are netted together.",
        "brand": "All clients and products of the brand are netted together, also after a change "
        "of deal.",
        "product": "Each product is netted by itself.",
        "client": "Each client is netted by itself.",
        "record": "Each record counts by itself.",
        "none": "A negative result pays nothing and is not carried forward.",
        "base": "A negative base pays nothing and is carried into later periods.",
        "commission": "A negative commission pays nothing and is carried into later periods.",
        "cap": "At most {cap} is carried.",
        "expires": "What is carried can be used in the {periods} that follow, then it is "
        "written off.",
        "fence": "In a period in which all clients together are negative, a client who loses the "
        "base {threshold} or more is set apart: its negative is kept for that client alone and "
        "is reduced by that client’s later positive results only.",
        "fence_product": "Only results from {product} are looked at for that.",
    },
    "de": {
        "deal": "Alle Kunden und Produkte werden miteinander verrechnet.",
        "brand": "Alle Kunden und Produkte der Marke werden miteinander verrechnet, auch nach "
        "einem Wechsel der Vereinbarung.",
        "product": "Jedes Produkt wird für sich gerechnet.",
        "client": "Jeder Kunde wird für sich gerechnet.",
        "record": "Jeder Datensatz zählt für sich.",
        "none": "Ein negatives Ergebnis zahlt nichts und wird nicht vorgetragen.",
        "base": "Eine negative Basis zahlt nichts und wird in spätere Zeiträume vorgetragen.",
        "commission": "Eine negative Provision zahlt nichts und wird in spätere Zeiträume "
        "vorgetragen.",
        "cap": "Vorgetragen werden höchstens {cap}.",
        "expires": "Ein Vortrag ist in den folgenden {periods} verwendbar, dann verfällt er.",
        "fence": "Sind in einem Zeitraum alle Kunden zusammen negativ, wird ein Kunde mit einer "
        "negativen Basis von {threshold} oder mehr abgegrenzt: Sein Minus bleibt bei diesem Kunden "
        "und wird nur durch seine späteren positiven Ergebnisse gemindert.",
        "fence_product": "Dabei zählen nur Ergebnisse aus: {product}.",
    },
    "ar": {
        "deal": "تُجمع نتائج كل العملاء والمنتجات معًا.",
        "brand": "تُجمع نتائج كل عملاء العلامة ومنتجاتها معًا، حتى بعد تغيير الاتفاق.",
        "product": "يُحتسب كل منتج على حدة.",
        "client": "يُحتسب كل عميل على حدة.",
        "record": "يُحتسب كل سجل على حدة.",
        "none": "النتيجة السالبة لا تدفع شيئًا ولا تُرحَّل.",
        "base": "الأساس السالب لا يدفع شيئًا ويُرحَّل إلى فترات لاحقة.",
        "commission": "العمولة السالبة لا تدفع شيئًا وتُرحَّل إلى فترات لاحقة.",
        "cap": "يُرحَّل {cap} على الأكثر.",
        "expires": "يُستخدم المرحَّل في {periods} التالية ثم يُشطب.",
        "fence": "إذا كانت نتيجة جميع العملاء معًا سالبة في فترة، يُعزل العميل الذي بلغ أساسه "
        "السالب {threshold} أو أكثر: يبقى سالبه خاصًا به ولا تخفضه إلا نتائجه الموجبة اللاحقة.",
        "fence_product": "ولا تُحتسب في ذلك إلا النتائج من: {product}.",
    },
}


def carryover_sentences(carryover: Carryover, say: Say) -> Iterator[str]:
    """Yield the sentences about netting and carrying; `level` matters only if something is
    carried."""
    yield say.fill(TEMPLATES, carryover.scope)
    if carryover.policy == "none":
        yield say.fill(TEMPLATES, "none")
        return
    yield say.fill(TEMPLATES, carryover.level)
    if carryover.cap is not None:
        yield say.fill(TEMPLATES, "cap", cap=say.money(carryover.cap))
    if carryover.expires_after is not None:
        periods = say.counted("period", carryover.expires_after)
        yield say.fill(TEMPLATES, "expires", periods=periods)


def fence_sentences(fence: Fence, say: Say) -> Iterator[str]:
    """Yield the sentences about clients that are set apart."""
    yield say.fill(TEMPLATES, "fence", threshold=say.money(fence.threshold))
    if fence.product is not None:
        name = say.name("product", fence.product)
        yield say.fill(TEMPLATES, "fence_product", product=name)
