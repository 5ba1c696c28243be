"""The team and its tokens. A token makes no token, and neither makes nor unmakes an owner."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from ninja import Router

from portal.accounts.models import MemberRole, Membership
from portal.accounts.selectors import members_of
from portal.api import models, schemas
from portal.api.auth import bearer_of, code_take, scope
from portal.api.idempotency import idempotent
from portal.api.problems import Problem
from portal.api.services import Bearer, token_revoke, tokens_of
from portal.onboarding import invitations as service
from portal.onboarding.models import Invitation
from portal.onboarding.selectors import team_invitations
from portal.partners.authors import Author

router = Router(tags=["Team"])
ROLES = tuple(role.value for role in MemberRole if role != MemberRole.OWNER)


@router.get("/team", response=schemas.Team, summary="Who acts for the partner, who is invited")
@scope("team:read")
def team(request: HttpRequest) -> Any:
    partner = bearer_of(request).partner
    return {
        "members": [_member(one) for one in members_of(partner.program_id, partner.partner_id)],
        "invitations": [_invitation(one) for one in team_invitations(partner)],
    }


@router.post("/team/invitations", response={201: schemas.TeamInvitation},
             summary="Invite an address")  # fmt: skip
@scope("team:write")
@idempotent
def team_invite(request: HttpRequest, body: schemas.InvitationIn) -> Any:
    """It is mailed a link. Send an `Idempotency-Key`. Owners are invited on the page alone."""
    bearer = bearer_of(request)
    role = _role_asked(body.role)
    code_take(bearer, body.code)
    try:
        made = service.invitation_send(
            by=Author.of(bearer.user), partner=bearer.partner, email=body.email, role=role,
            language=bearer.user.language,
        )  # fmt: skip
    except ValidationError as refusal:
        raise Problem(422, "not_valid", "; ".join(refusal.messages)) from None
    return 201, schemas.TeamInvitation(**_invitation(made))


@router.delete("/team/invitations/{invitation_no}", response={204: None},
               summary="End an invitation that waits")  # fmt: skip
@scope("team:write")
def team_invitation_end(request: HttpRequest, invitation_no: int) -> Any:
    bearer = bearer_of(request)
    found = team_invitations(bearer.partner).filter(pk=invitation_no).first()
    if found is None:
        raise Http404
    service.invitation_withdraw(by=Author.of(bearer.user), invitation=found)
    return 204, None


@router.put("/team/members/{member_no}", response=schemas.Member, summary="Give another role")
@scope("team:write")
def member_role(request: HttpRequest, member_no: int, body: schemas.RoleIn) -> Any:
    """From and to any role but owner: that is done on the page."""
    bearer = bearer_of(request)
    found, role = _other_than_owner(bearer, member_no), _role_asked(body.role)
    code_take(bearer, body.code)
    service.member_role_set(by=bearer.user, partner=bearer.partner, member=found, role=role)
    found.refresh_from_db()
    return _member(found)


@router.delete("/team/members/{member_no}", response={204: None}, summary="Take out of the team")
@scope("team:write")
def member_remove(request: HttpRequest, member_no: int) -> Any:
    """Takes no code: it can only end something. Owners are taken out on the page."""
    bearer = bearer_of(request)
    found = _other_than_owner(bearer, member_no)
    service.member_remove(by=bearer.user, partner=bearer.partner, member=found)
    return 204, None


@router.get("/tokens", response=schemas.ApiTokens, summary="The partner's tokens, newest first")
@scope("team:read")
def api_tokens(request: HttpRequest) -> Any:
    """None is made here: that takes a browser and a person."""
    bearer = bearer_of(request)
    return {"items": [_token(one, bearer) for one in tokens_of(bearer.partner)]}


@router.delete("/tokens/{prefix}", response={204: None}, summary="End a token")
def api_token_end(request: HttpRequest, prefix: str) -> Any:
    """Every token may end itself; with `team:write` any of the partner's."""
    bearer = bearer_of(request)
    found = tokens_of(bearer.partner).filter(prefix=prefix).first()
    if found is None or (found != bearer.token and "team:write" not in bearer.scopes):
        raise Http404
    token_revoke(user=bearer.user, token=found)
    return 204, None


def _role_asked(role: str) -> str:
    if role == MemberRole.OWNER:
        raise Problem(422, "owner_on_the_page", "A token makes no owner: use the page Team.")
    if role not in ROLES:
        raise Problem(422, "unknown_role", f"role is one of {', '.join(ROLES)}")
    return role


def _other_than_owner(bearer: Bearer, member_no: int) -> Membership:
    partner = bearer.partner
    found = members_of(partner.program_id, partner.partner_id).filter(pk=member_no).first()
    if found is None:
        raise Http404
    if found.role == MemberRole.OWNER:
        raise Problem(422, "owner_on_the_page", "A token changes no owner: use the page Team.")
    return found


def _member(one: Membership) -> dict[str, Any]:
    return {
        "member_no": one.pk, "name": one.user.display_name, "email": one.user.email,
        "role": one.role, "since": one.granted_at,
    }  # fmt: skip


def _invitation(one: Invitation) -> dict[str, Any]:
    same = ("email", "role", "invited_at", "expires_at")
    return {"invitation_no": one.pk} | {name: getattr(one, name) for name in same}


def _token(one: models.ApiToken, bearer: Bearer) -> dict[str, Any]:
    same = ("prefix", "name", "scopes", "created_at", "expires_at", "last_used_at")
    return {name: getattr(one, name) for name in same} | {
        "person": one.user.display_name,
        "is_this": one == bearer.token,
    }
