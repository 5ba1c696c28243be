"""Disputes and claims."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from portal.api.schemas.common import Strict
from portal.api.schemas.conduct import Attachment, Reply


class Case(Schema):
    """A dispute on a line or statement, or a claim for a client that is missing."""

    case_id: str
    kind: str
    state: str
    outcome: str
    opened_at: datetime
    due_on: date
    closed_at: datetime | None


class CaseDetail(Schema):
    """A case, how it ended, what was said in it and which files came with it."""

    case: Case
    outcome_text: str
    messages: list[Reply]
    files: list[Attachment]


class Cases(Schema):
    items: list[Case]
    next_cursor: str | None


class ClaimIn(Strict):
    """A client is missing: name a day, a click id, a sub-id with a day, or the account's end."""

    on: date | None = None
    click_id: str = ""
    sub_id: str = ""
    account_tail: str = ""
    text: str = ""


class CaseTextIn(Strict):
    """What looks wrong, and what was expected."""

    text: str


class DisputeIn(Strict):
    """A line that looks wrong, and what was expected."""

    line_id: str
    text: str
