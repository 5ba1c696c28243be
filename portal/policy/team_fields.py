"""Fields of the API about the partner's own people, as in `api_fields.py`.

team: of a person of the partner's own team, as the page Team shows it to colleagues.
"""

from __future__ import annotations

from portal.policy.conduct_fields import fields_by_kind

TEAM: dict[str, dict[str, str]] = {
    "ApiToken": fields_by_kind(
        own="prefix name scopes created_at expires_at last_used_at is_this",
        team="person",
    ),
    "ApiTokens": fields_by_kind(
        own="items",
    ),
    "InvitationIn": fields_by_kind(
        own="role code",
        team="email",
    ),
    "Member": fields_by_kind(
        own="member_no role since",
        team="name email",
    ),
    "NoticeChoices": fields_by_kind(
        own="by_email as_digest",
        program="topics",
    ),
    "NoticeChoicesIn": fields_by_kind(
        own="by_email as_digest",
    ),
    "Profile": fields_by_kind(
        own="display_name language time_zone display_currency",
        team="email",
    ),
    "ProfileIn": fields_by_kind(
        own="display_name language time_zone display_currency",
    ),
    "RoleIn": fields_by_kind(
        own="role code",
    ),
    "Team": fields_by_kind(
        own="members invitations",
    ),
    "TeamInvitation": fields_by_kind(
        own="invitation_no role invited_at expires_at",
        team="email",
    ),
}
