"""Who works for the operator in a program: one administrator proposes, another one decides."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import Membership, ProgramRole, StaffRole, User
from portal.accounts.selectors import standing_get
from portal.accounts.services import person_create, role_grant, role_revoke
from portal.audit.services import audit_record
from portal.branding.selectors import address_of
from portal.notices.services import program_mail
from portal.onboarding.models import RoleProposal
from portal.partners.errors import DomainError
from portal.partners.models import Program
from portal.partners.proposing import lock_own, lock_waiting, refuse_without_reason
from portal.partners.selectors import program_lock

ADMINISTRATOR = str(StaffRole.ADMINISTRATOR)


def roles_of(program: Program) -> QuerySet[ProgramRole]:
    """Who has which role in the program, by person."""
    found = ProgramRole.objects.filter(program_id=program.program_id).select_related("user")
    return found.order_by("user__email", "role")


def role_proposals_of(program: Program) -> QuerySet[RoleProposal]:
    """Proposals of the program, the latest first."""
    return RoleProposal.objects.filter(program=program).select_related("author", "decided_by")


@transaction.atomic
def role_propose(
    *, by: User, program: Program, kind: str, email: str, role: str, reason: str, name: str = ""
) -> RoleProposal:
    """Propose to give (`grant`) or take away (`revoke`) a role.

    Whoever has no account yet needs a name: approved, the address is told how to choose a
    password. Raises DomainError for a proposer who is no administrator, no reason, one that waits
    already, a role that is there (or is not), people of the program's partners, and the last
    administrator.
    """
    _require(by, program)
    program_lock(program.program_id)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise DomainError("bad_address", _("This is no e-mail address.")) from None
    if not reason.strip():
        raise DomainError("no_reason", _("Say why: it stands in the audit."))
    same = RoleProposal.objects.filter(program=program, email=address, role=role, state="proposed")
    if waiting := same.first():
        raise DomainError("waits", _("%s waits already: decide it first.") % waiting.proposal_id)
    known = _person(address)
    _refuse_pointless(program, kind, known, role, name)
    made = RoleProposal(
        program=program, proposal_id=f"RP-{role_proposals_of(program).count() + 1}",
        kind=kind, email=address, name=known.display_name if known else name.strip(), role=role,
        reason=reason.strip(), author=by, proposed_at=clock.now(),
    )  # fmt: skip
    made.full_clean()
    made.save()
    _audit(by, "role proposed", made, made.reason)
    return made


@transaction.atomic
def role_approve(*, by: User, proposal: RoleProposal, reason: str = "") -> RoleProposal:
    """Another administrator approves: the role is given or taken away now, and the person told.

    Raises DomainError for the author, for the person itself, and for what has changed meanwhile.
    """
    locked = _locked(by, proposal)
    if by.email.lower() == locked.email:
        raise DomainError("own", _("It is about you: another administrator decides it."))
    program = locked.program
    user = _person(locked.email)
    _refuse_pointless(program, locked.kind, user, locked.role, locked.name)
    is_new = user is None
    if user is None:  # a password that nobody knows: the person chooses its own by mail
        user = person_create(
            locked.email, locked.name, secrets.token_urlsafe(32), language=by.language, by=by
        )
    try:
        if locked.kind == "grant":
            role_grant(user, program.program_id, locked.role, by=by)
        else:
            role_revoke(user, program.program_id, locked.role, by=by)
    except ValidationError as refusal:
        raise DomainError("refused", " ".join(refusal.messages)) from None
    decided = _decided(locked, by, "approved", reason)
    transaction.on_commit(lambda: _tell(decided, user, is_new=is_new))
    return decided


@transaction.atomic
def role_refuse(*, by: User, proposal: RoleProposal, reason: str) -> RoleProposal:
    """Another administrator refuses, with a reason for the author."""
    locked = _locked(by, proposal)
    refuse_without_reason(reason)
    return _decided(locked, by, "refused", reason)


@transaction.atomic
def role_withdraw(*, by: User, proposal: RoleProposal) -> RoleProposal:
    """The author takes it back."""
    return _decided(lock_own(proposal, by.pk), by, "withdrawn", "")


def _person(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def _refuse_pointless(program: Program, kind: str, user: User | None, role: str, name: str) -> None:
    here = ProgramRole.objects.filter(program_id=program.program_id)
    has = bool(user) and here.filter(user=user, role=role).exists()
    if kind == "revoke":
        if not has:
            raise DomainError("no_role", _("The person does not have this role."))
        if role == ADMINISTRATOR and here.filter(role=role, user__is_active=True).count() < 2:
            raise DomainError("last", _("The last administrator stays: make another one first."))
        return
    if has:
        raise DomainError("has_role", _("The person has this role already."))
    if user is None and not name.strip():
        raise DomainError("no_name", _("Nobody has this address yet: write the name as well."))
    if Membership.objects.filter(user=user, program_id=program.program_id).exists():
        raise DomainError(
            "partner", _("The person acts for a partner of the program: no role of the operator.")
        )


def _tell(proposal: RoleProposal, user: User, *, is_new: bool) -> None:
    """A mail to the person, in its language."""
    program = proposal.program
    with translation.override(user.language):
        words = {"role": StaffRole(proposal.role).label, "program": program.name}
        if proposal.kind == "revoke":
            text = _("You no longer have the role %(role)s in %(program)s.") % words
        else:
            text = _("You have the role %(role)s in %(program)s now.") % words
            where = f"{address_of(program)}/account/password/reset/" if is_new else (
                f"{address_of(program)}/staff/")  # fmt: skip
            text += "\n\n" + (_("Choose a password here: %s") if is_new else "%s") % where
        program_mail(program=program, to=user.email, language=user.language, text=text,
                     subject=_("%(program)s: your role") % words)  # fmt: skip


def _locked(by: User, proposal: RoleProposal) -> RoleProposal:
    _require(by, proposal.program)
    program_lock(proposal.program_id)
    return lock_waiting(proposal, by.pk)


def _decided(proposal: RoleProposal, by: User, state: str, reason: str) -> RoleProposal:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, clock.now()
    proposal.decision_reason = reason.strip()[:300]
    proposal.full_clean()
    proposal.save()
    _audit(by, f"role proposal {state}", proposal, reason)
    return proposal


def _require(user: User, program: Program) -> None:
    if not standing_get(user).has_role(program.program_id, ADMINISTRATOR):
        raise DomainError("role", _("This takes another role in the program."))


def _audit(user: User, verb: str, proposal: RoleProposal, reason: str) -> None:
    audit_record(
        who=user, verb=verb, object_kind="role_proposal", object_id=str(proposal),
        program_id=proposal.program_id, reason=reason,
        details={"kind": proposal.kind, "email": proposal.email, "role": proposal.role},
    )  # fmt: skip
