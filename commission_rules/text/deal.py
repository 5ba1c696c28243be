"""Sentences about the whole deal: currency, periods, rounding, late events, guard."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.plan import Plan, Version
from commission_rules.text.parts.metrics import metric_name, metric_value
from commission_rules.text.say import Say

VALIDITY = {
    "en": {
        "open": "Terms of “{title}”, version {number}, from {first}.",
        "closed": "Terms of “{title}”, version {number}, from {first} to {last}.",
    },
    "de": {
        "open": "Konditionen „{title}“, Version {number}, ab {first}.",
        "closed": "Konditionen „{title}“, Version {number}, vom {first} bis zum {last}.",
    },
    "ar": {
        "open": "شروط «{title}»، الإصدار {number}، اعتبارًا من {first}.",
        "closed": "شروط «{title}»، الإصدار {number}، من {first} إلى {last}.",
    },
}

TEMPLATES = {
    "en": {
        "month": "You are paid in {currency}; commissions are closed every calendar month.",
        "week": "You are paid in {currency}; commissions are closed every week, Monday to Sunday.",
        "half_month": "You are paid in {currency}; commissions are closed twice a month: "
        "days 1 to 15, and 16 to the end.",
        "event": "For each event the terms in force on its day count.",
        "registration": "For each client the terms in force on the day of its registration count.",
        "line": "Each amount is rounded on its own, halves away from zero.",
        "period": "Amounts are kept exact; the sum of a period is rounded, halves away from zero.",
        "restate": "An event that arrives late corrects the period it belongs to.",
        "current_period": "An event that arrives late counts on the first day of the open period.",
        "clawback": "Corrections that reduce what you earned more than {days} ago are not charged "
        "to you.",
        "no_clawback": "Corrections that reduce what you earned have no limit in time.",
        "forfeit": "A balance that is available and stays below your payment threshold for {days} "
        "in a row is forfeited.",
        "active_when": "A client is active in a period with {metric} of at least {value}.",
        "guard": "All partners of a chain together receive at most {share} of a client’s revenue.",
    },
    "de": {
        "month": "Ihre Vergütung ist in {currency}; abgerechnet wird jeden Kalendermonat.",
        "week": "Ihre Vergütung ist in {currency}; abgerechnet wird jede Woche, Montag bis "
        "Sonntag.",
        "half_month": "Ihre Vergütung ist in {currency}; abgerechnet wird zweimal im Monat: "
        "1. bis 15. und 16. bis Monatsende.",
        "event": "Für jedes Ereignis gelten die Konditionen seines Tages.",
        "registration": "Für jeden Kunden gelten die Konditionen vom Tag seiner Registrierung.",
        "line": "Jeder Betrag wird für sich gerundet, Hälften von null weg.",
        "period": "Beträge bleiben genau; gerundet wird die Summe eines Zeitraums, Hälften von "
        "null weg.",
        "restate": "Ein verspätetes Ereignis berichtigt den Zeitraum, zu dem es gehört.",
        "current_period": "Ein verspätetes Ereignis zählt am ersten Tag des offenen Zeitraums.",
        "clawback": "Berichtigungen, die länger als vor {days} Verdientes mindern, werden Ihnen "
        "nicht belastet.",
        "no_clawback": "Berichtigungen, die Verdientes mindern, sind zeitlich nicht begrenzt.",
        "forfeit": "Ein verfügbares Guthaben, das {days} in Folge unter Ihrer Auszahlungsschwelle "
        "bleibt, verfällt.",
        "active_when": "Aktiv ist ein Kunde in einem Zeitraum mit: {metric} mindestens {value}.",
        "guard": "Alle Partner einer Kette erhalten zusammen höchstens {share} vom Ertrag eines "
        "Kunden.",
    },
    "ar": {
        "month": "تُحتسب عمولتك بعملة {currency}، وتُقفل في نهاية كل شهر ميلادي.",
        "week": "تُحتسب عمولتك بعملة {currency}، وتُقفل كل أسبوع من الاثنين إلى الأحد.",
        "half_month": "تُحتسب عمولتك بعملة {currency}، وتُقفل مرتين في الشهر: من 1 إلى 15 ومن 16 "
        "إلى نهايته.",
        "event": "تسري على كل حدث الشروط النافذة في يومه.",
        "registration": "تسري على كل عميل الشروط النافذة يوم تسجيله.",
        "line": "يُقرَّب كل مبلغ على حدة، والنصف بعيدًا عن الصفر.",
        "period": "تبقى المبالغ دقيقة، ويُقرَّب مجموع الفترة، والنصف بعيدًا عن الصفر.",
        "restate": "الحدث المتأخر يصحّح الفترة التي ينتمي إليها.",
        "current_period": "الحدث المتأخر يُحتسب في أول يوم من الفترة المفتوحة.",
        "clawback": "التصحيحات التي تخفض ما كسبته قبل أكثر من {days} لا تُحمَّل عليك.",
        "no_clawback": "التصحيحات التي تخفض ما كسبته غير محدودة بمدة.",
        "forfeit": "الرصيد المتاح الذي يبقى دون حد الدفع لمدة {days} متتالية يسقط.",
        "active_when": "العميل نشط في الفترة التي يكون فيها {metric} لا يقل عن {value}.",
        "guard": "يحصل جميع شركاء السلسلة معًا على {share} من إيراد العميل على الأكثر.",
    },
}


def deal_sentences(plan: Plan, version: Version, currency: str, say: Say) -> Iterator[str]:
    """Yield what holds for every component of the version."""
    yield say.fill(TEMPLATES, plan.calendar, currency=currency)
    yield say.fill(TEMPLATES, version.applies_by)
    yield say.fill(TEMPLATES, version.rounding)
    yield say.fill(TEMPLATES, version.late_events)
    if version.clawback_days is None:
        yield say.fill(TEMPLATES, "no_clawback")
    else:
        yield say.fill(TEMPLATES, "clawback", days=say.counted("day", version.clawback_days))
    if version.forfeit_after_days is not None:
        yield say.fill(TEMPLATES, "forfeit", days=say.counted("day", version.forfeit_after_days))
    if version.active_when:
        active = version.active_when
        metric = metric_name(active.metric, say)
        value = metric_value(active.metric, active.at_least, say)
        yield say.fill(TEMPLATES, "active_when", metric=metric, value=value)
    if version.guard:
        yield say.fill(TEMPLATES, "guard", share=say.percent(version.guard.share))
