"""Staff looks at a partner's pages as its people see them: to read, for an hour, on the record.

Begun on the partner's staff page, kept in the session, judged anew on every request: a role that
was taken away ends it. It shows what a read-only member sees, and no deed goes through.
"""

from __future__ import annotations

import time

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts.models import MemberRole, Membership, User
from portal.accounts.selectors import standing_get
from portal.audit.services import audit_record

ROLES = ("manager", "compliance", "administrator")
LASTS_SECONDS = 3600
_KEY = "view_as"


def viewing_begin(request: HttpRequest, program_id: str, partner_id: str) -> None:
    """From now on the person may look at this one partner's pages."""
    request.session[_KEY] = [program_id, partner_id, int(time.time())]
    _record(request, program_id, partner_id, "view as partner begun")


def viewing_end(request: HttpRequest) -> None:
    """The person looks at no partner's pages any more."""
    found = request.session.pop(_KEY, None)
    if found:
        _record(request, found[0], found[1], "view as partner ended")


def viewing_of(request: HttpRequest, program_id: str, partner_id: str) -> Membership | None:
    """A membership for this request alone, never stored; None when the person does not look.

    Each page that is looked at is in the audit. Raises PermissionDenied for a deed.
    """
    user, found = request.user, request.session.get(_KEY)
    if not isinstance(user, User) or not found or found[:2] != [program_id, partner_id]:
        return None
    is_over = time.time() - found[2] > LASTS_SECONDS
    if is_over or not standing_get(user).has_role(program_id, *ROLES):
        request.session.pop(_KEY, None)
        return None
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied(_("You only look at this partner’s pages: nothing is changed here."))
    _record(request, program_id, partner_id, "viewed as partner")
    return Membership(
        user=user, program_id=program_id, partner_id=partner_id, role=MemberRole.READ_ONLY
    )


def is_viewing(membership: Membership) -> bool:
    """Whether the membership is a look: no row stands behind it."""
    return membership.pk is None


def _record(request: HttpRequest, program_id: str, partner_id: str, verb: str) -> None:
    user = request.user
    assert isinstance(user, User)
    audit_record(
        who=user, verb=verb, object_kind="partner", object_id=f"{program_id}/{partner_id}",
        program_id=program_id, details={"path": request.get_full_path()[:500]},
    )  # fmt: skip
