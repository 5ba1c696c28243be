"""Tiers: what finds the step, what the step prices, and each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from commission_rules.schema.parts.tiers import (
    AmountTiers,
    CountingTiers,
    EventTiersOf,
    PeriodTiers,
    Ratio,
    Steps,
)
from commission_rules.text.parts.metrics import full_metric_name, metric_value, minimum_text
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "slab": "Your share depends on {metric}: the step reached applies to everything.",
        "marginal": "Your share depends on {metric}: each step applies to its own part.",
        "after_carryover": "What is carried in from earlier periods counts for finding the step.",
        "period_base": "The step is found on the period alone, before anything is carried in.",
        "retroactive": "The amount depends on {metric} in the period: the step reached applies "
        "to all clients of the period.",
        "by_position": "The amount depends on {metric} in the period: each client is paid by its "
        "own position.",
        "event_slab": "What you earn depends on each event: {what}. The step reached applies to "
        "all of it.",
        "event_marginal": "What you earn depends on each event: {what}. Each step applies to its "
        "own part.",
        "all_slab": "What you earn depends on {metric}: the step reached applies to all events "
        "of the period.",
        "all_marginal": "What you earn depends on {metric}: each step applies to its own part of "
        "the running total, in the order of the events.",
        "bonus": "The amount depends on {metric}: only the highest step reached is paid.",
        "if": "{step} Condition: {conditions}.",
        "amount": "its amount (of a sale: net of discount and tax)",
        "quantity": "its quantity",
        "ratio": "the ratio of {of} to {to}",
        "from": "From {start}: {value}.",
        "above": "Above {start}: {value}.",
    },
    "de": {
        "slab": "Ihr Anteil hängt ab von: {metric}. Die erreichte Stufe gilt für alles.",
        "marginal": "Ihr Anteil hängt ab von: {metric}. Jede Stufe gilt für ihren eigenen Teil.",
        "after_carryover": "Ein Vortrag aus früheren Zeiträumen zählt für die Stufe mit.",
        "period_base": "Die Stufe richtet sich nach dem Zeitraum allein, vor jedem Vortrag.",
        "retroactive": "Der Betrag hängt ab von: {metric} im Zeitraum. Die erreichte Stufe gilt "
        "für alle Kunden des Zeitraums.",
        "by_position": "Der Betrag hängt ab von: {metric} im Zeitraum. Für jeden Kunden zählt "
        "seine eigene Position.",
        "event_slab": "Was Sie verdienen, hängt von jedem einzelnen Ereignis ab: {what}. Die "
        "erreichte Stufe gilt für das ganze Ereignis.",
        "event_marginal": "Was Sie verdienen, hängt von jedem einzelnen Ereignis ab: {what}. "
        "Jede Stufe gilt für ihren eigenen Teil.",
        "all_slab": "Was Sie verdienen, hängt ab von: {metric}. Die erreichte Stufe gilt für alle "
        "Ereignisse des Zeitraums.",
        "all_marginal": "Was Sie verdienen, hängt ab von: {metric}. Jede Stufe gilt für ihren "
        "eigenen Teil der laufenden Summe, in der Reihenfolge der Ereignisse.",
        "bonus": "Der Betrag hängt ab von: {metric}. Nur die höchste erreichte Stufe wird gezahlt.",
        "if": "{step} Bedingung: {conditions}.",
        "amount": "sein Betrag (bei einem Verkauf nach Rabatt und Steuer)",
        "quantity": "seine Menge",
        "ratio": "das Verhältnis von {of} zu {to}",
        "from": "Ab {start}: {value}.",
        "above": "Über {start}: {value}.",
    },
    "ar": {
        "slab": "تعتمد حصتك على: {metric}. الشريحة التي تبلغها تسري على الكل.",
        "marginal": "تعتمد حصتك على: {metric}. كل شريحة تسري على الجزء الواقع فيها.",
        "after_carryover": "يدخل المرحَّل من فترات سابقة في تحديد الشريحة.",
        "period_base": "تُحدَّد الشريحة بالفترة وحدها قبل أي ترحيل.",
        "retroactive": "يعتمد المبلغ على: {metric} في الفترة. الشريحة التي تبلغها تسري على جميع "
        "عملاء الفترة.",
        "by_position": "يعتمد المبلغ على: {metric} في الفترة. يُدفع عن كل عميل بحسب ترتيبه.",
        "event_slab": "يعتمد ما تكسبه على كل حدث بمفرده: {what}. الشريحة التي تبلغها تسري على "
        "الحدث كله.",
        "event_marginal": "يعتمد ما تكسبه على كل حدث بمفرده: {what}. كل شريحة تسري على الجزء "
        "الواقع فيها.",
        "all_slab": "يعتمد ما تكسبه على: {metric}. الشريحة التي تبلغها تسري على كل أحداث الفترة.",
        "all_marginal": "يعتمد ما تكسبه على: {metric}. كل شريحة تسري على جزئها من المجموع الجاري "
        "بترتيب الأحداث.",
        "bonus": "يعتمد المبلغ على: {metric}. تُدفع أعلى شريحة تبلغها فقط.",
        "if": "{step} الشرط: {conditions}.",
        "amount": "مبلغه (وفي البيع بعد الخصم والضريبة)",
        "quantity": "كميته",
        "ratio": "نسبة {of} إلى {to}",
        "from": "ابتداءً من {start}: {value}.",
        "above": "فوق {start}: {value}.",
    },
}


FIELDS = {
    "en": {
        "amount": "the amount", "quantity": "the quantity", "lots": "the lots",
        "contract_size": "the contract size", "open_price": "the opening price",
        "close_price": "the closing price", "commission_amount": "the commission",
        "spread_revenue_amount": "the spread revenue", "spread_points": "the points of spread",
        "profit_amount": "the profit", "swap_amount": "the swap", "stakes": "stakes",
        "payouts": "payouts", "voids": "voids", "bonus_cost": "bonuses",
        "net_revenue": "net revenue",
    },
    "de": {
        "amount": "Betrag", "quantity": "Menge", "lots": "Lots",
        "contract_size": "Kontraktgröße", "open_price": "Eröffnungskurs",
        "close_price": "Schlusskurs", "commission_amount": "Kommission",
        "spread_revenue_amount": "Spread-Ertrag", "spread_points": "Spread-Punkte",
        "profit_amount": "Gewinn", "swap_amount": "Swap", "stakes": "Einsätze",
        "payouts": "Auszahlungen", "voids": "Stornos", "bonus_cost": "Boni",
        "net_revenue": "Nettoertrag",
    },
    "ar": {
        "amount": "المبلغ", "quantity": "الكمية", "lots": "اللوتات",
        "contract_size": "حجم العقد", "open_price": "سعر الفتح", "close_price": "سعر الإغلاق",
        "commission_amount": "العمولة", "spread_revenue_amount": "إيراد السبريد",
        "spread_points": "نقاط السبريد", "profit_amount": "الربح", "swap_amount": "السواب",
        "stakes": "الرهانات", "payouts": "المدفوعات", "voids": "الملغاة",
        "bonus_cost": "المكافآت", "net_revenue": "صافي الإيراد",
    },
}  # fmt: skip


def period_tier_sentences(tiers: PeriodTiers, say: Say) -> Iterator[str]:
    """Yield the sentences of a period component's tiers."""
    yield say.fill(TEMPLATES, tiers.kind, metric=full_metric_name(tiers, say))
    yield from _steps(tiers, say.percent, say)
    yield say.fill(TEMPLATES, tiers.on)


def event_tier_sentences(
    tiers: EventTiersOf[Any],
    say: Say,
    written: Callable[[Decimal], str] | None = None,
    default_of: str = "amount",
) -> Iterator[str]:
    """Yield the sentences of an event component's tiers; `written` writes a step's number
    (a percentage if it is not given)."""
    if tiers.metric == "event":
        yield say.fill(TEMPLATES, f"event_{tiers.kind}", what=_looked_at(tiers, say, default_of))
    else:
        yield say.fill(TEMPLATES, f"all_{tiers.kind}", metric=full_metric_name(tiers, say))
    of = tiers.of or default_of
    yield from _steps(tiers, written or say.percent, say, is_money=of == "amount")


def bonus_tier_sentences(tiers: AmountTiers, say: Say) -> Iterator[str]:
    """Yield the sentences of a bonus's steps."""
    yield say.fill(TEMPLATES, "bonus", metric=full_metric_name(tiers, say))
    yield from _steps(tiers, say.money, say)


def counting_tier_sentences(tiers: CountingTiers, say: Say) -> Iterator[str]:
    """Yield the sentences of a CPA's counting tiers."""
    key = "retroactive" if tiers.retroactive else "by_position"
    yield say.fill(TEMPLATES, key, metric=full_metric_name(tiers, say))
    yield from _steps(tiers, say.money, say)


def _looked_at(tiers: EventTiersOf[Any], say: Say, default_of: str) -> str:
    if isinstance(tiers.of, Ratio):
        of, to = say.fill(FIELDS, tiers.of.of), say.fill(FIELDS, tiers.of.to)
        return say.fill(TEMPLATES, "ratio", of=of, to=to)
    return say.fill(TEMPLATES, tiers.of or default_of)


def _steps(
    tiers: Steps[Any], written: Callable[[Decimal], str], say: Say, *, is_money: bool = True
) -> Iterator[str]:
    for step in tiers.steps:
        key = "from" if step.is_inclusive else "above"
        start = (
            metric_value(tiers.metric, step.starts_at, say)
            if is_money or tiers.metric != "event"
            else say.number(step.starts_at)
        )
        sentence = say.fill(TEMPLATES, key, start=start, value=written(step.rate))
        if step.conditions:
            asked = [
                minimum_text(condition, condition.minimum, condition.is_inclusive, say)
                for condition in step.conditions
            ]
            sentence = say.fill(TEMPLATES, "if", step=sentence, conditions=say.listing(asked))
        yield sentence
