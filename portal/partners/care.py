"""What the operator's people do with a partner: who looks after it, notes, its standing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import ProgramRole, StaffRole, User
from portal.audit.services import audit_record
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner, PartnerNote
from portal.partners.services import partner_status_set

# From a standing to those that it can turn into.
NEXT = {
    "applied": ("active", "closed"),
    "active": ("suspended", "closed"),
    "suspended": ("active", "closed"),
    "closed": ("active",),
}


def managers_of(program_id: str) -> list[User]:
    """Who can look after partners of the program, by name."""
    roles = ProgramRole.objects.filter(
        program_id=program_id, role=StaffRole.MANAGER, user__is_active=True
    ).select_related("user")
    return sorted((role.user for role in roles), key=lambda user: user.display_name)


@transaction.atomic
def manager_set(*, by: Author, partner: Partner, manager: User | None) -> Partner:
    """Say who looks after the partner; None: nobody. Raises DomainError for no manager."""
    if manager is not None and manager not in managers_of(partner.program_id):
        raise DomainError("no_manager", _("That person is no manager of the program."))
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    before = locked.manager.email if locked.manager else ""
    locked.manager = manager
    locked.save(update_fields=["manager"])
    _audit(by, "manager set", locked, before=before, after=manager.email if manager else "")
    return locked


@transaction.atomic
def standing_change(*, by: Author, partner: Partner, status: str, reason: str) -> Partner:
    """Suspend, close or take back. Raises DomainError without a reason or for no such step."""
    if status not in NEXT[partner.status]:
        raise DomainError("no_step", _("The partner cannot become that from what it is."))
    if not reason.strip():
        raise DomainError("no_reason", _("Say why: it is kept in the audit."))
    return partner_status_set(by=by, partner=partner, status=status, reason=reason.strip())


@transaction.atomic
def identity_confirm(*, by: Author, partner: Partner, evidence: str) -> Partner:
    """Say that a partner is who it says it is, and what was looked at: payments begin with it.

    Raises DomainError without evidence and for a partner whose identity is verified.
    """
    locked = Partner.objects.select_for_update().select_related("program").get(pk=partner.pk)
    if locked.identity_verified_on:
        raise DomainError("verified", _("The identity is verified already."))
    if not evidence.strip():
        raise DomainError("no_evidence", _("Say what you looked at: it is kept in the audit."))
    zone = ZoneInfo(locked.program.time_zone)
    locked.identity_verified_on = clock.now().astimezone(zone).date()
    locked.save(update_fields=["identity_verified_on"])
    _audit(by, "identity verified", locked, evidence=evidence.strip())
    return locked


@transaction.atomic
def note_add(*, by: User, partner: Partner, text: str) -> PartnerNote:
    """Write a note that people of the operator read. Raises DomainError for an empty one."""
    if not text.strip():
        raise DomainError("empty", _("Write something first."))
    note = PartnerNote(partner=partner, text=text.strip(), author=by, at=clock.now())
    note.full_clean()
    note.save()
    _audit(Author.of(by), "partner note written", partner, note=note.pk)
    return note


def _audit(by: Author, verb: str, partner: Partner, **details: object) -> None:
    audit_record(
        **by.audit_names(), verb=verb, object_kind="partner", object_id=str(partner),
        program_id=partner.program_id, details=details,
    )  # fmt: skip
