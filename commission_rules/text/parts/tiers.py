"""Tiers: what finds the step, what the step prices, and each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from commission_rules.schema.parts.tiers import CountingTiers, EventTiers, PeriodTiers, Step
from commission_rules.text.parts.metrics import metric_name, metric_value
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
        "event_slab": "Your share depends on the amount of the sale: the step reached applies to "
        "all of it, net of discount and tax.",
        "event_marginal": "Your share depends on the amount of the sale: each step applies to its "
        "own part, net of discount and tax.",
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
        "event_slab": "Ihr Anteil hängt vom Betrag des Verkaufs nach Rabatt und Steuer ab. Die "
        "erreichte Stufe gilt für den ganzen Betrag.",
        "event_marginal": "Ihr Anteil hängt vom Betrag des Verkaufs nach Rabatt und Steuer ab. "
        "Jede Stufe gilt für ihren eigenen Teil.",
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
        "event_slab": "تعتمد حصتك على مبلغ عملية البيع بعد الخصم والضريبة. الشريحة التي تبلغها "
        "تسري على المبلغ كله.",
        "event_marginal": "تعتمد حصتك على مبلغ عملية البيع بعد الخصم والضريبة. كل شريحة تسري على "
        "الجزء الواقع فيها.",
        "from": "ابتداءً من {start}: {value}.",
        "above": "فوق {start}: {value}.",
    },
}


def period_tier_sentences(tiers: PeriodTiers, say: Say) -> Iterator[str]:
    """Yield the sentences of a period component's tiers."""
    yield say.fill(TEMPLATES, tiers.kind, metric=metric_name(tiers.metric, say))
    yield from _steps(tiers.steps, tiers.metric, say.percent, say)
    yield say.fill(TEMPLATES, tiers.on)


def event_tier_sentences(tiers: EventTiers, say: Say) -> Iterator[str]:
    """Yield the sentences of tiers that look at each event alone."""
    yield say.fill(TEMPLATES, f"event_{tiers.kind}")
    yield from _steps(tiers.steps, tiers.metric, say.percent, say)


def counting_tier_sentences(tiers: CountingTiers, say: Say) -> Iterator[str]:
    """Yield the sentences of a CPA's counting tiers."""
    key = "retroactive" if tiers.retroactive else "by_position"
    yield say.fill(TEMPLATES, key, metric=metric_name(tiers.metric, say))
    yield from _steps(tiers.steps, tiers.metric, say.money, say)


def _steps(
    steps: Sequence[Step], metric: str, written: Callable[[Decimal], str], say: Say
) -> Iterator[str]:
    for step in steps:
        key = "from" if step.is_inclusive else "above"
        start = metric_value(metric, step.starts_at, say)
        yield say.fill(TEMPLATES, key, start=start, value=written(step.rate))
