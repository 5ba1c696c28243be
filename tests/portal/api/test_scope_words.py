"""Every scope has words for whoever gives it."""

from __future__ import annotations

from portal.api.scopes import SCOPES, WORDS


def test_each_scope_has_words() -> None:
    assert set(WORDS) == set(SCOPES)
