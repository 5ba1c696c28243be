"""Sentences of agreed terms, as the release has them, made ready to be shown in their script."""

from __future__ import annotations

import re

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_DOLLAR = re.compile(r"([A-Z]{1,3}\$)")
_MARK = "\u200e"


def shown(sentence: str) -> str:
    """In a right-to-left sentence a mark keeps `US$` together: its sign would move before it."""
    if not _RIGHT_TO_LEFT.search(sentence):
        return sentence
    return _DOLLAR.sub(rf"\1{_MARK}", sentence)
