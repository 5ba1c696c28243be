"""Asking by the API what typed facts would give under one's own terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.deals.services import deal_create
from portal.partners.authors import Author
from portal.whatif.models import Calculation
from portal.whatif.services import calculation_answer
from tests.portal.api.conftest import Api
from tests.portal.web.partner.open_plan import MAJORS, open_plan

Apis = Callable[..., Api]
FACTS = {"lots_majors": "120.50", "new_clients": "3", "deposit_each": "250"}


@pytest.fixture
def nadia(api_of: Apis) -> Api:
    api = api_of("nadia")
    deal_create(by=Author("test"), program_id="larkspur", partner_id="P-2002",
                plan_id="ib_standard", valid_from=date(2026, 8, 1), deal_id="D-77")  # fmt: skip
    return api


def test_a_question_is_asked_once_a_key_and_read_when_answered(nadia: Api, api_of: Apis) -> None:
    first = nadia.post("/what-if", {"facts": FACTS}, **{"Idempotency-Key": "w1"})
    assert first.status_code == 201, first.content
    nadia.post("/what-if", {"facts": FACTS}, **{"Idempotency-Key": "w1"})
    asked = Calculation.objects.get()
    assert asked.question["deal_id"] == "D-77"
    assert asked.question["facts"] == FACTS
    path = f"/what-if/{first.json()['calculation_id']}"
    assert (nadia.get(path).json()["state"], nadia.get(path).json()["total"]) == ("asked", None)
    calculation_answer(
        calculation_id=str(asked.calculation_id),
        answer={"total": "964.00", "currency_code": "USD",
                "rows": [{"component_id": "rebate", "component_type": "per_lot", "lines": 1,
                          "amount": "964.00"}]},
    )  # fmt: skip
    said = nadia.get(path).json()
    assert (said["state"], said["total"]) == ("answered", "964.00")
    assert said["components"] == [{"component_id": "rebate", "amount": "964.00"}]
    assert api_of("stranger").get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"facts": {}}, "nothing"),
        ({"facts": {"lots_majors": "0"}}, "nothing"),
        ({"facts": {"net_revenue": "9"}}, "unknown_fact"),
        ({"facts": {"lots_majors": "NaN"}}, "bad_number"),
        ({"facts": {"lots_majors": "1.234"}}, "bad_number"),
        ({"facts": {"lots_majors": "-1"}}, "bad_number"),
        ({"facts": {"new_clients": "201"}}, "bad_number"),
        ({"facts": {"new_clients": "1.5"}}, "bad_number"),
        ({"facts": {"lots_majors": "1e99"}}, "bad_number"),
        ({"facts": FACTS, "deal_id": "D-1"}, "no_deal"),
        ({"facts": FACTS, "plan_id": "ib_pro"}, "not_valid"),
    ],
)
def test_what_cannot_be_asked_is_a_problem(nadia: Api, body: dict[str, Any], code: str) -> None:
    answer = nadia.post("/what-if", body)
    assert answer.status_code == 422, answer.content
    assert answer.json()["type"] == f"urn:openbook:problem:{code}"
    assert not Calculation.objects.exists()


@pytest.fixture
def _open_to_deals(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.api.routes import whatif

    monkeypatch.setattr(whatif, "plan_versions", lambda release: [open_plan()])


@pytest.mark.usefixtures("_open_to_deals")
def test_open_terms_are_listed_and_tried_on_typed_and_on_own_facts(nadia: Api) -> None:
    found = {one["path"]: one for one in nadia.get("/terms/open").json()["items"]}
    assert found[MAJORS] == {
        "deal_id": "D-77", "path": MAJORS, "component_id": "rebate", "now": "8", "lowest": "6",
        "highest": "12",
    }  # fmt: skip
    wish = {MAJORS: found[MAJORS]["highest"]}
    made = nadia.post("/what-if", {"facts": FACTS, "terms": wish}).json()
    assert (made["terms"], made["own_facts"]) == (wish, False)
    own = nadia.post("/what-if", {"own_facts": True, "terms": wish})
    assert own.status_code == 201, own.content
    question = Calculation.objects.get(calculation_id=own.json()["calculation_id"]).question
    assert question["overrides"][MAJORS] == wish[MAJORS]
    assert (question["partner_id"], question["facts"]) == ("P-2002", {})
    calculation_answer(
        calculation_id=own.json()["calculation_id"],
        answer={"periods": ["2026-09"], "not_tried": "",
                "rows": [{"partner_id": "P-2002", "period_id": "2026-09", "before": "10.00",
                          "after": "12.00", "difference": "2.00", "currency_code": "USD"}]},
    )  # fmt: skip
    said = nadia.get(f"/what-if/{own.json()['calculation_id']}").json()
    assert said["periods"][0]["difference"] == {"amount": "2.00", "currency": "USD"}
    assert said["components"] == []


@pytest.mark.usefixtures("_open_to_deals")
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"own_facts": True}, "nothing"),
        ({"own_facts": True, "facts": FACTS, "terms": {MAJORS: "9"}}, "both"),
        ({"facts": FACTS, "terms": {MAJORS: "999"}}, "outside"),
        ({"facts": FACTS, "terms": {MAJORS: "much"}}, "no_number"),
        ({"facts": FACTS, "terms": {"components.rebate.kind": "1"}}, "not_negotiable"),
    ],
)
def test_terms_that_cannot_be_tried_are_a_problem(
    nadia: Api, body: dict[str, Any], code: str
) -> None:
    answer = nadia.post("/what-if", body)
    assert answer.json()["type"] == f"urn:openbook:problem:{code}"
    assert not Calculation.objects.exists()
