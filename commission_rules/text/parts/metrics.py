"""Names of metrics, and their values: money for money metrics, plain numbers for counts."""

from __future__ import annotations

from decimal import Decimal

from commission_rules.schema.parts.metrics import MONEY_METRICS, LookBack, MetricOf
from commission_rules.text.say import Say

METRICS = {
    "en": {
        "base": "the base of the period", "registrations": "the number of registrations",
        "first_deposits": "the number of first deposits",
        "qualified_clients": "the number of qualified clients",
        "active_clients": "the number of active clients", "sales": "the number of sales",
        "deposits": "deposits", "net_revenue": "net revenue", "net_sales": "sales less refunds",
        "turnover": "stakes", "first_deposit": "the first deposit",
        "total_deposits": "all deposits together", "net_deposits": "deposits less withdrawals",
        "wagered": "the amount wagered", "lots": "the number of lots closed",
        "trades": "the number of trades closed",
        "commission_paid": "the commission paid by the client",
        "amount_due": "the amount due to you", "commission": "your commission",
        "event": "the event",
    },
    "de": {
        "base": "Basis des Zeitraums", "registrations": "Zahl der Registrierungen",
        "first_deposits": "Zahl der Ersteinzahlungen",
        "qualified_clients": "Zahl der qualifizierten Kunden",
        "active_clients": "Zahl der aktiven Kunden", "sales": "Zahl der Verkäufe",
        "deposits": "Einzahlungen", "net_revenue": "Nettoertrag",
        "net_sales": "Verkäufe abzüglich Erstattungen", "turnover": "Einsätze",
        "first_deposit": "erste Einzahlung", "total_deposits": "alle Einzahlungen zusammen",
        "net_deposits": "Einzahlungen abzüglich Auszahlungen", "wagered": "Summe der Einsätze",
        "lots": "Zahl der geschlossenen Lots", "trades": "Zahl der geschlossenen Trades",
        "commission_paid": "vom Kunden gezahlte Kommission", "amount_due": "Ihr fälliger Betrag",
        "commission": "Ihre Provision", "event": "Ereignis",
    },
    "ar": {
        "base": "أساس الفترة", "registrations": "عدد التسجيلات",
        "first_deposits": "عدد الإيداعات الأولى", "qualified_clients": "عدد العملاء المؤهلين",
        "active_clients": "عدد العملاء النشطين", "sales": "عدد المبيعات",
        "deposits": "الإيداعات", "net_revenue": "صافي الإيراد",
        "net_sales": "المبيعات ناقص المبالغ المستردة", "turnover": "الرهانات",
        "first_deposit": "الإيداع الأول", "total_deposits": "مجموع الإيداعات",
        "net_deposits": "الإيداعات ناقص السحوبات", "wagered": "مجموع المبالغ المراهن بها",
        "lots": "عدد اللوتات المغلقة", "trades": "عدد الصفقات المغلقة",
        "commission_paid": "العمولة التي دفعها العميل", "amount_due": "المبلغ المستحق لك",
        "commission": "عمولتك", "event": "الحدث",
    },
}  # fmt: skip

LOOK_BACKS = {
    "en": {
        "previous": "{metric} in the previous period",
        "average": "the average of the {periods} before, of {metric}",
        "rolling_days": "{metric} in the last {days}",
        "network": "{metric}, of you and all partners below you together",
        "minimum": "{metric} at least {value}",
        "above": "{metric} above {value}",
    },
    "de": {
        "previous": "{metric} im vorigen Zeitraum",
        "average": "Durchschnitt aus den vorigen {periods}: {metric}",
        "rolling_days": "{metric} in den letzten {days}",
        "network": "{metric} – von Ihnen und allen Partnern unter Ihnen zusammen",
        "minimum": "{metric} mindestens {value}",
        "above": "{metric} über {value}",
    },
    "ar": {
        "previous": "{metric} في الفترة السابقة",
        "average": "متوسط آخر {periods} من {metric}",
        "rolling_days": "{metric} خلال آخر {days}",
        "network": "{metric} لك ولجميع الشركاء الذين تحتك معًا",
        "minimum": "{metric} لا يقل عن {value}",
        "above": "{metric} أكثر من {value}",
    },
}


def full_metric_name(metric: MetricOf, say: Say) -> str:
    """Return the metric with its look-back, and whose it is."""
    name, back = metric_name(metric.metric, say), metric.look_back
    if metric.network:
        name = say.fill(LOOK_BACKS, "network", metric=name)
    if back == "previous":
        return say.fill(LOOK_BACKS, "previous", metric=name)
    if isinstance(back, LookBack) and back.average:
        periods = say.counted("period", back.average)
        return say.fill(LOOK_BACKS, "average", metric=name, periods=periods)
    if isinstance(back, LookBack):
        days = say.counted("day", back.rolling_days or 0)
        return say.fill(LOOK_BACKS, "rolling_days", metric=name, days=days)
    return name


def minimum_text(metric: MetricOf, minimum: Decimal, is_inclusive: bool, say: Say) -> str:
    """Write a metric with the value that it has to reach or to exceed."""
    return say.fill(
        LOOK_BACKS,
        "minimum" if is_inclusive else "above",
        metric=full_metric_name(metric, say),
        value=metric_value(metric.metric, minimum, say),
    )


def metric_name(metric: str, say: Say) -> str:
    """Return the metric as people read it."""
    return METRICS[say.language][metric]


def metric_value(metric: str, value: Decimal, say: Say) -> str:
    """Write a value of the metric: money, or a number."""
    return say.money(value) if metric in MONEY_METRICS else say.number(value)
