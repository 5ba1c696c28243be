"""One of each thing that a page can show, for a partner of the fixture, as services make them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.files.uploadedfile import SimpleUploadedFile
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from pipelines.demo.promotion import banner
from portal.accounts import services as accounts
from portal.accounts.models import User
from portal.branding.services import brand_draft, brand_publish
from portal.claims.services import case_write, claim_open
from portal.compliance.services import disclosure_set, document_publish, finding_open, keyword_add
from portal.creatives.services import creative_publish
from portal.deals.proposals import Terms, proposal_make
from portal.deals.services import deal_create
from portal.hooks.models import EVENTS
from portal.hooks.services import endpoint_create, message_add
from portal.links.services import host_allow, landing_page_create, link_build
from portal.notices.announcements import announcement_publish
from portal.notices.services import message_write
from portal.onboarding import invitations
from portal.onboarding import services as onboarding
from portal.onboarding.selectors import code_hash
from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.payouts import vault
from portal.payouts.models import PayoutMethod
from portal.payouts.services import invoice_send
from portal.reports.services import report_save
from portal.reviews.services import review_place
from portal.whatif.services import calculation_answer, calculation_ask
from tests.end_to_end.page_keys import INVITED
from tests.fixtures.release_people import PASSWORD

BY = Author("setup")
ROLES = ("manager", "compliance", "finance_maker", "finance_checker", "analyst", "administrator")
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<<>>\n%%EOF\n"
CLIENT_DATA = b'{"type":"webauthn.create","challenge":"AA","origin":"https://x.example"}'
START = "https://larkspur.example/start"
LOOK = {"accent": ("#1f5fbf", "#9cc4ff")}
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
    b'<path d="M4 20V8h4v12zm6 0V4h4v16zm6 0v-8h4v8z"/></svg>'
)
WORDS = "Keep the risk warning beside every offer.\n\nNever promise a profit."


def make_things(people: Mapping[str, User], program_id: str, partner_id: str) -> None:
    """Fill an almost empty portal: `people` and their partners are there."""
    partner = Partner.objects.get(program_id=program_id, partner_id=partner_id)
    for role in ROLES:
        staff = accounts.person_create(f"{role}@operator.example", role.title(), PASSWORD)
        accounts.role_grant(staff, program_id, role)
        accounts.totp_secret_set(staff)
    owner = people["nadia"]
    accounts.totp_secret_set(owner)
    _promotion(partner)
    _program(partner)
    _people(partner, owner)
    _keys(owner)
    _cases(partner, owner)
    _money(partner, owner)


def _promotion(partner: Partner) -> None:
    program_id = partner.program_id
    host_allow(by=BY, program_id=program_id, host="larkspur.example")
    landing_page_create(by=BY, program_id=program_id, title="Start page", url=START)
    link_build(by=BY, partner=partner, link_code="spring-letter", destination=START,
               campaign="Spring newsletter", subs={"sub1": "news-04"})  # fmt: skip
    creative_publish(
        by=BY,
        program_id=program_id,
        title="Rectangle",
        kind="banner",
        upload=SimpleUploadedFile("rectangle.png", banner(300, 250, (38, 74, 196))),
    )
    creative_publish(by=BY, program_id=program_id, title="One sentence", kind="text",
                     text="Trade gold with Larkspur. Losses can exceed deposits.")  # fmt: skip
    endpoint, _secret = endpoint_create(
        by=BY, partner=partner, kind="webhook", events=EVENTS, seen={},
        url="https://tracker.example/openbook",
    )  # fmt: skip
    message_add(endpoint, "line.created", "L-1", {"line_id": "L-1"})


def _program(partner: Partner) -> None:
    program = partner.program
    document_publish(
        by=BY, program=program, document_id="rules", kind="rules", valid_from=date(2026, 1, 1),
        texts={"en": {"title": "Promotion rules", "text": WORDS}}, upload=_file("guide.pdf"),
    )  # fmt: skip
    keyword_add(by=BY, program=program, phrase="guaranteed profit", reason="no profit is sure")
    disclosure_set(by=BY, program=program, country="ES", language="en", text="Capital at risk.")
    finding_open(
        by=BY, partner=partner, severity="warning", title="A warning is missing", text="Page 2",
        due_on=date(2026, 11, 4), evidence=[_file("page.pdf")],
    )  # fmt: skip
    announcement_publish(
        by=BY, program=program,
        texts={"en": {"title": "Gold spreads fall", "text": "From Monday on, on all accounts."}},
    )  # fmt: skip
    brand_publish(by=BY, brand=brand_draft(
        by=BY, program_id=program.program_id, product_name="Larkspur Partners", reason="first look",
        colours=LOOK, logo=("logo.svg", LOGO),
    ))  # fmt: skip


def _people(partner: Partner, owner: User) -> None:
    program = partner.program
    message_write(by=BY, partner=partner, side="operator", text="Welcome. Ask me anything.")
    invited = invitations.invitation_send(by=BY, partner=partner, email="new@aurel.example",
                                          role="marketing")  # fmt: skip
    invited.code_hash = code_hash(INVITED)
    invited.save(update_fields=["code_hash"])
    onboarding.policy_set(by=BY, program=program, plans=["ib_standard"],
                          is_open=True, plan_id="ib_standard",
                          landing_url=START)  # fmt: skip
    answers = {"kind": "company", "name": "Quill & Co", "contact_name": "Ada Quill",
               "email": owner.email, "country": "ES", "website": "https://quill.example",
               "traffic": ["website"], "audience": "People who save for a house."}  # fmt: skip
    begun = onboarding.application_begin(program=program, answers=answers)
    onboarding.application_verify(application=begun, user=owner)
    ada = accounts.person_create("ada@quill.example", "Ada Quill", PASSWORD)
    theirs = answers | {"email": ada.email}
    handed_in = onboarding.application_begin(program=program, answers=theirs)
    onboarding.application_verify(application=handed_in, user=ada)
    onboarding.application_file_add(application=handed_in, upload=_file("register.pdf"))
    onboarding.application_submit(by=ada, application=handed_in, accepted=[("rules", 1)])
    onboarding.application_begin(program=program, answers=answers | {"email": "bo@quill.example"})


def _keys(owner: User) -> None:
    """A passkey, recovery codes, and an address that is not confirmed yet."""
    Authenticator.objects.create(
        user=owner, type="webauthn", data={"name": "Work laptop", "credential": _credential()}
    )
    RecoveryCodes.activate(owner)
    EmailAddress.objects.create(user=owner, email="nadia@new.example", verified=False)


def _credential() -> dict[str, object]:
    """What a browser hands in with a new passkey, as far as it is kept."""
    key_id = b"k" * 16
    point = {1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32}
    key = AttestedCredentialData.create(Aaguid.NONE, key_id, ES256(point))
    seen = AuthenticatorData.create(b"r" * 32, AuthenticatorData.FLAG(0x45), 1, key)
    return {
        "id": websafe_encode(key_id),
        "rawId": websafe_encode(key_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(CLIENT_DATA),
            "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


def _cases(partner: Partner, owner: User) -> None:
    case = claim_open(by=owner, partner=partner, click_id="c-1", text="It clicked on Monday.",
                      files=[_file("screen.pdf")])  # fmt: skip
    case_write(by=BY, case=case, side="operator", text="Which broker does it use?")
    review_place(
        by=BY, program_id=partner.program_id, target_kind="client", target_id="C-1",
        signal_code="shared_address", reason="several clients, one address",
        decide_by=date(2026, 11, 10), partner_id=partner.partner_id,
    )  # fmt: skip


def _money(partner: Partner, owner: User) -> None:
    for method in PayoutMethod.objects.filter(partner__program_id=partner.program_id):
        method.account_sealed = vault.seal("ES9121000418450200051332")
        method.save(update_fields=["account_sealed"])
    deal = deal_create(by=BY, program_id=partner.program_id, partner_id=partner.partner_id,
                       plan_id="ib_standard", valid_from=date(2026, 8, 1))  # fmt: skip
    manager = User.objects.get(email="manager@operator.example")
    proposal_make(by=manager, partner=partner, kind="end", deal=deal, reason="it asked for it",
                  terms=Terms(date(2026, 12, 1)))  # fmt: skip
    asked = calculation_ask(
        by=owner, partner=partner, kind="what_if",
        question={"deal_id": deal.deal_id, "period_id": "2026-10", "facts": {}},
    )  # fmt: skip
    answer: dict[str, Any] = {
        "currency_code": "USD", "total": "964.00", "above": "120.50",
        "rows": [{"component_id": "rebate", "amount": "964.00", "lines": 1}],
        "unpaid": [{"reason_code": "holding_time", "count": 2}],
    }  # fmt: skip
    calculation_answer(calculation_id=str(asked.calculation_id), answer=answer)
    report_save(by=BY, partner=partner, name="By day", query="by=day")
    invoice_send(
        by=owner, partner=partner, number="2026-09/7", issued_on=date(2026, 10, 2),
        calendar_id="month", period_id="2026-09", currency_code="USD", statement_minor=10_000,
        amount_minor=10_000, upload=_file("invoice.pdf"),
    )  # fmt: skip


def _file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")
