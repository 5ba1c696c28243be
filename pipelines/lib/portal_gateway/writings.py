"""What people of the operator and of partners write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from commission_rules.compiler.read_programs import plan_files
from pipelines.lib.portal_gateway.door import author_of, person_of, through
from pipelines.settings import settings


@through
def admission_set(*, author: str, program_id: str, **fields: Any) -> None:
    """How a program takes people in; see `portal.onboarding.services.policy_set`.

    Plans are those of the rules' folder. Raises for one that is not there.
    """
    from portal.onboarding.services import policy_set
    from portal.partners.selectors import program_get

    folder = settings().plans / program_id
    plans = {path.stem for path in plan_files(folder)}
    policy_set(by=author_of(author), program=program_get(program_id), plans=plans, **fields)


@through
def compliance_write(what: str, *, author: str, program_id: str, **fields: Any) -> None:
    """`document_publish`, `keyword_add` or `disclosure_set` of `portal.compliance.services`, or
    `finding_open` with `partner_id`."""
    from portal.compliance import services
    from portal.partners.selectors import partner_get, program_get

    if what == "finding_open":
        fields["partner"] = partner_get(program_id, fields.pop("partner_id"))
    else:
        fields["program"] = program_get(program_id)
    deeds: dict[str, Callable[..., Any]] = {
        "document_publish": services.document_publish,
        "keyword_add": services.keyword_add,
        "disclosure_set": services.disclosure_set,
        "finding_open": services.finding_open,
    }
    deeds[what](by=author_of(author), **fields)


@through
def announcement_publish(*, author: str, program_id: str, **fields: Any) -> None:
    """Say something to all partners; see `portal.notices.services.announcement_publish`."""
    from portal.notices.announcements import announcement_publish as publish
    from portal.partners.selectors import program_get

    publish(by=author_of(author), program=program_get(program_id), **fields)


@through
def look_publish(
    *, author: str, program_id: str, logo: tuple[str, str] | None = None, **fields: Any
) -> None:
    """Draft a look and publish it; `logo` is a file's name and its SVG.

    See `portal.branding.services.brand_draft`.
    """
    from portal.branding import services

    given = (logo[0], logo[1].encode()) if logo else None
    by = author_of(author)
    fields = {"reason": "first look"} | fields
    made = services.brand_draft(by=by, program_id=program_id, logo=given, **fields)
    services.brand_publish(by=by, brand=made)


@through
def message_write(*, author: str, program_id: str, partner_id: str, side: str, text: str) -> None:
    """A message between a partner and its manager."""
    from portal.notices.services import message_write as write
    from portal.partners.selectors import partner_get

    write(by=author_of(author), partner=partner_get(program_id, partner_id), side=side, text=text)


@through
def claim_open(*, person: str, program_id: str, partner_id: str, **known: Any) -> str:
    """A claim for a missing client; its id. See `portal.claims.services.claim_open`."""
    from portal.claims.services import claim_open as opened
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    return opened(by=person_of(person), partner=partner, **known).case_id


@through
def case_write(
    *, author: str, program_id: str, partner_id: str, case_id: str, side: str, text: str
) -> None:
    """Go on with the thread of a case."""
    from portal.claims.selectors import case_get
    from portal.claims.services import case_write as write
    from portal.partners.selectors import partner_get

    case = case_get(partner_get(program_id, partner_id), case_id)
    write(by=author_of(author), case=case, side=side, text=text)


@through
def application_hand_in(
    *, program_id: str, password: str, answers: Mapping[str, Any], master_id: str = ""
) -> str:
    """Apply, confirm the address, accept the documents and hand in, as one person; its id.

    With `master_id` it comes by that master's link, which is made if there is none.
    """
    from portal import clock
    from portal.accounts.services import person_create as made
    from portal.compliance.selectors import documents_ruling
    from portal.onboarding import invitations, selectors, services
    from portal.partners.selectors import partner_get, program_get

    link = None
    if master_id:
        master = partner_get(program_id, master_id)
        link = selectors.network_link_of(master) or invitations.network_link_make(
            by=author_of("setup"), master=master
        )
    application = services.application_begin(
        program=program_get(program_id), answers=answers, invitation=link
    )
    user = made(answers["email"], answers["contact_name"], password)
    services.application_verify(application=application, user=user)
    documents = documents_ruling(program_id, clock.now().date())
    accepted = [(d.document_id, d.version_no) for d in documents]
    services.application_submit(by=user, application=application, accepted=accepted)
    return application.application_id
