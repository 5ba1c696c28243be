"""People of the portal: who they are, how they sign in, what they may do; and the database."""

from __future__ import annotations

from typing import Any

from pipelines.lib.portal_gateway.door import by_of, person_of, prepare, through


@through
def prepare_portal() -> None:
    """Bring the portal's database up to date and make the identity clients of other surfaces."""
    prepare()


@through
def person_create(
    email: str, display_name: str, password: str, language: str = "en", *, author: str = ""
) -> None:
    """A new person, who may do nothing yet."""
    from portal.accounts import services

    services.person_create(email, display_name, password, language, by=by_of(author))


@through
def person_list() -> list[dict[str, Any]]:
    """Everybody: email, name, is_active, roles ({program: [role]}), memberships."""
    from portal.accounts.models import User

    people = User.objects.order_by("email").prefetch_related("program_roles", "memberships")
    return [
        {
            "email": user.email,
            "name": user.display_name,
            "is_active": user.is_active,
            "roles": sorted([r.program_id, r.role] for r in user.program_roles.all()),
            "memberships": sorted(
                [m.program_id, m.partner_id, m.role] for m in user.memberships.all()
            ),
        }
        for user in people
    ]


@through
def role_grant(email: str, program_id: str, role: str, *, author: str = "") -> None:
    """Give a person of the operator a role in a program."""
    from portal.accounts import services
    from portal.partners.selectors import program_get

    program = program_get(program_id)
    services.role_grant(person_of(email), program.program_id, role, by=by_of(author))


@through
def role_propose(
    *, author: str, program_id: str, email: str, name: str, role: str, reason: str
) -> str:
    """Propose a role, as an administrator's page does; another one decides. Its id."""
    from portal.onboarding import roles
    from portal.partners.selectors import program_get

    made = roles.role_propose(
        by=person_of(author), program=program_get(program_id), kind="grant", email=email,
        role=role, reason=reason, name=name,
    )  # fmt: skip
    return made.proposal_id


@through
def role_revoke(email: str, program_id: str, role: str, *, author: str = "") -> bool:
    """Take a role away; False if the person did not have it."""
    from portal.accounts import services

    return services.role_revoke(person_of(email), program_id, role, by=by_of(author))


@through
def membership_grant(
    email: str, program_id: str, partner_id: str, role: str = "owner", *, author: str = ""
) -> None:
    """Let a person act for a partner."""
    from portal.accounts import services
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    who = person_of(email)
    services.membership_grant(who, program_id, partner.partner_id, role, by=by_of(author))


@through
def person_disable(email: str, reason: str, *, author: str = "") -> None:
    """Take all access away now."""
    from portal.accounts import services

    services.person_disable(person_of(email), reason=reason, by=by_of(author))


@through
def password_set(email: str, password: str, *, author: str = "") -> None:
    """Replace a person's password."""
    from portal.accounts import services

    services.password_set(person_of(email), password, by=by_of(author))


@through
def totp_secret_set(email: str, *, author: str = "") -> str:
    """Give the person a new authenticator secret (base32); it is returned once."""
    from portal.accounts import services

    return services.totp_secret_set(person_of(email), by=by_of(author))


@through
def totp_code_now(email: str) -> str:
    """The present code of a demo person."""
    from portal.accounts import services

    return services.totp_code_now(person_of(email))
