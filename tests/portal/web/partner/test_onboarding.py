"""From the public form to the first link, by each way in; and what strangers learn: nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.models import Membership, User
from portal.compliance.models import Acknowledgement
from portal.compliance.services import document_publish
from portal.deals.models import Deal
from portal.links.models import Link
from portal.links.services import link_create
from portal.notices.words import subject_of
from portal.onboarding.invitations import invitation_send, network_link_make
from portal.onboarding.models import AdmissionPolicy, Application
from portal.onboarding.selectors import partner_id_next
from portal.onboarding.services import application_decide, policy_set
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner, Program
from portal.partners.selectors import parent_on

Browsers = Callable[[str], Client]
BY = Author("test")
ANSWERS = {"kind": "company", "name": "Quill & Co", "contact_name": "Ada Quill", "country": "ES",
           "email": "ada@quill.example", "traffic": ["website"], "website": "",
           "audience": "Traders"}  # fmt: skip
PASSWORD = "another long passphrase"


def opened(*, is_automatic: bool = False, is_open: bool = True) -> Program:
    program = Program.objects.get(pk="larkspur")
    policy_set(by=BY, program=program, plans=["larkspur/ib_standard"],
               is_open=is_open, is_automatic=is_automatic,
               landing_url="https://larkspur.example/start",
               plan_id="larkspur/ib_standard")  # fmt: skip
    document_publish(by=BY, program=program, document_id="terms", kind="terms",
                     texts={"en": {"title": "Partner terms", "text": "Be honest."}},
                     valid_from=date(2026, 1, 1))  # fmt: skip
    return program


def mailed_link() -> str:
    found = re.search(r"https?://[^/]+(/\S+/)", mail.outbox[-1].body)
    assert found
    return found[1]


def applied(browser: Client, **more: object) -> str:
    """Applies and confirms the address; the status page's address."""
    answer = browser.post("/apply/larkspur/", ANSWERS | more)
    assert answer.status_code == 200, answer.content.decode()
    link = mailed_link()
    assert browser.get(link).status_code == 200
    answer = browser.post(link, {"password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_from_the_form_to_the_first_link_in_one_visit(browser_of: Browsers) -> None:
    browser_of("nadia")
    opened(is_automatic=True)
    browser = Client()
    status = applied(browser)
    assert "your turn" in browser.get(status).content.decode()
    assert browser.post(status + "submit/", {"accept": "terms:1"}).status_code == 302
    page = browser.get(status).content.decode()
    partner = Partner.objects.get(name="Quill & Co")
    assert Link.objects.get(partner=partner).link_code in page
    assert Deal.objects.get(partner=partner).versions.get().plan_id == "larkspur/ib_standard"
    assert Acknowledgement.objects.get(partner=partner).user.email == "ada@quill.example"
    assert browser.get(f"/larkspur/{partner.partner_id}/").status_code == 200
    assert partner.identity_verified_on is None


def test_a_first_link_has_a_code_that_no_program_has(browser_of: Browsers) -> None:
    """Programs without a domain share a collector: a code of two of them leads nowhere."""
    browser_of("nadia")
    opened(is_automatic=True)
    taken = partner_id_next("larkspur").lower().replace("-", "") + "-start"
    link_create(by=BY, program_id="tamarind", partner_id="P-3001", link_code=taken,
                destination="https://tamarind.example/")  # fmt: skip
    browser = Client()
    browser.post(applied(browser) + "submit/", {"accept": "terms:1"})
    first = Link.objects.get(partner__name="Quill & Co")
    assert first.link_code == f"larkspur-{taken}"


def test_a_person_decides_with_a_reason_that_is_read(browser_of: Browsers) -> None:
    browser_of("nadia")
    opened()
    browser = Client()
    status = applied(browser)
    browser.post(status + "submit/", {"accept": "terms:1"})
    application = Application.objects.get()
    assert application.state == "submitted"
    application_decide(by=BY, application=application, approve=False, reason="No audience yet")
    assert subject_of("applied_refused") == "Your application"
    page = browser.get(status).content.decode()
    assert "No audience yet" in page
    assert not Partner.objects.filter(name="Quill & Co").exists()
    assert browser.get("/")["Location"] == status


def test_without_accepting_the_terms_nothing_is_handed_in(browser_of: Browsers) -> None:
    browser_of("nadia")
    opened(is_automatic=True)
    browser = Client()
    status = applied(browser)
    for accept in ([], ["terms:2"], ["x"]):
        assert browser.post(status + "submit/", {"accept": accept}).status_code == 422
    assert Application.objects.get().state == "begun"


def test_an_address_with_an_account_gets_the_same_answer_and_signs_in(
    browser_of: Browsers,
) -> None:
    browser_of("nadia")
    opened()
    new = Client().post("/apply/larkspur/", ANSWERS)
    known = Client().post("/apply/larkspur/", ANSWERS | {"email": "nadia@example.com"})
    hide = re.compile(rb"[\w.]+@[\w.]+|name=\"csrfmiddlewaretoken\" value=\"\w+\"")
    assert hide.sub(b"", new.content) == hide.sub(b"", known.content)
    link = mailed_link()
    assert Client().get(link)["Location"].startswith("/account/login/")
    browser = Client()
    browser.force_login(User.objects.get(email="nadia@example.com"))
    assert browser.get(link).status_code == 302
    assert Application.objects.get(user__email="nadia@example.com").verified_at


def test_another_person_cannot_take_a_mailed_link(browser_of: Browsers) -> None:
    stranger = browser_of("stranger")
    opened()
    Client().post("/apply/larkspur/", ANSWERS)
    assert stranger.get(mailed_link()).status_code == 409
    assert Application.objects.get().user is None


@pytest.mark.parametrize("link", ["/apply/larkspur/verify/nonsense/",
                                  "/apply/tamarind/verify/{token}/"])  # fmt: skip
def test_a_wrong_link_says_so_and_no_more(browser_of: Browsers, link: str) -> None:
    browser_of("nadia")
    opened()
    Client().post("/apply/larkspur/", ANSWERS)
    token = mailed_link().split("/")[-2]
    assert Client().get(link.format(token=token)).status_code == 404


def test_an_application_is_its_own_person_s(browser_of: Browsers) -> None:
    stranger = browser_of("stranger")
    opened()
    status = applied(Client())
    for path in (status, status + "submit/", status + "files/"):
        assert stranger.get(path).status_code in (404, 405)
        assert stranger.post(path).status_code in (404, 405)
    assert Client().get(status).status_code == 302


def test_documents_are_taken_and_hostile_ones_refused(browser_of: Browsers) -> None:
    browser_of("nadia")
    opened()
    browser = Client()
    status = applied(browser)
    good = SimpleUploadedFile("id.pdf", b"%PDF-1.7")
    assert browser.post(status + "files/", {"files": good}).status_code == 302
    bad = SimpleUploadedFile("id.pdf", b"<script>")
    assert browser.post(status + "files/", {"files": bad}).status_code == 422
    assert Application.objects.get().files.count() == 1


def test_a_program_that_is_closed_is_not_there_but_for_the_invited(browser_of: Browsers) -> None:
    browser_of("nadia")
    opened(is_open=False)
    assert Client().get("/apply/larkspur/").status_code == 404
    assert Client().get("/apply/tamarind/").status_code == 404
    master = Partner.objects.get(partner_id="P-2001")
    code = network_link_make(by=BY, master=master).shown_code
    page = Client().get(f"/apply/larkspur/?via={code}").content.decode()
    assert "Meridian Group Ltd invites you" in page
    assert Client().get("/apply/larkspur/?via=wrong").status_code == 404


def test_who_comes_by_a_master_s_link_stands_below_it_once_it_approves(
    browser_of: Browsers,
) -> None:
    mara = browser_of("mara")
    opened(is_automatic=True)
    master = Partner.objects.get(partner_id="P-2001")
    code = network_link_make(by=BY, master=master).shown_code
    browser = Client()
    status = applied(browser, via=code)
    browser.post(status + "submit/", {"accept": "terms:1"})
    application = Application.objects.get()
    assert application.state == "submitted", "its master decides, not the policy"
    assert "Quill &amp; Co" in mara.get("/larkspur/P-2001/network/").content.decode()
    deed = {"application": application.application_id, "deed": "approve", "reason": "Known to us"}
    assert mara.post("/larkspur/P-2001/network/applicants/", deed).status_code == 302
    partner = Partner.objects.get(name="Quill & Co")
    assert parent_on(partner, partner.joined_on) == master
    assert partner.kind == "sub"


def test_a_team_invitation_works_once_and_for_its_address(browser_of: Browsers) -> None:
    sofie = browser_of("sofie")
    partner = Partner.objects.get(partner_id="P-2002")
    invitation_send(by=BY, partner=partner, email="New@quill.example", role="marketing")
    link = mailed_link()
    assert sofie.post(link).status_code == 409
    browser = Client()
    assert browser.get(link).status_code == 200
    answer = browser.post(link, {"display_name": "Newt", "password": PASSWORD})
    assert answer["Location"] == "/larkspur/P-2002/"
    assert Membership.objects.get(user__email="new@quill.example").role == "marketing"
    assert Client().get(link).status_code == 404
    assert Client().get("/invitation/nonsense/").status_code == 404


def test_a_weak_password_makes_nobody(browser_of: Browsers) -> None:
    browser_of("nadia")
    opened()
    Client().post("/apply/larkspur/", ANSWERS)
    answer = Client().post(mailed_link(), {"password": "short"})
    assert answer.status_code == 422
    assert not User.objects.filter(email="ada@quill.example").exists()


def test_too_many_applications_from_one_place_wait(browser_of: Browsers) -> None:
    browser_of("nadia")
    opened()
    browser = Client()
    codes = [browser.post("/apply/larkspur/", ANSWERS).status_code for _ in range(22)]
    assert codes[:20] == [200] * 20
    assert codes[-1] == 429


def test_a_policy_names_a_plan_that_there_is(browser_of: Browsers) -> None:
    browser_of("nadia")
    program = opened()
    for wish in ({"plan_id": "gone"}, {"plan_id": "a", "sub_plan_id": "gone"}, {"plan_id": ""}):
        with pytest.raises(DomainError, match="has no plan"):
            policy_set(by=BY, program=program, plans=["a", "b"], is_open=True,
                       landing_url="https://larkspur.example/start", **wish)  # fmt: skip
    assert AdmissionPolicy.objects.get().plan_id == "larkspur/ib_standard"
