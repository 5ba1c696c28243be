"""Who is looking, at which program, with which roles: decided here for every staff page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import StaffRole, User
from portal.accounts.selectors import Standing, standing_get
from portal.branding.selectors import look_of
from portal.partners.models import Program
from portal.partners.selectors import programs_for_user

P = ParamSpec("P")

PAYOUT_READERS = ("finance_maker", "finance_checker", "manager", "compliance", "administrator")
INVOICE_READERS = PAYOUT_READERS
INVOICE_DECIDERS = ("finance_maker", "finance_checker", "administrator")
REVIEW_READERS = ("compliance", "manager", "finance_maker", "finance_checker", "administrator")
REVIEW_DECIDERS = ("compliance", "manager")
ADJUSTMENT_READERS = ("manager", "finance_maker", "finance_checker", "administrator")
APPLICATION_READERS = ("manager", "compliance", "administrator")
CASE_READERS = REVIEW_READERS
CASE_DECIDERS = ("manager", "compliance", "administrator")
DEAL_READERS = (
    "manager", "compliance", "finance_maker", "finance_checker", "analyst", "administrator",
)  # fmt: skip
PARTNER_READERS = DEAL_READERS
PARTNER_WRITERS = ("manager", "compliance", "administrator")
PARTNER_DECIDERS = ("compliance", "administrator")
VIEW_AS = ("manager", "compliance", "administrator")
FEED_READERS = DEAL_READERS
PROGRAM_OWNERS = ("administrator",)
CREATIVE_READERS = ("manager", "compliance", "administrator")
CREATIVE_WRITERS = ("manager", "administrator")
DOCUMENT_READERS, DOCUMENT_WRITERS = CREATIVE_READERS, ("compliance", "administrator")
NEWS_READERS, NEWS_WRITERS = CREATIVE_READERS, CREATIVE_WRITERS
FINDING_READERS, FINDING_WRITERS = CREATIVE_READERS, ("manager", "compliance")
AUDIT_READERS = ("compliance", "finance_checker", "administrator")
READERS = {
    "staff:payouts": PAYOUT_READERS,
    "staff:reviews": REVIEW_READERS,
    "staff:adjustments": ADJUSTMENT_READERS,
    "staff:creatives": CREATIVE_READERS,
    "staff:documents": DOCUMENT_READERS,
    "staff:announcements": NEWS_READERS,
    "staff:findings": FINDING_READERS,
    "staff:program": PROGRAM_OWNERS,
    "staff:audit": AUDIT_READERS,
    "staff:applications": APPLICATION_READERS,
    "staff:cases": CASE_READERS,
    "staff:deals": DEAL_READERS,
    "staff:partners": PARTNER_READERS,
    "staff:feeds": FEED_READERS,
    "staff:invoices": INVOICE_READERS,
}


@dataclass(frozen=True)
class Desk:
    """A person of the operator at work in one program."""

    request: HttpRequest
    user: User
    program: Program
    standing: Standing

    def has_role(self, *roles: str) -> bool:
        """Whether the person has one of the roles in this program."""
        return self.standing.has_role(self.program.program_id, *roles)

    def url(self, name: str, **more: Any) -> str:
        """The address of a page of this program."""
        return reverse(f"staff:{name}", kwargs={"program_id": self.program.program_id, **more})

    def render(self, template: str, context: dict[str, Any], **more: Any) -> HttpResponseBase:
        """The page in the staff frame."""
        return render(self.request, template, {**surroundings(self), **context}, **more)


Page = Callable[Concatenate[Desk, P], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def desk_of(request: HttpRequest, program_id: str) -> Desk:
    """The desk of the signed-in person; 404 for a program in which it has no role."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    program = programs_for_user(user).filter(pk=program_id).first()
    if program is None:
        raise Http404
    return Desk(request, user, program, standing_get(user))


def staff_page(
    *roles: str, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[Page[P]], View]:
    """Makes a page of a function of a Desk: strangers see 404, other roles 403 and who may."""

    def wrap(page: Page[P]) -> View:
        @require_http_methods(methods)
        @functools.wraps(page)
        def view(
            request: HttpRequest, program_id: str, *args: P.args, **kw: P.kwargs
        ) -> HttpResponseBase:
            desk = desk_of(request, program_id)
            if roles and not desk.has_role(*roles):
                raise PermissionDenied(needs(*roles))
            return page(desk, *args, **kw)

        return view

    return wrap


def needs(*roles: str) -> str:
    """The sentence that says which roles a deed takes."""
    names = ", ".join(str(StaffRole(role).label) for role in roles)
    return _("This takes one of these roles: %(roles)s.") % {"roles": names}


def surroundings(desk: Desk) -> dict[str, Any]:
    """What the frame shows: program, roles, the person's other programs."""
    here = desk.program.program_id
    roles = sorted(desk.standing.roles.get(here, ()))
    others = programs_for_user(desk.user).exclude(pk=here)
    start = [(other.name, _start(other, desk.standing)) for other in others]
    return {
        "nav_side": "staff",
        "nav_kwargs": {"program_id": here},
        "nav_closed": [view for view, readers in READERS.items() if not desk.has_role(*readers)],
        "program": desk.program,
        "program_name": desk.program.name,
        "look": look_of(desk.program),
        "role_names": ", ".join(str(StaffRole(role).label) for role in roles),
        "other_programs": [(name, href) for name, href in start if href],
    }


def _start(program: Program, standing: Standing) -> str:
    """Where the person begins in a program: its first page that the roles there open."""
    here = program.program_id
    return next(
        (reverse(view, kwargs={"program_id": here}) for view, readers in READERS.items()
         if standing.has_role(here, *readers)),
        "",
    )  # fmt: skip
