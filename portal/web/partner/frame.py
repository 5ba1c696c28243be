"""Who is looking, at which partner's books, in which release: decided here for every page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Concatenate, ParamSpec, cast
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.models import MemberRole, Membership, User
from portal.accounts.selectors import standing_get
from portal.branding.selectors import look_of
from portal.notices import selectors as notice_selectors
from portal.partners.models import Partner, Program
from portal.releases.manifest import Manifest
from portal.releases.reader import NoRelease, Release, current_release
from portal.web.base.tags.numbers import zone_name
from portal.web.partner.labels import feed_label
from portal.web.partner.viewing import is_viewing, viewing_of

P = ParamSpec("P")
# Feeds that no commission is worked out from: late, they are named, and nothing is missing.
BESIDE = frozenset({"clicks"})
# Who does things for a partner; read-only people read.
WRITERS = (MemberRole.OWNER, MemberRole.FINANCE, MemberRole.MARKETING)
ASKERS = (MemberRole.OWNER, MemberRole.FINANCE)


@dataclass(frozen=True)
class Viewer:
    """A person acting for one partner of one program, and the release it reads."""

    request: HttpRequest
    membership: Membership
    partner: Partner
    opened: Release | None

    @property
    def release(self) -> Release:
        """The program's release. Raises NoRelease, of which the frame makes a page."""
        if self.opened is None:
            raise NoRelease(self.partner.program_id)
        return self.opened

    @property
    def user(self) -> User:
        """The person."""
        return cast("User", self.request.user)

    @property
    def today(self) -> date:
        """The day in the program's zone, by the product's clock."""
        return clock.now().astimezone(ZoneInfo(self.program.time_zone)).date()

    def may(self, *roles: MemberRole) -> bool:
        """Whether the person's role for this partner is one of these."""
        return self.membership.role in roles

    @property
    def partner_id(self) -> str:
        return self.partner.partner_id

    @property
    def program(self) -> Program:
        return self.partner.program

    @property
    def language(self) -> str:
        return get_language() or "en"

    def file_name(self, name: str) -> str:
        """A download's name: the product's before what it is."""
        return f"{look_of(self.program).file_stem}-{name}"

    def url(self, name: str, **more: Any) -> str:
        """The address of one of this partner's pages."""
        return reverse(f"partner:{name}", kwargs=address(self.membership) | more)


Page = Callable[Concatenate[Viewer, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, str, str, P], HttpResponseBase]


def address(membership: Membership) -> dict[str, str]:
    """The part of an address that names the partner."""
    return {"program_id": membership.program_id, "partner_id": membership.partner_id}


def partner_page(
    *roles: MemberRole, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[Page[P]], View[P]]:
    """Makes a page of a function of a Viewer; only reading verbs, unless `methods` says POST.

    A partner that the person is no member of is not there (404). A role outside `roles` (all, if
    none is named) sees who can give access. Without a release the page says so.
    """

    def wrap(page: Page[P]) -> View[P]:
        @require_http_methods(methods)
        @functools.wraps(page)
        def view(
            request: HttpRequest, program_id: str, partner_id: str, *args: P.args, **kw: P.kwargs
        ) -> HttpResponseBase:
            membership, partner = _found(request, program_id, partner_id)
            if roles and membership.role not in roles:
                return _denied(request, membership, partner)
            try:
                return page(_viewer(request, membership, partner), *args, **kw)
            except NoRelease:
                return _nothing_yet(request, membership, partner)

        return cast("View[P]", view)

    return wrap


def partner_deed(*roles: MemberRole) -> Callable[[Page[P]], View[P]]:
    """Makes a deed of a function of a Viewer: POST only; read-only people never do anything."""
    return partner_page(*(roles or WRITERS), methods=("POST",))


def show(
    viewer: Viewer, template: str, context: dict[str, Any], section: str, *,
    status: int = 200, has_figures: bool = True,
) -> HttpResponse:  # fmt: skip
    """Renders a page inside the frame; `section` is its entry in the navigation.

    A page without figures of a release (`has_figures` False) names no feeds.
    """
    context |= _surroundings(viewer.request, viewer.membership, viewer.partner, section)
    if has_figures:
        found = feeds(viewer.release)
        context |= {
            "as_of": viewer.release.manifest.as_of,
            "period_zone": _period_zone(viewer),
            "feeds": found,
            "late_feeds": [f for f in found if f["is_late"] and f["matters"]],
            "late_beside": [f for f in found if f["is_late"] and not f["matters"]],
        }
    return render(viewer.request, template, context, status=status)


def _period_zone(viewer: Viewer) -> str:
    """The program's zone where it is not the one in which the person reads moments."""
    own, here = viewer.user.time_zone or "UTC", viewer.program.time_zone
    return "" if own == here else zone_name(here)


def _viewer(request: HttpRequest, membership: Membership, partner: Partner) -> Viewer:
    try:
        return Viewer(request, membership, partner, current_release(partner.program_id))
    except NoRelease:
        return Viewer(request, membership, partner, None)


def feeds(release: Release) -> list[dict[str, Any]]:
    """As-of times of the release's feeds, the late ones with by how much."""
    manifest: Manifest = release.manifest
    return [
        {
            "label": feed_label(feed.name),
            "at": feed.last_event_at,
            "is_late": feed.is_late,
            "matters": feed.name not in BESIDE,
            "late_by": _hours_late(release.late_hours.get(feed.name)),
        }
        for feed in manifest.feeds
        if feed.last_event_at
    ]


def _hours_late(hours: str | None) -> str:
    return _("%(hours)s h late") % {"hours": hours.removesuffix(".0")} if hours else _("late")


def _found(request: HttpRequest, program_id: str, partner_id: str) -> tuple[Membership, Partner]:
    user = request.user
    if isinstance(user, User):
        for membership in standing_get(user).memberships:
            if (membership.program_id, membership.partner_id) == (program_id, partner_id):
                partner = (
                    Partner.objects.select_related("program")
                    .filter(program_id=program_id, partner_id=partner_id)
                    .first()
                )
                if partner:
                    return membership, partner
    looking = viewing_of(request, program_id, partner_id)
    if looking:
        partner = (
            Partner.objects.select_related("program")
            .filter(program_id=program_id, partner_id=partner_id)
            .first()
        )
        if partner:
            return looking, partner
    raise Http404


def _surroundings(
    request: HttpRequest, membership: Membership, partner: Partner, section: str
) -> dict[str, Any]:
    """What every page of the frame shows, also one that is denied or has no release yet."""
    return {
        "others": _others(request, membership),
        "nav_counts": notice_selectors.counts(cast("User", request.user), partner),
        "nav_side": "partner",
        "nav_current": f"partner:{section}",
        "nav_kwargs": address(membership),
        "program_name": partner.program.name,
        "partner_name": partner.name,
        "viewing_end_href": reverse("staff:partners_view_end", kwargs=address(membership))
        if is_viewing(membership)
        else "",
        "look": look_of(partner.program),
        "partner": partner,
    }


def _others(request: HttpRequest, here: Membership) -> list[dict[str, Any]]:
    """Where else the person can go: its other partners, by program."""
    user = request.user
    memberships = standing_get(user).memberships if isinstance(user, User) else ()
    if len(memberships) < 2:
        return []
    names = {
        (p.program_id, p.partner_id): (p.name, p.program.name)
        for p in Partner.objects.select_related("program").filter(
            partner_id__in=[m.partner_id for m in memberships]
        )
    }
    return [
        {
            "name": names[(m.program_id, m.partner_id)][0],
            "program": names[(m.program_id, m.partner_id)][1],
            "href": reverse("partner:overview", kwargs=address(m)),
            "is_here": m == here,
        }
        for m in memberships
        if (m.program_id, m.partner_id) in names
    ]


def _denied(request: HttpRequest, membership: Membership, partner: Partner) -> HttpResponse:
    owners = Membership.objects.filter(
        program_id=membership.program_id, partner_id=membership.partner_id, role=MemberRole.OWNER
    ).select_related("user")
    context = _surroundings(request, membership, partner, "payments") | {
        "role": membership.get_role_display(),
        "owners": [owner.user.display_name for owner in owners],
    }
    return render(request, "partner/denied.html", context, status=403)


def _nothing_yet(request: HttpRequest, membership: Membership, partner: Partner) -> HttpResponse:
    context = _surroundings(request, membership, partner, "overview")
    return render(request, "partner/nothing_yet.html", context, status=503)
