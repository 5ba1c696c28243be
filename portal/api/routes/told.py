"""Notices, and the thread with the manager."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope, today_of
from portal.api.cursors import page_of
from portal.api.idempotency import idempotent
from portal.api.problems import Problem
from portal.deals.selectors import plans_now
from portal.notices.selectors import (
    announcement_text,
    announcements_for,
    messages_list,
    notices_for_member,
)
from portal.notices.services import message_write, notices_read
from portal.notices.words import sentence_of
from portal.partners.authors import Author
from portal.partners.errors import DomainError

router = Router(tags=["Messages"])
PAGE_ROWS = 50
LONGEST = 4000


@router.get("/notices", response=schemas.Notices, summary="What the team was told, newest first")
@scope("messages:read")
def notices(request: HttpRequest, cursor: str = "", language: str = "en") -> Any:
    """`language`: one of those that the portal offers; others read English."""
    bearer = bearer_of(request)
    asked = {"list": "notices"}
    rows = notices_for_member(bearer.user, bearer.partner)
    shown, following = page_of(rows, cursor, asked, bearer.partner.pk, PAGE_ROWS)
    spoken = language if language in settings.OFFERED_LANGUAGES else settings.LANGUAGE_CODE
    with translation.override(spoken):
        items = [
            {"code": n.code, "text": sentence_of(n.code, n.words), "path": n.path, "at": n.at,
             "is_read": n.is_read}  # type: ignore[attr-defined]  # annotated
            for n in shown
        ]  # fmt: skip
    return {"items": items, "next_cursor": following}


@router.post("/notices/read", response={204: None}, summary="The token's person has seen them")
@scope("messages:read")
def notices_seen(request: HttpRequest) -> Any:
    bearer = bearer_of(request)
    new = notices_for_member(bearer.user, bearer.partner).filter(is_read=False)  # type: ignore[misc]
    notices_read(user=bearer.user, notices=new)
    return 204, None


@router.get("/announcements", response=schemas.Announcements, summary="What the program says")
@scope("messages:read")
def announcements(request: HttpRequest, language: str = "en") -> Any:
    """To this partner, latest first; English where `language` is missing."""
    bearer = bearer_of(request)
    found = announcements_for(bearer.partner, plans_now(bearer.partner), today_of(bearer))
    return {
        "items": [
            {"announcement_id": one.announcement_id, "at": one.published_at,
             **announcement_text(one, language)}
            for one in found
        ]
    }  # fmt: skip


@router.get("/messages", response=schemas.Messages, summary="The thread with the manager")
@scope("messages:read")
def messages(request: HttpRequest, cursor: str = "") -> Any:
    """Newest first."""
    bearer = bearer_of(request)
    asked = {"list": "messages"}
    rows = messages_list(bearer.partner)
    shown, following = page_of(rows, cursor, asked, bearer.partner.pk, PAGE_ROWS)
    return {
        "items": [{"side": m.side, "author": m.author, "text": m.text, "at": m.at} for m in shown],
        "next_cursor": following,
    }


@router.post("/messages", response={201: schemas.Reply}, summary="Write to the manager")
@scope("messages:write")
@idempotent
def message_send(request: HttpRequest, body: schemas.TextIn) -> Any:
    bearer = bearer_of(request)
    if len(body.text) > LONGEST:
        raise Problem(422, "too_long", f"{LONGEST} characters are the most.")
    try:
        made = message_write(by=Author.of(bearer.user), partner=bearer.partner, side="partner",
                             text=body.text)  # fmt: skip
    except DomainError as refusal:
        raise Problem(422, refusal.code, str(refusal)) from None
    return 201, schemas.Reply(side=made.side, author=made.author, text=made.text, at=made.at)
