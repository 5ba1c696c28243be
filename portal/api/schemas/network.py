"""The network below a partner."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from portal.api.schemas.common import Amount, Strict


class Volume(Schema):
    """What the reader earned through a partner; `clients` and `lots` are null below 3 clients."""

    earned: Amount
    clients: int | None
    lots: str | None


class NetworkPartner(Schema):
    partner_id: str
    name: str
    parent_partner_id: str
    depth: int
    status: str
    since: date
    share: str | None
    volumes: list[Volume]


class Network(Schema):
    """`share_lowest` to `share_highest` is what the plan lets pass; null where it leaves none."""

    items: list[NetworkPartner]
    share_lowest: str | None
    share_highest: str | None


class InviteLink(Schema):
    """Whoever applies through `url` stands below the partner; null while none is made."""

    url: str | None


class Applicant(Schema):
    """Somebody who applied through the partner's link; `reason` is what they were told."""

    application_id: str
    name: str
    kind: str
    country: str
    website: str
    traffic: list[str]
    audience: str
    state: str
    reason: str
    submitted_at: datetime | None
    decided_at: datetime | None


class Applicants(Schema):
    items: list[Applicant]


class DecisionIn(Strict):
    approve: bool
    reason: str


class ShareIn(Strict):
    share: str


class ShareSet(Schema):
    partner_id: str
    share: str
    valid_from: date


class NetworkMessageIn(Strict):
    text: str
    partner_id: str = ""


class Sent(Schema):
    """To how many partners."""

    count: int
