"""Which products count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commission_rules.text.say import Say

TEMPLATES = {
    "en": {
        "products": "Only these products count: {values}.",
        "excluded_products": "These products do not count: {values}.",
    },
    "de": {
        "products": "Nur diese Produkte zählen: {values}.",
        "excluded_products": "Diese Produkte zählen nicht: {values}.",
    },
    "ar": {
        "products": "تُحتسب هذه المنتجات فقط: {values}.",
        "excluded_products": "لا تُحتسب هذه المنتجات: {values}.",
    },
}


def product_sentences(component: Any, say: Say) -> Iterator[str]:
    """Yield the sentences about `products` and `excluded_products`."""
    for key in TEMPLATES["en"]:
        values = getattr(component, key)
        if values:
            names = say.listing([say.name("product", value) for value in values])
            yield say.fill(TEMPLATES, key, values=names)
