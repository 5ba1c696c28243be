"""The partner's team, its tokens, and the settings of the token's person."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from portal.api.schemas.common import Strict


class Member(Schema):
    """Somebody who acts for the partner; `role`: owner, finance, marketing, read_only."""

    member_no: int
    name: str
    email: str
    role: str
    since: datetime


class TeamInvitation(Schema):
    """An invitation that waits to be used."""

    invitation_no: int
    email: str
    role: str
    invited_at: datetime
    expires_at: datetime | None


class Team(Schema):
    members: list[Member]
    invitations: list[TeamInvitation]


class InvitationIn(Strict):
    """`code` is the authenticator's present one."""

    email: str
    role: str
    code: str


class RoleIn(Strict):
    """`code` is the authenticator's present one."""

    role: str
    code: str


class ApiToken(Schema):
    """A token by the beginning of its text; the rest is known to nobody."""

    prefix: str
    name: str
    person: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    is_this: bool


class ApiTokens(Schema):
    items: list[ApiToken]


class Profile(Schema):
    """Empty `time_zone` is UTC, empty `display_currency` the deal's alone."""

    display_name: str
    email: str
    language: str
    time_zone: str
    display_currency: str


class ProfileIn(Strict):
    display_name: str
    language: str
    time_zone: str = ""
    display_currency: str = ""


class NoticeChoices(Schema):
    """`by_email`: topics that are mailed, of `topics`; in the portal all of them are told."""

    topics: list[str]
    by_email: list[str]
    as_digest: bool


class NoticeChoicesIn(Strict):
    by_email: list[str]
    as_digest: bool = False
