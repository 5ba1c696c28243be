"""Levels: what the partners above earn, how deep and how long, and what they see."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.parts.levels import Levels
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "differential": "On the trades of clients of the partners below you, you earn your own "
        "rate less the highest rate below you.",
        "depth": "Of a chain, the direct partner and those above it earn, {depth} at most.",
        "always": "Partners above earn without a limit in time.",
        "duration": "Partners above earn for {months} from the day on which the direct partner "
        "joined.",
        "seen": "For each of these amounts the partners above you see your name, the symbol group, "
        "the lots and your rate.",
    },
    "de": {
        "differential": "Am Handel der Kunden Ihrer Unterpartner verdienen Sie Ihren eigenen Satz "
        "abzüglich des höchsten Satzes unter Ihnen.",
        "depth": "Je Kette verdienen der direkte Partner und die über ihm, höchstens {depth}.",
        "always": "Partner darüber verdienen zeitlich unbegrenzt.",
        "duration": "Partner darüber verdienen für die Dauer von {months} ab dem Beitritt des "
        "direkten Partners.",
        "seen": "Zu jedem dieser Beträge sehen die Partner über Ihnen Ihren Namen, die "
        "Symbolgruppe, die Lots und Ihren Satz.",
    },
    "ar": {
        "differential": "من صفقات عملاء الشركاء الذين تحتك تكسب معدلك ناقص أعلى معدل تحتك.",
        "depth": "يكسب من السلسلة الشريك المباشر ومن فوقه، وعددهم {depth} على الأكثر.",
        "always": "يكسب الشركاء الأعلى دون حد زمني.",
        "duration": "يكسب الشركاء الأعلى مدة {months} من يوم انضمام الشريك المباشر.",
        "seen": "عن كل مبلغ من هذه المبالغ يرى الشركاء فوقك اسمك ومجموعة الرموز واللوتات ومعدلك.",
    },
}


def level_sentences(levels: Levels | None, say: Say) -> Iterator[str]:
    """Yield the sentences about the chain; none when only the direct partner earns."""
    if levels is None:
        return
    yield say.fill(TEMPLATES, levels.algebra)
    yield say.fill(TEMPLATES, "depth", depth=say.number(levels.depth))
    if levels.duration_months is None:
        yield say.fill(TEMPLATES, "always")
    else:
        yield say.fill(TEMPLATES, "duration", months=say.counted("month", levels.duration_months))
    yield say.fill(TEMPLATES, "seen")
