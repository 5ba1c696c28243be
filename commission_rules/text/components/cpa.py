"""Sentences of a `cpa`."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.components.cpa import Cpa, Stepped
from commission_rules.text.parts.conditions import condition_sentences
from commission_rules.text.parts.rates import rate_sentences
from commission_rules.text.parts.tiers import counting_tier_sentences
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "rate_all": "You earn {value} for each client who qualifies.",
        "rate_for": "For {scope} you earn {value} for each client who qualifies.",
        "all_hold": "A client qualifies at the first moment when every condition holds.",
        "qualification": "It is paid to the partner that the client belongs to when it qualifies.",
        "registration": "It is paid to the partner that the client registered with.",
        "once": "A client is paid for once.",
        "once_for": "A client is paid for once under the name {name}, whatever the plan.",
        "continues": "Clients already paid for as {name} are not paid for again.",
        "again": "For a client that moved to another partner, its new partner is paid again.",
        "stepped": "What counts is the highest value that a client’s deposits less withdrawals "
        "have reached: each step pays once what is due there, less what was due before.",
        "step": "From {start}: {value} in all.",
        "step_above": "Above {start}: {value} in all.",
        "waits": "A step that is reached waits until every condition holds.",
    },
    "de": {
        "rate_all": "Sie erhalten {value} für jeden Kunden, der sich qualifiziert.",
        "rate_for": "Für {scope} erhalten Sie {value} je Kunde, der sich qualifiziert.",
        "all_hold": "Ein Kunde qualifiziert sich, sobald alle Bedingungen erfüllt sind.",
        "qualification": "Gezahlt wird dem Partner, zu dem der Kunde dann gehört.",
        "registration": "Gezahlt wird dem Partner, bei dem sich der Kunde registriert hat.",
        "once": "Ein Kunde wird einmal vergütet.",
        "once_for": "Ein Kunde wird unter dem Namen {name} einmal vergütet, in welchem Plan auch "
        "immer.",
        "continues": "Kunden, die als {name} schon vergütet wurden, werden nicht noch einmal "
        "vergütet.",
        "again": "Wechselt ein Kunde den Partner, wird er seinem neuen Partner noch einmal "
        "vergütet.",
        "stepped": "Es zählt der höchste Stand, den Einzahlungen abzüglich Auszahlungen eines "
        "Kunden erreicht haben: Jede Stufe zahlt einmal, was dort fällig ist, abzüglich des zuvor "
        "Fälligen.",
        "step": "Ab {start}: insgesamt {value}.",
        "step_above": "Über {start}: insgesamt {value}.",
        "waits": "Eine erreichte Stufe wartet, bis alle Bedingungen erfüllt sind.",
    },
    "ar": {
        "rate_all": "تكسب {value} عن كل عميل مؤهل.",
        "rate_for": "عن {scope} تكسب {value} لكل عميل مؤهل.",
        "all_hold": "يتأهل العميل في أول لحظة تتحقق فيها جميع الشروط.",
        "qualification": "يُدفع المبلغ للشريك الذي يتبعه العميل وقت التأهل.",
        "registration": "يُدفع المبلغ للشريك الذي سجّل العميل من خلاله.",
        "once": "يُدفع عن العميل مرة واحدة.",
        "once_for": "يُدفع عن العميل مرة واحدة تحت الاسم {name} مهما كانت الخطة.",
        "continues": "لا يُدفع مرة أخرى عن العملاء الذين دُفع عنهم باسم {name}.",
        "again": "إذا انتقل العميل إلى شريك آخر يُدفع عنه مرة أخرى لشريكه الجديد.",
        "stepped": "يُعتد بأعلى قيمة بلغتها إيداعات العميل بعد خصم السحوبات: تدفع كل شريحة مرة "
        "واحدة المستحق عندها ناقص المستحق قبلها.",
        "step": "ابتداءً من {start}: {value} إجمالًا.",
        "step_above": "فوق {start}: {value} إجمالًا.",
        "waits": "تنتظر الشريحة التي بُلغت حتى تتحقق جميع الشروط.",
    },
}


def sentences(component: Cpa, say: Say) -> Iterator[str]:
    """Yield the sentences of the component, in reading order."""
    yield from rate_sentences(component.amount or (), TEMPLATES, say.money, say)
    if component.tiers:
        yield from counting_tier_sentences(component.tiers, say)
    if component.stepped:
        yield from _stepped(component.stepped, say)
    if component.stepped and component.conditions:
        yield say.fill(TEMPLATES, "waits")
    elif component.conditions:
        yield say.fill(TEMPLATES, "all_hold")
    yield from condition_sentences(component.conditions, say)
    yield say.fill(TEMPLATES, component.cpa_partner)
    if component.once_for:
        yield say.fill(TEMPLATES, "once_for", name=component.once_for)
    elif not component.stepped:
        yield say.fill(TEMPLATES, "once")
    if component.again_after_move:
        yield say.fill(TEMPLATES, "again")
    if component.continues:
        yield say.fill(TEMPLATES, "continues", name=component.continues)


def _stepped(stepped: Stepped, say: Say) -> Iterator[str]:
    yield say.fill(TEMPLATES, "stepped")
    for step in stepped.steps:
        key = "step" if step.is_inclusive else "step_above"
        yield say.fill(
            TEMPLATES, key, start=say.money(step.starts_at), value=say.money(step.amount)
        )
