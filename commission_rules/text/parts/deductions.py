"""Deductions, each a sentence of its own, in the order of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commission_rules.schema.parts.period import Deduction
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "amount": "Deducted: {name}, the amount recorded.",
        "percentage": "Deducted: {name}, {share} of {of}.",
        "gross": "stakes less payouts and voids", "stakes": "stakes", "deposits": "deposits",
        "withdrawals": "withdrawals", "remaining": "what the deductions above leave",
        "bonus_cost": "bonuses", "jackpot_contribution": "jackpot contributions",
        "chargebacks": "chargebacks", "adjustments": "adjustments", "fee": "{name} fee",
        "fees.provider": "provider fee", "fees.licence": "licence fee",
        "fees.payment": "payment fee", "fees.tax": "tax",
    },
    "de": {
        "amount": "Abgezogen wird: {name}, der erfasste Betrag.",
        "percentage": "Abgezogen wird: {name}, {share} von: {of}.",
        "gross": "Einsätze abzüglich Auszahlungen und Stornos", "stakes": "Einsätze",
        "deposits": "Einzahlungen", "withdrawals": "Auszahlungen",
        "remaining": "was die vorigen Abzüge übrig lassen",
        "bonus_cost": "Boni", "jackpot_contribution": "Jackpot-Beiträge",
        "chargebacks": "Rückbuchungen", "adjustments": "Korrekturen", "fee": "Gebühr „{name}“",
        "fees.provider": "Anbietergebühr", "fees.licence": "Lizenzgebühr",
        "fees.payment": "Zahlungsgebühr", "fees.tax": "Steuer",
    },
    "ar": {
        "amount": "يُخصم: {name}، بالمبلغ المسجل.",
        "percentage": "يُخصم: {name}، بنسبة {share} من {of}.",
        "gross": "الرهانات ناقص المدفوعات والملغاة", "stakes": "الرهانات", "deposits": "الإيداعات",
        "withdrawals": "السحوبات", "remaining": "ما يتبقى بعد الخصومات السابقة",
        "bonus_cost": "المكافآت", "jackpot_contribution": "مساهمات الجائزة الكبرى",
        "chargebacks": "رد المدفوعات", "adjustments": "التسويات", "fee": "رسوم {name}",
        "fees.provider": "رسوم المزوّد", "fees.licence": "رسوم الترخيص",
        "fees.payment": "رسوم الدفع", "fees.tax": "الضريبة",
    },
}  # fmt: skip


def deduction_sentences(deductions: Sequence[Deduction], say: Say) -> Iterator[str]:
    """Yield one sentence per deduction."""
    for deduction in deductions:
        name = deduction_name(deduction.code, say)
        if deduction.share is None or deduction.of is None:
            yield say.fill(TEMPLATES, "amount", name=name)
        else:
            of, share = say.fill(TEMPLATES, deduction.of), say.percent(deduction.share)
            yield say.fill(TEMPLATES, "percentage", name=name, share=share, of=of)


def deduction_name(code: str, say: Say) -> str:
    """Write a deduction's name; `fees.<name>` may have one in `_names.yaml`."""
    named = say.name("deduction", code)
    if named != code.replace("_", " "):
        return named
    if code in TEMPLATES[say.language]:
        return say.fill(TEMPLATES, code)
    return say.fill(TEMPLATES, "fee", name=code.removeprefix("fees.").replace("_", " "))
