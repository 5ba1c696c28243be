"""The team, its tokens and the person's settings: what a token may do there, and what never."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.accounts.models import Membership, User
from portal.api.models import ApiToken
from portal.onboarding.models import Invitation
from tests.portal.api.conftest import Api
from tests.portal.api.test_requests import code_of

Apis = Callable[..., Api]


def kind_of(answer: Any) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def member_no(name: str) -> int:
    return Membership.objects.get(
        user__email=f"{name}@example.com", program_id="larkspur", partner_id="P-2002"
    ).pk


def wish(**more: str) -> dict[str, str]:
    return {"email": "New@example.com", "role": "finance", "code": code_of("nadia")} | more


def test_the_team_is_read_by_every_role(api_of: Apis) -> None:
    found = api_of("ola").get("/team").json()
    assert {(m["email"], m["role"]) for m in found["members"]} >= {
        ("nadia@example.com", "owner"), ("ola@example.com", "marketing"),
    }  # fmt: skip
    assert found["invitations"] == []
    others = {m["email"] for m in api_of("stranger").get("/team").json()["members"]}
    assert others.isdisjoint({"nadia@example.com", "ola@example.com"})


def test_an_invitation_takes_a_code_and_is_made_once_a_key(api_of: Apis, mailoutbox: Any) -> None:
    api, body = api_of("nadia"), wish()
    first = api.post("/team/invitations", body, **{"Idempotency-Key": "i1"})
    assert first.status_code == 201, first.content
    again = api.post("/team/invitations", body, **{"Idempotency-Key": "i1"})
    assert again.json() == first.json()
    assert [i.email for i in Invitation.objects.filter(kind="team")] == ["new@example.com"]
    assert api.get("/team").json()["invitations"] == [first.json()]
    number = first.json()["invitation_no"]
    assert api_of("stranger").delete(f"/team/invitations/{number}").status_code == 404
    assert api.delete(f"/team/invitations/{number}").status_code == 204
    assert api.delete(f"/team/invitations/{number}").status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"code": "000000"}, 403, "wrong_code"),
        ({"role": "owner"}, 422, "owner_on_the_page"),
        ({"role": "king"}, 422, "unknown_role"),
        ({"email": "nobody"}, 422, "not_valid"),
        ({"partner_id": "P-2004"}, 422, "not_valid"),
    ],
)
def test_what_cannot_be_invited_is_a_problem(
    api_of: Apis, change: dict[str, str], status: int, code: str
) -> None:
    answer = api_of("nadia").post("/team/invitations", wish(**change))
    assert (answer.status_code, kind_of(answer)) == (status, code)
    assert not Invitation.objects.filter(kind="team").exists()


def test_a_member_gets_another_role_with_a_code(api_of: Apis) -> None:
    api, path = api_of("nadia"), f"/team/members/{member_no('ola')}"
    assert api.put(path, {"role": "finance", "code": "000000"}).status_code == 403
    done = api.put(path, {"role": "finance", "code": code_of("nadia")})
    assert (done.status_code, done.json()["role"]) == (200, "finance")
    up = api.put(path, {"role": "owner", "code": code_of("nadia")})
    assert (up.status_code, kind_of(up)) == (422, "owner_on_the_page")
    assert api_of("stranger").put(path, {"role": "finance", "code": "1"}).status_code == 404


def test_a_member_is_taken_out_and_an_owner_never(api_of: Apis) -> None:
    api, path = api_of("nadia"), f"/team/members/{member_no('ola')}"
    ola = api_of("ola")
    assert ola.delete(path).status_code == 403  # marketing has no scope for it
    assert api_of("stranger").delete(path).status_code == 404
    assert api.delete(path).status_code == 204
    assert ola.get("/me").status_code == 401
    own = api.delete(f"/team/members/{member_no('nadia')}")
    assert (own.status_code, kind_of(own)) == (422, "owner_on_the_page")


def test_tokens_are_listed_and_ended_and_never_made(api_of: Apis) -> None:
    weak, owner = api_of("ola", "team:read"), api_of("nadia")
    items = weak.get("/tokens").json()["items"]
    assert {i["name"] for i in items} == {"ola", "nadia"}
    (own,) = [i["prefix"] for i in items if i["is_this"]]
    (other,) = [i["prefix"] for i in items if not i["is_this"]]
    assert weak.token.rpartition("_")[2] not in weak.get("/tokens").content.decode()
    assert weak.delete(f"/tokens/{other}").status_code == 404
    assert owner.post("/tokens", {"name": "x", "scopes": ["team:read"]}).status_code == 405
    assert weak.delete(f"/tokens/{own}").status_code == 204
    assert weak.get("/me").status_code == 401
    foreign = ApiToken.objects.get(name="nadia").prefix
    assert api_of("stranger").delete(f"/tokens/{foreign}").status_code == 404
    assert owner.get("/me").status_code == 200


def test_a_person_s_settings_are_read_and_changed(api_of: Apis) -> None:
    api = api_of("ola", "profile:read", "profile:write")
    before = api.get("/profile").json()
    assert before["email"] == "ola@example.com"
    body = {"display_name": "Ola N", "language": "de", "time_zone": "Europe/Madrid",
            "display_currency": "USD"}  # fmt: skip
    assert api.put("/profile", body).json() == body | {"email": "ola@example.com"}
    wrongs = ({"language": "fr"}, {"time_zone": "Mars"}, {"display_currency": "XXZ"},
              {"display_name": " "}, {"email": "me@example.com"}, {"is_staff": True})  # fmt: skip
    for bad in wrongs:
        assert api.put("/profile", body | bad).status_code == 422, bad
    assert User.objects.get(email="ola@example.com").display_name == "Ola N"
    assert api_of("ola", "profile:read").put("/profile", body).status_code == 403


def test_what_is_mailed_is_chosen(api_of: Apis) -> None:
    api = api_of("ola", "profile:read", "profile:write")
    topics = api.get("/notice-choices").json()["topics"]
    wanted = {"by_email": topics[:1], "as_digest": True}
    assert api.put("/notice-choices", wanted).json() == wanted | {"topics": topics}
    assert api.get("/notice-choices").json()["by_email"] == topics[:1]
    assert api.put("/notice-choices", {"by_email": ["rain"]}).status_code == 422
