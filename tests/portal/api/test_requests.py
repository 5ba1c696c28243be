"""Asking to be paid, and claiming, through the API: with a code, once a key, own things only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.accounts.models import UsedTimeStep, User
from portal.accounts.services import totp_code_now, totp_secret_set
from portal.claims.models import Case
from portal.payouts.models import PayoutRequest
from tests.portal.api.conftest import Api

Apis = Callable[..., Api]


def code_of(name: str) -> str:
    user = User.objects.get(email=f"{name}@example.com")
    UsedTimeStep.objects.filter(user=user).delete()
    totp_secret_set(user)
    return totp_code_now(user)


def wish(name: str = "nadia", **more: Any) -> dict[str, Any]:
    return {"currency": "USD", "amount": "150.00", "code": code_of(name)} | more


def test_a_request_is_made_once_a_key_and_cancelled(api_of: Apis) -> None:
    api, body = api_of("nadia"), wish()
    first = api.post("/payment-requests", body, **{"Idempotency-Key": "k1"})
    assert first.status_code == 201, first.content
    again = api.post("/payment-requests", body, **{"Idempotency-Key": "k1"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert PayoutRequest.objects.get().amount_minor == 15_000
    made = first.json()
    assert (made["status"], made["amount"]) == (
        "requested",
        {"amount": "150.00", "currency": "USD"},
    )
    assert api.get("/payment-requests").json()["items"] == [made]
    gone = api.delete(f"/payment-requests/{made['request_id']}")
    assert (gone.status_code, gone.json()["status"]) == (200, "cancelled")
    assert api.delete(f"/payment-requests/{made['request_id']}").status_code == 409


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"code": "000000"}, 403, "wrong_code"),
        ({"amount": "150.001"}, 422, "bad_amount"),
        ({"amount": "NaN"}, 422, "bad_amount"),
        ({"amount": "1e99"}, 422, "bad_amount"),
        ({"amount": "-1"}, 422, "nothing"),
        ({"amount": "99999999"}, 422, "above_available"),
        ({"amount": "0.01"}, 422, "below_threshold"),
        ({"currency": "JPY"}, 422, "no_balance"),
        ({"is_approved": True}, 422, "not_valid"),
    ],
)
def test_what_cannot_be_asked_for_is_a_problem(
    api_of: Apis, change: dict[str, Any], status: int, code: str
) -> None:
    answer = api_of("nadia").post("/payment-requests", wish(**change))
    assert answer.status_code == status, answer.content
    assert answer.json()["type"].rpartition(":")[2] == code
    assert not PayoutRequest.objects.exists()


def test_a_code_is_taken_once(api_of: Apis) -> None:
    api, body = api_of("nadia"), wish()
    assert api.post("/payment-requests", body).status_code == 201
    assert api.post("/payment-requests", body).status_code == 403


def test_marketing_has_no_scope_for_it(api_of: Apis) -> None:
    assert api_of("ola").post("/payment-requests", wish("ola")).status_code == 403


def test_anothers_request_is_not_there(api_of: Apis) -> None:
    made = api_of("nadia").post("/payment-requests", wish()).json()
    stranger = api_of("stranger")
    assert stranger.delete(f"/payment-requests/{made['request_id']}").status_code == 404
    assert stranger.get("/payment-requests").json()["items"] == []


def test_what_is_cleared_is_in_payment_paid_or_available(api_of: Apis) -> None:
    from decimal import Decimal

    for balance in api_of("nadia").get("/balances").json()["items"]:
        parts = [Decimal(balance[n]["amount"]) for n in ("in_payment", "paid", "available")]
        assert sum(parts) == Decimal(balance["cleared"]["amount"])


def test_the_next_payment_is_the_one_on_its_way_else_what_is_available(api_of: Apis) -> None:
    api = api_of("nadia")
    balances = {b["currency"]: b for b in api.get("/balances").json()["items"]}
    (found,) = [n for n in api.get("/next-payments").json()["items"]
                if n["amount"]["currency"] == "USD"]  # fmt: skip
    assert found["amount"] == balances["USD"]["in_payment"]
    assert found["payment_id"] in [p["payment_id"] for p in api.get("/payments").json()["items"]]
    below = api_of("sofie")
    owed = {b["currency"]: b["available"] for b in below.get("/balances").json()["items"]}
    for one in below.get("/next-payments").json()["items"]:
        assert (one["payment_id"], one["amount"]) == (None, owed[one["amount"]["currency"]])
        assert date.fromisoformat(one["freezes_on"]) >= date(2026, 10, 1)


def test_a_claim_is_opened_once_a_key_and_listed(api_of: Apis) -> None:
    api, body = api_of("ola"), {"on": "2026-10-02", "sub_id": "news"}
    first = api.post("/claims", body, **{"Idempotency-Key": "c1"})
    assert first.status_code == 201, first.content
    api.post("/claims", body, **{"Idempotency-Key": "c1"})
    assert Case.objects.count() == 1
    assert api.get("/cases").json()["items"] == [first.json()]
    assert api.post("/claims", {}).status_code == 422


def test_a_line_is_disputed_once_and_anothers_is_not_there(api_of: Apis) -> None:
    api = api_of("nadia")
    line = api.get("/lines", period="2026-09").json()["items"][0]["line_id"]
    body = {"line_id": line, "text": "two lots, not one"}
    assert api.post("/disputes", body).status_code == 201
    assert api.post("/disputes", body).status_code == 409
    assert api_of("stranger").post("/disputes", body).status_code == 404
