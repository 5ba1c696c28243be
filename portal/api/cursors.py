"""Cursors: where a list goes on, signed so that nobody writes one by hand."""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet

from portal.api.problems import Problem

SALT = "openbook.api.cursor"
Row = TypeVar("Row", bound=Model)


def page_of(
    rows: QuerySet[Row], cursor: str, asked: dict[str, Any], partner_pk: int, most: int
) -> tuple[list[Row], str | None]:
    """`most` rows after the cursor, the newest first, and the cursor of what follows, if any.

    Raises Problem 422 as `cursor_read` does.
    """
    if cursor:
        rows = rows.filter(pk__lt=int(cursor_read(cursor, asked, partner_pk)))
    found = list(rows.order_by("-pk")[: most + 1])
    shown = found[:most]
    more = len(found) > most
    return shown, cursor_write(shown[-1].pk, asked, partner_pk) if more else None


def cursor_write(position: Any, asked: dict[str, Any], partner_pk: int) -> str:
    """A cursor for this partner and this question."""
    return signing.dumps([_of(asked, partner_pk), position], salt=SALT, compress=True)


def cursor_read(text: str, asked: dict[str, Any], partner_pk: int) -> Any:
    """The position. Raises Problem 422 for a cursor of another list, question or partner."""
    try:
        of, position = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise _refused() from None
    if of != _of(asked, partner_pk):
        raise _refused()
    return position


def _of(asked: dict[str, Any], partner_pk: int) -> str:
    told = repr((partner_pk, sorted((k, str(v)) for k, v in asked.items() if k != "cursor")))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _refused() -> Problem:
    return Problem(422, "bad_cursor", "This cursor is of another list; begin without one.")
