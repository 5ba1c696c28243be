"""Whether a list of keywords or the text of a page uses words that must not be used. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_TEXT = 200_000
_SPACES = re.compile(r"[\s\-_.·/]+")


@dataclass(frozen=True)
class Hit:
    """A phrase that was found, how often, and the first place with some words around it."""

    phrase: str
    count: int
    excerpt: str


def plain(text: str) -> str:
    """Text as it is compared: without case, accents and widths; separators are spaces."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c) and c not in "\u200b\u00ad")
    return _SPACES.sub(" ", letters)


def hits(text: str, phrases: Iterable[str]) -> list[Hit]:
    """Every phrase that stands in the text as whole words, by the order of `phrases`."""
    there = plain(text[:LONGEST_TEXT])
    found = []
    for phrase in phrases:
        pattern = re.compile(rf"(?<!\w){re.escape(plain(phrase).strip())}(?!\w)")
        places = [match.start() for match in pattern.finditer(there)]
        if places:
            start = max(0, places[0] - 30)
            found.append(Hit(phrase, len(places), there[start : places[0] + len(phrase) + 30]))
    return found
