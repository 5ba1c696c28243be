"""A rate table, row by row; the sentence around the number comes from the component type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from commission_rules.schema.parts.rate_table import RateRow
from commission_rules.text.say import Say, Templates

WORDS = {
    "en": {
        "campaign": "campaign {value}", "account_type": "account type {value}",
        "live": "live accounts", "demo": "demo accounts",
        "rest": "everything else", "no_rest": "Nothing is paid for anything else.",
    },
    "de": {
        "campaign": "Kampagne {value}", "account_type": "Kontotyp {value}",
        "live": "Live-Konten", "demo": "Demokonten",
        "rest": "alles andere", "no_rest": "Für alles andere wird nichts gezahlt.",
    },
    "ar": {
        "campaign": "الحملة {value}", "account_type": "نوع الحساب {value}",
        "live": "الحسابات الحقيقية", "demo": "الحسابات التجريبية",
        "rest": "كل ما عدا ذلك", "no_rest": "لا يُدفع شيء عن أي أمر آخر.",
    },
}  # fmt: skip


def scope(names: dict[str, str], say: Say) -> str:
    """Write what a row stands for: major pairs, Germany, account type ecn."""
    return say.listing([_word(kind, value, say) for kind, value in names.items()])


def _word(kind: str, value: str, say: Say) -> str:
    if kind == "account_type" and value in ("live", "demo"):
        return say.fill(WORDS, value)
    text = say.name(kind, value)
    return say.fill(WORDS, kind, value=text) if kind in WORDS[say.language] else text


def rate_sentences(
    rows: Sequence[RateRow],
    templates: Templates,
    written: Callable[[Decimal], str],
    say: Say,
) -> Iterator[str]:
    """Yield one sentence per row from the templates `rate_all` and `rate_for`."""
    default = [row for row in rows if not row.names()]
    named = [row for row in rows if row.names()]
    for row in named:
        where = scope(row.names(), say)
        yield say.fill(templates, "rate_for", scope=where, value=written(row.value))
    for row in default:
        if named:
            rest = say.fill(WORDS, "rest")
            yield say.fill(templates, "rate_for", scope=rest, value=written(row.value))
        else:
            yield say.fill(templates, "rate_all", value=written(row.value))
    if named and not default:
        yield say.fill(WORDS, "no_rest")
