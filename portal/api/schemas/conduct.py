"""Documents, words, disclosures, findings; notices and messages."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from portal.api.schemas.common import Strict


class TextIn(Strict):
    text: str


class Document(Schema):
    """The version of a document that rules now, and when the partner accepted it. `file_name` is
    empty where there is no file beside the text."""

    document_id: str
    version_no: int
    kind: str
    must_accept: bool
    accepted_at: datetime | None
    title: str
    text: str
    file_name: str


class Documents(Schema):
    items: list[Document]


class Word(Schema):
    """`scope`: everywhere, ads, domain."""

    phrase: str
    scope: str
    reason: str


class Words(Schema):
    items: list[Word]


class WordsIn(Strict):
    """A list of words, or the text of a page."""

    text: str


class WordHit(Schema):
    phrase: str
    count: int
    excerpt: str
    reason: str
    scope: str


class WordHits(Schema):
    items: list[WordHit]


class Disclosure(Schema):
    """`country` is empty for every other country."""

    country: str
    language: str
    text: str


class Disclosures(Schema):
    items: list[Disclosure]


class Announcement(Schema):
    announcement_id: str
    title: str
    text: str
    at: datetime


class Announcements(Schema):
    items: list[Announcement]


class Reply(Schema):
    side: str
    author: str
    text: str
    at: datetime


class Attachment(Schema):
    """A file of a case or finding: `file_no` stands in the address that gives it back."""

    file_no: int
    name: str
    size: int
    added_at: datetime


class Finding(Schema):
    """Something that the partner has to put right."""

    finding_id: str
    severity: str
    title: str
    text: str
    url: str
    state: str
    opened_at: datetime
    due_on: date
    closed_at: datetime | None
    outcome: str
    outcome_text: str
    replies: list[Reply]
    files: list[Attachment]


class Findings(Schema):
    items: list[Finding]


class Notice(Schema):
    """What the team was told, in words; `path` is where it is read on the pages."""

    code: str
    text: str
    path: str
    at: datetime
    is_read: bool


class Notices(Schema):
    items: list[Notice]
    next_cursor: str | None


class Messages(Schema):
    items: list[Reply]
    next_cursor: str | None
