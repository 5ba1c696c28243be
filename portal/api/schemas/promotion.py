"""Links, clients, terms, conversions as reported."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from portal.api.schemas.common import Strict


class Link(Schema):
    """A tracking link."""

    link_code: str
    url: str
    destination: str
    campaign: str
    sub1: str
    sub2: str
    sub3: str
    sub4: str
    sub5: str
    with_partner_code: bool
    created_at: datetime
    is_archived: bool


class Links(Schema):
    items: list[Link]
    next_cursor: str | None


class TestClick(Schema):
    """An address to open within five minutes: the click is recorded and counts nowhere."""

    url: str


class LinkIn(Strict):
    """A link to make: `destination` is an address on an allowed host."""

    destination: str
    campaign: str = ""
    sub1: str = ""
    sub2: str = ""
    sub3: str = ""
    sub4: str = ""
    sub5: str = ""
    short_name: str = ""
    with_partner_code: bool = False


class Lack(Schema):
    """A condition that a client does not meet yet; amounts in `currency`, both null where it is a
    yes or no. After `until_on` it is too late."""

    component_id: str
    metric: str
    asked: str | None
    found: str | None
    currency: str
    until_on: date | None


class Client(Schema):
    """An own client by pseudonym; `lacks` is empty where it qualified or nothing is asked."""

    client_ref: str
    state: str
    registered_on: date | None
    verified_on: date | None
    deposited_on: date | None
    last_active_on: date | None
    active_days: int
    qualified_on: date | None
    account_tail: str
    link_code: str
    country: str
    subs: list[str]
    lacks: list[Lack]


class Clients(Schema):
    items: list[Client]
    counts: dict[str, int]
    next_cursor: str | None


class TermPart(Schema):
    component_id: str
    sentences: list[str]


class TermVersion(Schema):
    valid_from: date
    valid_to: date
    plan_id: str
    plan_version_no: int
    parts: list[TermPart]


class Deal(Schema):
    """A deal in plain sentences, dated."""

    deal_id: str
    versions: list[TermVersion]


class Terms(Schema):
    items: list[Deal]


class Conversion(Schema):
    """A conversion that was reported for a click of one of the partner's links."""

    event_id: str
    conversion_type: str
    state: str
    reason: str
    link_code: str
    received_at: datetime


class Conversions(Schema):
    items: list[Conversion]
    next_cursor: str | None


class Creative(Schema):
    """A banner or text in its newest version; `code` is HTML with the partner's link in it."""

    creative_id: str
    title: str
    kind: str
    language: str
    version_no: int
    width: int
    height: int
    text: str
    expires_on: date | None
    is_usable: bool
    image_url: str
    code: str


class Creatives(Schema):
    items: list[Creative]


class LandingPage(Schema):
    title: str
    url: str
    language: str


class Host(Schema):
    host: str
    with_subdomains: bool


class LandingPages(Schema):
    items: list[LandingPage]
    hosts: list[Host]


class Archived(Schema):
    link_code: str
    is_archived: bool
