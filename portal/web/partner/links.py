"""Links: the list, the builder, one link with its code and test, many from a CSV."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import MemberRole
from portal.links import addresses
from portal.links.bulk import COLUMNS, links_import
from portal.links.models import SUBS, Link
from portal.links.qr import qr_file, qr_svg
from portal.links.selectors import hosts_of, link_of, links_of
from portal.links.services import link_archive, link_build
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.releases.selectors.links import LinkCounts, link_counts
from portal.web.partner.csv_export import csv_response
from portal.web.partner.days import today_in
from portal.web.partner.frame import Viewer, partner_deed, partner_page, show
from portal.web.partner.links_forms import BuildForm, BulkForm

MAKERS = (MemberRole.OWNER, MemberRole.MARKETING)
DAYS = 30
SELLING = ("software", "prop")  # verticals that sell; the others take deposits
NAMES = ("links", "links_new", "links_bulk", "links_csv")
PAGE_ROWS = 50


@partner_page()
def listing(viewer: Viewer) -> HttpResponseBase:
    """`?q=` searches, `?page=` turns, `?archived=1` shows what was put away."""
    asked = viewer.request.GET
    archived = asked.get("archived") == "1"
    search = asked.get("q", "")[:80]
    pages = Paginator(links_of(viewer.partner, search=search, archived=archived), PAGE_ROWS)
    page = pages.get_page(asked.get("page"))
    counts, since = _counts(viewer)
    context = {
        "rows": [_row(viewer, link, counts) for link in page],
        "page": page,
        "search": search,
        "archived": archived,
        "since": since,
        "may_build": viewer.may(*MAKERS),
        "shows_sales": viewer.program.vertical in SELLING,
        "query": urlencode({"q": search} | ({"archived": "1"} if archived else {})),
        "hrefs": {name: viewer.url(name) for name in NAMES},
    }
    return _show(viewer, "partner/links/list.html", context)


@partner_page()
def links_csv(viewer: Viewer) -> HttpResponseBase:
    """Every link of the partner with what it brought, as CSV."""
    counts, _since = _counts(viewer)
    rows = (
        {
            "link": addresses.short_url(link),
            "campaign": link.campaign,
            "destination": link.destination,
            **{name: getattr(link, name) for name in SUBS},
            "made_at": link.created_at,
            "clicks": (found := counts.get(link.link_code, LinkCounts())).clicks,
            "registrations": found.registrations,
            "first_deposits": found.first_deposits,
            "sales": found.sales,
        }
        for link in links_of(viewer.partner)
    )
    columns = ("link", "campaign", "destination", *SUBS, "made_at", "clicks", "registrations",
               "first_deposits", "sales")  # fmt: skip
    return csv_response(viewer.file_name(f"links-{viewer.partner.partner_id}.csv"), columns, rows)


@partner_page(*MAKERS, methods=("GET", "HEAD", "POST"))
def new(viewer: Viewer) -> HttpResponseBase:
    """The builder; after it the link's own page."""
    form = BuildForm(_posted(viewer), partner=viewer.partner)
    if viewer.request.method == "POST" and form.is_valid():
        try:
            link = link_build(by=Author.of(viewer.user), partner=viewer.partner, **form.wanted())
        except DomainError as refusal:
            form.refuse(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(viewer.request, _("The link works from now on."))
            return HttpResponseRedirect(viewer.url("links_one", link_code=link.link_code))
    context = {
        "form": form,
        "hosts": hosts_of(viewer.partner.program_id),
        "links_href": viewer.url("links"),
    }
    status = 422 if form.is_bound else 200
    return show(
        viewer, "partner/links/new.html", context, "links", status=status, has_figures=False
    )


@partner_page()
def one(viewer: Viewer, link_code: str) -> HttpResponseBase:
    """One link: its address, QR code, what a visitor gets, what it brought."""
    link = _found(viewer, link_code)
    counts, since = _counts(viewer)
    url = addresses.short_url(link)
    path, side = qr_svg(url)
    context: dict[str, Any] = {
        "link": link,
        "url": url,
        "qr_path": path,
        "qr_side": side,
        "qr_href": viewer.url("links_qr", link_code=link.link_code),
        "visitor_gets": addresses.destination_of(link, "CLICK-ID", link.subs),
        "counts": counts.get(link.link_code, LinkCounts()),
        "shows_sales": viewer.program.vertical in SELLING,
        "since": since,
        "may_build": viewer.may(*MAKERS),
        "links_href": viewer.url("links"),
        "test_href": viewer.url("links_test", link_code=link.link_code),
        "archive_href": viewer.url("links_archive", link_code=link.link_code),
    }
    return _show(viewer, "partner/links/one.html", context)


@partner_page()
def qr(viewer: Viewer, link_code: str) -> HttpResponseBase:
    """The QR code as an SVG file to print."""
    link = _found(viewer, link_code)
    response = HttpResponse(qr_file(addresses.short_url(link)), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{link.link_code}.svg"'
    return response


@partner_deed(*MAKERS)
def test(viewer: Viewer, link_code: str) -> HttpResponseBase:
    """Click it as a visitor would; the click is marked as a test and counts nowhere."""
    return HttpResponseRedirect(addresses.test_url(_found(viewer, link_code)))


@partner_deed(*MAKERS)
def archive(viewer: Viewer, link_code: str) -> HttpResponseBase:
    """Off the list; wherever the link stands it goes on working."""
    link = _found(viewer, link_code)
    link_archive(by=Author.of(viewer.user), link=link)
    messages.success(viewer.request, _("The link is off the list and goes on working."))
    return HttpResponseRedirect(viewer.url("links"))


@partner_page(*MAKERS, methods=("GET", "HEAD", "POST"))
def bulk(viewer: Viewer) -> HttpResponseBase:
    """A CSV in, all its links made or none."""
    form = BulkForm(_posted(viewer), viewer.request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": COLUMNS, "links_href": viewer.url("links")}
    if viewer.request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        found = links_import(by=Author.of(viewer.user), partner=viewer.partner, data=data)
        if not found.problems:
            made = len(found.links)
            messages.success(viewer.request, _("%(made)s links work from now on.") % {"made": made})
            return HttpResponseRedirect(viewer.url("links"))
        context["problems"] = found.problems[:50]
    status = 422 if form.is_bound else 200
    return show(
        viewer, "partner/links/bulk.html", context, "links", status=status, has_figures=False
    )


def _posted(viewer: Viewer) -> QueryDict | None:
    return viewer.request.POST if viewer.request.method == "POST" else None


def _show(
    viewer: Viewer, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return show(viewer, template, context, "links", status=status, has_figures=False)


def _found(viewer: Viewer, link_code: str) -> Link:
    try:
        return link_of(viewer.partner, link_code)
    except Link.DoesNotExist:
        raise Http404 from None


def _counts(viewer: Viewer) -> tuple[dict[str, LinkCounts], Any]:
    release = viewer.opened
    moment = release.manifest.as_of if release else clock.now()
    today = today_in(moment, viewer.partner.program.time_zone)
    since = today - timedelta(days=DAYS - 1)
    if release is None:
        return {}, since
    return link_counts(release, viewer.partner.partner_id, from_day=since, to_day=today), since


def _row(viewer: Viewer, link: Link, counts: dict[str, LinkCounts]) -> dict[str, Any]:
    return {
        "link": link,
        "url": addresses.short_url(link),
        "href": viewer.url("links_one", link_code=link.link_code),
        "place": link.landing_page.title if link.landing_page else link.destination[8:],
        "subs": list(link.subs.values()),
        "counts": counts.get(link.link_code, LinkCounts()),
    }
