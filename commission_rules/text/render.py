"""Render a plan version to sentences: first about the whole deal, then about each component."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import FOREVER, Plan, Version
from commission_rules.text.components import sentences_of
from commission_rules.text.deal import VALIDITY, deal_sentences
from commission_rules.text.say import Say, day_text

# For each language, (component id or None for the whole deal, sentence) in reading order.
SentencesOf = dict[str, list[tuple[str | None, str]]]


def render_version(
    plan: Plan, version: Version, lookups: Lookups, currency: str, languages: Sequence[str]
) -> SentencesOf:
    """Return the sentences of a version in each language, amounts in `currency`."""
    found: SentencesOf = {}
    for language in languages:
        say = Say(language, currency, lookups)
        sentences: list[tuple[str | None, str]] = [
            (None, sentence) for sentence in deal_sentences(plan, version, currency, say)
        ]
        for component in version.components:
            sentences += [(component.id, text) for text in sentences_of(component, say)]
        found[language] = sentences
    return found


def validity_sentence(title: str, version_no: int, first: date, last: date, language: str) -> str:
    """Return the sentence that says which version rules from when to when."""
    key = "open" if last == FOREVER else "closed"
    return VALIDITY[language][key].format(
        title=title,
        number=version_no,
        first=day_text(first, language),
        last="" if last == FOREVER else day_text(last, language),
    )
