"""Names of metrics, and their values: money for money metrics, plain numbers for counts."""

from __future__ import annotations

from decimal import Decimal

from commission_rules.schema.parts.tiers import MONEY_METRICS
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
        "amount_due": "the amount due to you",
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
    },
}  # fmt: skip


def metric_name(metric: str, say: Say) -> str:
    """Return the metric as people read it."""
    return METRICS[say.language][metric]


def metric_value(metric: str, value: Decimal, say: Say) -> str:
    """Write a value of the metric: money, or a number."""
    return say.money(value) if metric in MONEY_METRICS else say.number(value)
