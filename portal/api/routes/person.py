"""The token's person: name, language, time zone, display currency, and what is mailed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import Router

from portal.accounts.models import User
from portal.accounts.services import profile_set
from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.problems import Problem
from portal.notices.selectors import choices_get, wants_digest
from portal.notices.services import choices_set
from portal.notices.words import TOPICS

router = Router(tags=["Person"])


@router.get("/profile", response=schemas.Profile, summary="The person's settings")
@scope("profile:read")
def profile(request: HttpRequest) -> Any:
    return _profile(bearer_of(request).user)


@router.put("/profile", response=schemas.Profile, summary="Change the person's settings")
@scope("profile:write")
def profile_change(request: HttpRequest, body: schemas.ProfileIn) -> Any:
    """They hold for all its partners. The address, the password and second factors are changed in a
    browser alone."""
    user = bearer_of(request).user
    if body.language not in settings.OFFERED_LANGUAGES:
        offered = ", ".join(sorted(settings.OFFERED_LANGUAGES))
        raise Problem(422, "not_valid", f"language is one of {offered}")
    try:
        profile_set(user, **body.model_dump())
    except ValidationError as refusal:
        raise Problem(422, "not_valid", "; ".join(refusal.messages)) from None
    return _profile(user)


@router.get("/notice-choices", response=schemas.NoticeChoices, summary="What is mailed")
@scope("profile:read")
def notice_choices(request: HttpRequest) -> Any:
    return _choices(bearer_of(request).user)


@router.put("/notice-choices", response=schemas.NoticeChoices, summary="Choose what is mailed")
@scope("profile:write")
def notice_choices_set(request: HttpRequest, body: schemas.NoticeChoicesIn) -> Any:
    """Of all other topics no mail comes, except of what guards the account and the money."""
    user = bearer_of(request).user
    choices_set(user=user, by_email=body.by_email, as_digest=body.as_digest)
    return _choices(user)


def _profile(user: User) -> dict[str, Any]:
    same = ("display_name", "email", "language", "time_zone", "display_currency")
    return {name: getattr(user, name) for name in same}


def _choices(user: User) -> dict[str, Any]:
    chosen = choices_get(user)
    return {
        "topics": list(TOPICS),
        "by_email": [topic for topic in TOPICS if chosen[topic]],
        "as_digest": wants_digest(user),
    }
