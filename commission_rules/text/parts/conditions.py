"""Conditions of a CPA, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commission_rules.schema.parts.conditions import AtLeast, Condition
from commission_rules.text.parts.metrics import metric_name, metric_value
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "at_least": "Condition: {metric} is at least {value}{window}.",
        "verified": "Condition: the client’s identity is verified{window}.",
        "multiple": "{times} times {metric}",
        "within": " within {days} of {anchor}",
        "with": ", and there is {anchor}",
        "click": "the click", "registration": "the registration",
        "first_deposit": "the first deposit",
    },
    "de": {
        "at_least": "Bedingung: {metric} mindestens {value}{window}.",
        "verified": "Bedingung: Die Identität des Kunden ist bestätigt{window}.",
        "multiple": "das {times}-Fache von: {metric}",
        "within": " innerhalb von {days} nach {anchor}",
        "with": ", und es gibt: {anchor}",
        "click": "dem Klick", "registration": "der Registrierung",
        "first_deposit": "der ersten Einzahlung",
    },
    "ar": {
        "at_least": "شرط: {metric} لا يقل عن {value}{window}.",
        "verified": "شرط: التحقق من هوية العميل{window}.",
        "multiple": "{times} ضعف {metric}",
        "within": " خلال {days} من {anchor}",
        "with": "، مع وجود {anchor}",
        "click": "النقرة", "registration": "التسجيل", "first_deposit": "الإيداع الأول",
    },
}  # fmt: skip


def condition_sentences(conditions: Sequence[Condition], say: Say) -> Iterator[str]:
    """Yield one sentence per condition."""
    for condition in conditions:
        window = _window(condition, say)
        if condition.metric == "identity_verified":
            yield say.fill(TEMPLATES, "verified", window=window)
            continue
        yield say.fill(
            TEMPLATES,
            "at_least",
            metric=metric_name(condition.metric, say),
            value=_value(condition.metric, condition.at_least, say),
            window=window,
        )


def _value(metric: str, at_least: AtLeast, say: Say) -> str:
    if at_least.value is not None:
        return metric_value(metric, at_least.value, say)
    assert at_least.times is not None
    assert at_least.of is not None
    times, of = say.number(at_least.times), metric_name(at_least.of, say)
    return say.fill(TEMPLATES, "multiple", times=times, metric=of)


def _window(condition: Condition, say: Say) -> str:
    if condition.anchor is None:
        return ""
    anchor = say.fill(TEMPLATES, condition.anchor)
    if condition.within_days is None:
        return say.fill(TEMPLATES, "with", anchor=anchor)
    days = say.counted("day", condition.within_days)
    return say.fill(TEMPLATES, "within", days=days, anchor=anchor)
