"""The edge by product, of which theoretical revenue is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commission_rules.schema.parts.rate_table import RateRow
from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "edge": "Edge of {product}: {share} of stakes.",
        "any_edge": "Edge of every product that is not named: {share} of stakes.",
    },
    "de": {
        "edge": "Marge von {product}: {share} der Einsätze.",
        "any_edge": "Marge jedes nicht genannten Produkts: {share} der Einsätze.",
    },
    "ar": {
        "edge": "هامش {product}: {share} من الرهانات.",
        "any_edge": "هامش كل منتج غير مذكور: {share} من الرهانات.",
    },
}


def edge_sentences(rows: Sequence[RateRow], say: Say) -> Iterator[str]:
    """Yield one sentence per row."""
    for row in rows:
        share = say.percent(row.value)
        if row.product is None:
            yield say.fill(TEMPLATES, "any_edge", share=share)
        else:
            name = say.name("product", row.product)
            yield say.fill(TEMPLATES, "edge", product=name, share=share)
