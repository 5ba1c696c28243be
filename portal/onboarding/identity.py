"""Where an operator's identity check says what it found: of applicants, and of partners."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import audit_record
from portal.collector.models import PostbackSource
from portal.onboarding.models import Application
from portal.partners.authors import Author
from portal.partners.care import identity_confirm
from portal.partners.errors import DomainError, NotFound
from portal.partners.models import Partner

STATES = {"identity.verified": "verified", "identity.failed": "failed"}


@transaction.atomic
def identity_report(
    *, source: PostbackSource, kind: str, application_id: str = "", partner_id: str = "",
    reference: str = "",
) -> str:  # fmt: skip
    """Take over a finding of the check; returns the state that it leaves: verified or failed.

    `source` has signed it; only its own program's people are found. A partner that is verified
    (by an earlier message or a person) stays so. Raises NotFound for an unknown subject and
    DomainError for an unknown kind and for a message without a reference.
    """
    state = STATES.get(kind)
    if state is None:
        raise DomainError("bad_type", _("type is one of %s") % ", ".join(STATES))
    if not reference.strip():
        raise DomainError("no_reference", _("Name the check: reference."))
    program = source.program
    application = _application(program.program_id, application_id)
    partner = application.partner if application else None
    if application is None:
        partner = Partner.objects.filter(program=program, partner_id=partner_id).first()
        if partner is None:
            raise NotFound("partner", partner_id or application_id, program.program_id)
        application = Application.objects.filter(partner=partner).first()
    if application and application.identity_state != "verified":
        application.identity_state = state
        application.save(update_fields=["identity_state"])
    by, evidence = Author(f"identity check {source.source_id}"), reference.strip()[:200]
    if state == "verified" and partner and partner.identity_verified_on is None:
        identity_confirm(by=by, partner=partner, evidence=evidence)
    subject = str(application or partner)
    audit_record(
        **by.audit_names(), verb=f"identity reported {state}", object_kind="application"
        if application else "partner", object_id=subject, program_id=program.program_id,
        details={"reference": evidence},
    )  # fmt: skip
    if application and application.identity_state == "verified":
        return "verified"
    return "verified" if partner and state == "verified" else state


def _application(program_id: str, application_id: str) -> Application | None:
    if not application_id:
        return None
    found = Application.objects.select_related("partner").filter(
        program_id=program_id, application_id=application_id
    )
    one = found.first()
    if one is None:
        raise NotFound("application", application_id, program_id)
    return one
