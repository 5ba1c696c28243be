"""A partner says that a closed statement is right. It changes nothing but what is known."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.audit.services import audit_record
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.statements.models import StatementAcceptance

Key = dict[str, str]


@transaction.atomic
def statement_accept(
    *, by: User, partner: Partner, key: Key, digest: str, digest_seen: str, total_minor: int
) -> StatementAcceptance:
    """Accept the statement `key` (calendar_id, period_id, currency_code) with its present digest.

    A second time changes nothing. Raises DomainError when the person had another digest in view.
    """
    if digest != digest_seen:
        raise DomainError("changed", _("This is not the statement that you saw: read it again."))
    found, is_new = StatementAcceptance.objects.get_or_create(
        partner=partner, **key,
        defaults={
            "program": partner.program, "digest": digest, "total_minor": total_minor,
            "user": by, "at": clock.now(),
        },
    )  # fmt: skip
    if is_new:
        audit_record(
            who=by, verb="statement accepted", object_kind="statement", object_id=str(found),
            program_id=partner.program_id,
            details={"digest": digest, "total_minor": total_minor},
        )  # fmt: skip
    return found


def statement_acceptance(partner: Partner, key: Key) -> StatementAcceptance | None:
    """Who accepted the statement and when; None as long as nobody did."""
    own = StatementAcceptance.objects.filter(partner=partner, **key)
    return own.select_related("user").first()
