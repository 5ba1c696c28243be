"""What pages show and do beyond earnings and links: the API does too, by the same services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal import clock
from portal.claims.models import Case
from portal.compliance.models import Acknowledgement
from portal.compliance.services import document_publish, finding_open, keyword_add
from portal.creatives.services import creative_publish
from portal.links.models import Link
from portal.links.services import link_build
from portal.notices.models import Message, Notice
from portal.onboarding.models import Application
from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.releases.reader import current_release
from portal.releases.selectors.overview import overview_get
from tests.portal.api.conftest import Api

Apis = Callable[..., Api]
BY = Author("test")


def partner(partner_id: str = "P-2002") -> Partner:
    return Partner.objects.get(program_id="larkspur", partner_id=partner_id)


def test_the_overview_says_what_the_page_says(api_of: Apis) -> None:
    api = api_of("nadia")
    said = api.get("/overview", period="2026-09", currency="USD").json()
    found = overview_get(current_release("larkspur"), "P-2002", period_id="2026-09",
                         currency_code="USD")  # fmt: skip
    assert found is not None
    assert said["commission"] == {"amount": f"{found.figures.commission.amount:f}",
                                  "currency": "USD"}  # fmt: skip
    assert said["clicks"] == found.figures.clicks
    days = sum(Decimal(day["commission"]["amount"]) for day in said["days"])
    assert days == sum(
        (Decimal(row["commission_minor"]) / 100 for day, row in found.days.items()
         if day.month == 9), Decimal(0),
    )  # fmt: skip
    assert api.get("/overview", period="1999-01").status_code == 404


def test_what_earned_nothing_says_why(api_of: Apis) -> None:
    api = api_of("nadia")
    event = api.get("/unpaid", period="2026-10").json()["items"][0]
    why = api.get(f"/unpaid/{event['event_id']}/why", period="2026-10").json()
    assert why["event"] == event
    assert why["rule"]["sentences"]
    stranger = api_of("stranger")
    assert stranger.get(f"/unpaid/{event['event_id']}/why", period="2026-10").status_code == 404


def test_a_case_goes_on_and_is_taken_back(api_of: Apis) -> None:
    api = api_of("nadia")
    case_id = api.post("/claims", {"on": "2026-10-02"}).json()["case_id"]
    went_on = api.post(f"/cases/{case_id}/messages", {"text": "the account ends in 123"})
    assert went_on.status_code == 201, went_on.content
    assert went_on.json()["messages"][-1]["text"] == "the account ends in 123"
    assert api.get(f"/cases/{case_id}").json() == went_on.json()
    assert api_of("stranger").get(f"/cases/{case_id}").status_code == 404
    assert api_of("stranger").delete(f"/cases/{case_id}").status_code == 404
    assert api.delete(f"/cases/{case_id}").json()["state"] == "withdrawn"
    assert api.post(f"/cases/{case_id}/messages", {"text": "again"}).status_code == 422
    assert Case.objects.get().state == "withdrawn"


def test_creatives_come_with_the_own_link_in_them(api_of: Apis) -> None:
    api = api_of("nadia")
    link = link_build(by=BY, partner=partner(), destination="https://larkspur.example/")
    creative_publish(by=BY, program_id="larkspur", title="Gold", kind="text", text="Trade gold")
    found = api.get("/creatives", link=link.link_code).json()["items"][0]
    assert f"/r/{link.link_code}" in found["code"]
    assert api.get("/creatives").json()["items"][0]["code"] == ""
    assert api_of("stranger").get("/creatives", link=link.link_code).status_code == 404
    assert {"host": "larkspur.example", "with_subdomains": False} in (
        api.get("/landing-pages").json()["hosts"]
    )
    assert api.post(f"/links/{link.link_code}/archive").json()["is_archived"] is True
    assert Link.objects.get(pk=link.pk).archived_at is not None
    assert api_of("stranger").post(f"/links/{link.link_code}/archive").status_code == 404


def test_a_master_reads_and_runs_its_network(api_of: Apis) -> None:
    mara = api_of("mara")
    below = {one["partner_id"]: one for one in mara.get("/network").json()["items"]}
    assert below["P-2002"]["depth"] == 1
    assert below["P-2003"]["parent_partner_id"] == "P-2002"
    sent = mara.post("/network/messages", {"text": "New prices on Monday"})
    assert sent.json() == {"count": sum(one["depth"] == 1 for one in below.values())}
    assert Notice.objects.filter(code="network_message", partner=partner()).count() == 1
    assert mara.post("/network/messages", {"text": "x", "partner_id": "P-2003"}).status_code == 404
    assert mara.post("/network/P-2004/share", {"share": "0.5"}).status_code == 404
    assert mara.post("/network/P-2002/share", {"share": "NaN"}).status_code == 422
    assert api_of("ola").post("/network/messages", {"text": "x"}).status_code == 403


def test_an_applicant_is_refused_by_its_master_alone(api_of: Apis) -> None:
    mara = api_of("mara")
    Application.objects.create(
        program_id="larkspur", application_id="A-900", state="submitted", kind="person",
        name="Fjord", contact_name="F", email="f@fjord.example", country="NO",
        parent=partner("P-2001"), begun_at=clock.now(), verified_at=clock.now(),
        submitted_at=clock.now(),
    )  # fmt: skip
    assert [a["application_id"] for a in mara.get("/network/applicants").json()["items"]] == [
        "A-900"
    ]
    path, body = "/network/applicants/A-900/decision", {"approve": False, "reason": "no site"}
    assert api_of("stranger").post(path, body).status_code == 404
    assert mara.post(path, body).json()["state"] == "refused"
    assert mara.post(path, body).status_code == 422


def test_documents_are_accepted_and_words_checked(api_of: Apis) -> None:
    api = api_of("nadia")
    rules = document_publish(
        by=BY, program=partner().program, document_id="rules", kind="rules",
        texts={"en": {"title": "Rules", "text": "Be honest."}}, valid_from=date(2026, 1, 1),
    )  # fmt: skip
    assert api.get("/documents").json()["items"][-1]["accepted_at"] is None
    made = api.post("/documents/rules/1/accept")
    assert made.status_code == 201, made.content
    assert made.json()["accepted_at"]
    assert Acknowledgement.objects.get(document=rules, partner=partner()).user.email == (
        "nadia@example.com"
    )
    assert api.post("/documents/rules/2/accept").status_code == 404
    keyword_add(by=BY, program=partner().program, phrase="risk free", reason="it is not")
    hit = api.post("/words/check", {"text": "Trade risk free today"}).json()["items"][0]
    assert (hit["phrase"], hit["count"]) == ("risk free", 1)


def test_a_finding_is_answered_by_its_partner(api_of: Apis) -> None:
    api = api_of("nadia")
    found = finding_open(
        by=BY, partner=partner(), severity="warning", title="Old logo", text="Change it",
        due_on=clock.now().date() + timedelta(days=3),
    )  # fmt: skip
    path = f"/findings/{found.finding_id}/answers"
    assert api_of("stranger").post(path, {"text": "x"}).status_code == 404
    answered = api.post(path, {"text": "Done"})
    assert (answered.status_code, answered.json()["state"]) == (201, "answered")
    assert api.get("/findings").json()["items"] == [answered.json()]


def test_notices_are_read_in_a_language_and_messages_written(api_of: Apis) -> None:
    api = api_of("nadia")
    sent = api.post("/messages", {"text": "Which page converts best?"})
    assert (sent.status_code, Message.objects.get().side) == (201, "partner")
    assert api.get("/messages").json()["items"] == [sent.json()]
    assert api.post("/messages", {"text": " "}).status_code == 422
    Notice.objects.create(
        program=partner().program, partner=partner(), code="case_answered",
        words={"case": "C-1001"}, at=clock.now(),
    )  # fmt: skip
    english = api.get("/notices").json()["items"][0]
    german = api.get("/notices", language="de").json()["items"][0]
    assert english["text"] == "C-1001 was answered; it is your turn."
    assert german["text"] != english["text"]
    assert api_of("stranger").get("/messages").json()["items"] == []


@pytest.mark.parametrize(
    ("path", "body"),
    [("/network/messages", {"text": "x"}), ("/network/P-2003/share", {"share": "0.1"})],
)
def test_marketing_runs_no_network(api_of: Apis, path: str, body: dict[str, str]) -> None:
    assert api_of("ola").post(path, body).status_code == 403
