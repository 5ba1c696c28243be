"""The account that money goes to: read masked, a change stopped, and never made by a token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from portal import clock
from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.payouts.models import PayoutMethod
from portal.payouts.services import method_set
from tests.portal.api.conftest import Api

Apis = Callable[..., Api]
IBAN = "DE89370400440532013000"


def account_set(**at: object) -> Partner:
    partner = Partner.objects.get(program_id="larkspur", partner_id="P-2002")
    method_set(by=Author("test"), partner=partner, kind="sepa", account=IBAN, holder_name="Nadia",
               **at)  # type: ignore[arg-type]  # fmt: skip
    return partner


def test_the_account_is_said_masked_and_to_nobody_else(api_of: Apis) -> None:
    account_set(at=clock.now() - timedelta(days=9))
    answer = api_of("nadia").get("/payout-method")
    found = answer.json()["method"]
    assert (found["kind"], found["is_cooling_off"]) == ("sepa", False)
    assert found["masked"].endswith("3000")
    assert IBAN not in answer.content.decode()
    assert api_of("ola").get("/payout-method").status_code == 403  # marketing sees no payments


def test_a_change_is_taken_back_within_its_hours(api_of: Apis) -> None:
    account_set()
    api = api_of("nadia")
    assert api.get("/payout-method").json()["method"]["is_cooling_off"] is True
    assert api_of("stranger").delete("/payout-method/change").status_code == 409  # has none
    assert api.delete("/payout-method/change").status_code == 200
    assert not PayoutMethod.objects.filter(
        partner__partner_id="P-2002", state="active", masked__endswith="3000"
    ).exists()
    assert api.delete("/payout-method/change").status_code == 409


def test_no_token_enters_an_account(api_of: Apis) -> None:
    body = {"kind": "sepa", "account": IBAN, "holder_name": "Nadia", "code": "123456"}
    api = api_of("nadia")
    for path in ("/payout-method", "/payout-method/change"):
        assert api.post(path, body).status_code == 405
        assert api.put(path, body).status_code == 405
    assert not PayoutMethod.objects.filter(masked__endswith="3000").exists()
