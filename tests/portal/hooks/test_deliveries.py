"""Deliveries: signed, tried again with back-off, logged, sent again under the same id."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.hooks import outside, worker
from portal.hooks.macros import filled, macros_checked
from portal.hooks.models import Delivery, Endpoint
from portal.hooks.outside import Outcome
from portal.hooks.services import (
    BACK_OFF,
    _box,
    attempt_record,
    delivery_repeat,
    endpoint_create,
    endpoint_remove,
    log_clear,
    message_add,
    request_of,
)
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner

BY = Author("test")
NOW = datetime(2026, 10, 28, 12, tzinfo=UTC)


def waiting(endpoint: Endpoint, key: str = "l-1") -> Delivery:
    assert message_add(endpoint, "line.created", key, {"line_id": key, "state": "pending"})
    return endpoint.deliveries.get(event_key=key)


def test_a_webhook_is_signed_as_standard_webhooks(endpoint: Endpoint) -> None:
    delivery = waiting(endpoint)
    method, url, headers, body = request_of(delivery, NOW)
    secret = _box().decrypt(endpoint.secret_sealed.encode())
    key = base64.b64decode(secret.decode().split("whsec_")[1])
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert (method, url) == ("POST", "https://hooks.aurel.example/in")
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert json.loads(body)["data"]["line_id"] == "l-1"


def test_a_postback_fills_macros_and_signs_the_query(partner: Partner) -> None:
    endpoint, secret = endpoint_create(
        by=BY, partner=partner, kind="postback", events=["line.created"], seen={},
        url="https://t.example/pb?e={event}&id={id}&sum={amount}&s={sub1}&x={state}",
    )  # fmt: skip
    message_add(endpoint, "line.created", "l-9", {
        "line_id": "l-9", "sub1": "a&b=c", "commission": {"amount": "1.50", "currency": "USD"},
    })  # fmt: skip
    _method, url, _headers, _body = request_of(endpoint.deliveries.get(), NOW)
    path_and_query, _, given = url.removeprefix("https://t.example").rpartition("&sig=")
    assert path_and_query == (
        f"/pb?e=line.created&id=l-9&sum=1.50&s=a%26b%3Dc&x=&ts={int(NOW.timestamp())}"
    )
    wanted = hmac.new(secret.encode(), path_and_query.encode(), hashlib.sha256).hexdigest()
    assert given == wanted


@pytest.mark.parametrize(
    "url", ["https://{event}.example/", "https://t.example/{secret}", "https://t.example/{a{id}}"]
)
def test_macros_stand_in_path_and_query_and_are_known(url: str) -> None:
    with pytest.raises(DomainError):
        macros_checked(url)


def test_a_value_never_becomes_another_parameter() -> None:
    made = filled("https://t.example/?s={sub1}", "line.created", {"sub1": "x&admin=1#/../ü"})
    assert made == "https://t.example/?s=x%26admin%3D1%23%2F..%2F%C3%BC"


def test_what_is_not_delivered_is_tried_again_and_at_last_failed(endpoint: Endpoint) -> None:
    delivery = waiting(endpoint)
    for pause in BACK_OFF:
        attempt_record(delivery, Outcome(500, "refused"), NOW)
        assert (delivery.state, delivery.next_at) == ("waiting", NOW + pause)
    attempt_record(delivery, Outcome(None, "no answer"), NOW)
    assert (delivery.state, delivery.next_at, delivery.attempts) == ("failed", None, 7)


def test_sending_again_keeps_the_id(endpoint: Endpoint) -> None:
    delivery = waiting(endpoint)
    attempt_record(delivery, Outcome(204), NOW)
    assert delivery.state == "delivered"
    before = delivery.message_id
    assert delivery_repeat(by=BY, delivery=delivery).state == "waiting"
    assert delivery.message_id == before


def test_a_turn_sends_what_is_due(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(endpoint)
    later = waiting(endpoint, "l-2")
    Delivery.objects.filter(pk=later.pk).update(next_at=datetime.now(UTC) + timedelta(hours=1))
    sent: list[str] = []

    def send(method: str, url: str, **_: Any) -> Outcome:
        sent.append(f"{method} {url}")
        return Outcome(200)

    monkeypatch.setattr(outside, "send", send)
    monkeypatch.setattr(worker, "ThreadPoolExecutor", InTurn)
    assert worker.turn() == (0, 1)
    assert sent == ["POST https://hooks.aurel.example/in"]
    assert Delivery.objects.get(event_key="l-1").state == "delivered"


class InTurn:
    """A pool of none: the tests' transaction is this thread's."""

    def __init__(self, _: int) -> None: ...

    def __enter__(self) -> InTurn:
        return self

    def __exit__(self, *_: object) -> None: ...

    map = staticmethod(map)


def test_removing_ends_what_waits_and_old_log_goes(endpoint: Endpoint) -> None:
    delivery = waiting(endpoint)
    endpoint_remove(by=BY, endpoint=endpoint)
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    with pytest.raises(DomainError):
        delivery_repeat(by=BY, delivery=Delivery.objects.get())
    log_clear(datetime.now(UTC) + timedelta(days=31))
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "mail"}, {"events": []}, {"events": ["line.created", "x"]},
        {"url": "http://t.example/"}, {"url": "https://127.0.0.1/"}, {"url": "https://x/{id}"},
    ],
)  # fmt: skip
def test_what_is_refused(partner: Partner, fields: dict[str, Any]) -> None:
    given = {"kind": "webhook", "events": ["line.created"], "url": "https://t.example/"}
    with pytest.raises(DomainError):
        endpoint_create(by=BY, partner=partner, seen={}, **(given | fields))


def test_the_api_makes_lists_repeats_and_removes(api_of: Callable[..., Any]) -> None:
    api, other = api_of("nadia"), api_of("stranger")
    made = api.post("/hooks", {"url": "https://t.example/", "events": ["line.created"]})
    assert made.status_code == 201
    number = made.json()["endpoint_id"]
    assert made.json()["secret"].startswith("whsec_")
    assert "secret" not in api.get("/hooks").json()["items"][0]
    waiting(Endpoint.objects.get(pk=number))
    delivery = api.get("/deliveries").json()["items"][0]["delivery_id"]
    assert other.get("/deliveries").json()["items"] == []
    assert other.post(f"/deliveries/{delivery}/repeat").status_code == 404
    assert other.delete(f"/hooks/{number}").status_code == 404
    assert api.post(f"/deliveries/{delivery}/repeat").status_code == 200
    assert api.delete(f"/hooks/{number}").status_code == 204
    assert api.get("/hooks").json()["items"] == []
