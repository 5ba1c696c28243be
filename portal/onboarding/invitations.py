"""Invitations: to a team, to a partner that the operator manages, under a master."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import MemberRole, Membership, User
from portal.accounts.services import membership_grant
from portal.audit.services import audit_record
from portal.branding.selectors import address_of
from portal.notices.services import notice_send, program_mail
from portal.onboarding import selectors
from portal.onboarding.models import Invitation
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner

GOOD_FOR = timedelta(days=14)
MOST_WAITING = 20


@transaction.atomic
def invitation_send(
    *, by: Author, partner: Partner, email: str, role: str, kind: str = "team", language: str = "en"
) -> Invitation:
    """Invite an address to act for a partner with a role; the link goes by mail and nowhere else.

    `kind` is `team` when a member invites, `partner` when the operator does. Raises DomainError
    for an unknown role and too many that wait.
    """
    if role not in MemberRole.values:
        raise DomainError(
            "unknown_role",
            _("role %(role)r: one of %(values)s")
            % {"role": role, "values": ", ".join(MemberRole.values)},
        )
    waiting = selectors.team_invitations(partner)
    waiting.filter(email__iexact=email).update(withdrawn_at=clock.now())
    if waiting.count() >= MOST_WAITING:
        raise DomainError("too_many", _("Twenty invitations wait. Withdraw one first."))
    code = secrets.token_urlsafe(24)
    invitation = Invitation(
        program=partner.program, partner=partner, kind=kind, email=email.strip().lower(), role=role,
        code_hash=selectors.code_hash(code), invited_by=by.name, invited_at=clock.now(),
        expires_at=clock.now() + GOOD_FOR,
    )  # fmt: skip
    invitation.full_clean()
    invitation.save()
    _audit(by, "member invited", invitation, role)
    program_mail(
        program=partner.program,
        to=invitation.email, language=language,
        subject=_("%(program)s: you are invited") % {"program": partner.program.name},
        text=_(
            "%(who)s invites you to act for %(partner)s at %(program)s. The link is good for "
            "14 days and works once.\n\n%(link)s"
        )
        % {"who": by.user.display_name if by.user else by.name, "partner": partner.name,
           "program": partner.program.name,
           "link": f"{address_of(partner.program)}/invitation/{code}/"},
    )  # fmt: skip
    return invitation


@transaction.atomic
def invitation_accept(*, invitation: Invitation, user: User) -> Membership:
    """The person joins. Raises DomainError for another address than the invited one, or a used
    link, and ValidationError for staff of the program."""
    invitation = (
        Invitation.objects.select_for_update().select_related("partner").get(pk=invitation.pk)
    )
    partner = invitation.partner
    if partner is None or invitation.kind == "sub" or invitation.used_at or invitation.withdrawn_at:
        raise DomainError("used", _("This invitation was used or withdrawn."))
    if user.email.lower() != invitation.email.lower():
        raise DomainError("other_address", _("Sign in with the address that was invited."))
    member = membership_grant(user, partner.program_id, partner.partner_id, invitation.role,
                              by=user)  # fmt: skip
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    _audit(Author.of(user), "invitation accepted", invitation)
    notice_send(code="member_joined", partner=partner, words={"name": user.display_name},
                roles=(MemberRole.OWNER,))  # fmt: skip
    return member


@transaction.atomic
def invitation_withdraw(*, by: Author, invitation: Invitation) -> None:
    """The link works no more."""
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    _audit(by, "invitation withdrawn", invitation)


@transaction.atomic
def network_link_make(*, by: Author, master: Partner) -> Invitation:
    """The master's own link, under which applicants stand below it; a new one ends the old."""
    Invitation.objects.filter(partner=master, kind="sub", withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )
    code = f"{master.partner_id.lower()}-{secrets.token_hex(4)}"
    invitation = Invitation.objects.create(
        program=master.program, partner=master, kind="sub", shown_code=code,
        code_hash=selectors.code_hash(code), invited_by=by.name, invited_at=clock.now(),
    )  # fmt: skip
    _audit(by, "network link made", invitation)
    return invitation


@transaction.atomic
def member_remove(*, by: User, partner: Partner, member: Membership) -> None:
    """Take somebody out of the team. Raises DomainError for the last owner."""
    owners = Membership.objects.select_for_update().filter(
        program_id=partner.program_id, partner_id=partner.partner_id, role=MemberRole.OWNER
    )
    if member.role == MemberRole.OWNER and owners.count() < 2:
        raise DomainError("last_owner", _("A partner keeps at least one owner."))
    name = member.user.display_name
    member.delete()
    audit_record(
        **Author.of(by).audit_names(), verb="membership revoked", object_kind="person",
        object_id=str(member.user_id), program_id=partner.program_id,
        details={"partner_id": partner.partner_id},
    )  # fmt: skip
    notice_send(code="member_removed", partner=partner, words={"name": name},
                roles=(MemberRole.OWNER,))  # fmt: skip


@transaction.atomic
def member_role_set(*, by: User, partner: Partner, member: Membership, role: str) -> None:
    """Another role for somebody of the team. Raises DomainError for the last owner."""
    if role not in MemberRole.values:
        raise DomainError(
            "unknown_role",
            _("role %(role)r: one of %(values)s")
            % {"role": role, "values": ", ".join(MemberRole.values)},
        )
    owners = Membership.objects.select_for_update().filter(
        program_id=partner.program_id, partner_id=partner.partner_id, role=MemberRole.OWNER
    )
    if member.role == MemberRole.OWNER and role != MemberRole.OWNER and owners.count() < 2:
        raise DomainError("last_owner", _("A partner keeps at least one owner."))
    membership_grant(member.user, partner.program_id, partner.partner_id, role, by=by)


def _audit(by: Author, verb: str, invitation: Invitation, role: str = "") -> None:
    audit_record(
        **by.audit_names(), verb=verb, object_kind="invitation", object_id=str(invitation.pk),
        program_id=invitation.program_id,
        details={"role": role, "kind": invitation.kind} if role else {"kind": invitation.kind},
    )  # fmt: skip
