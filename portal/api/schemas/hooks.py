"""Endpoints of webhooks and postbacks, and their log."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from portal.api.schemas.common import Strict


class Endpoint(Schema):
    """Where webhooks or postbacks are sent."""

    endpoint_id: int
    kind: str
    url: str
    events: list[str]
    is_active: bool
    created_at: datetime


class Endpoints(Schema):
    items: list[Endpoint]


class EndpointIn(Strict):
    """`kind` webhook (signed JSON) or postback (a GET with macros)."""

    kind: str = "webhook"
    url: str
    events: list[str]


class EndpointMade(Endpoint):
    """The secret is shown this once."""

    secret: str


class Delivery(Schema):
    """One message and how it went."""

    delivery_id: int
    event_type: str
    state: str
    attempts: int
    last_status: int | None
    last_error: str
    created_at: datetime
    delivered_at: datetime | None


class Deliveries(Schema):
    items: list[Delivery]
    next_cursor: str | None
