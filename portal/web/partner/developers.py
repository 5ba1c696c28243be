"""Developers: API tokens, webhooks and postbacks with their log, conversions as reported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.models import MemberRole
from portal.accounts.step_up import second_factor_is_owed, step_up_redirect
from portal.api.models import ApiToken
from portal.api.scopes import WORDS, scopes_of
from portal.api.services import token_create, token_revoke, tokens_of
from portal.collector.selectors import received_for
from portal.hooks.macros import MACROS
from portal.hooks.models import Endpoint
from portal.hooks.selectors import deliveries_of, endpoint_of, endpoints_of
from portal.hooks.services import delivery_repeat, endpoint_create, endpoint_remove, test_message
from portal.hooks.watch import seen_now
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.web.partner.developers_forms import EndpointForm, TokenForm
from portal.web.partner.frame import Viewer, partner_deed, partner_page, show

MAKERS = (MemberRole.OWNER, MemberRole.MARKETING)
PAGE_ROWS = 50
DELIVERY_STATES: dict[str, tuple[str, str | Promise]] = {
    "waiting": ("wait", lazy("Waiting")),
    "delivered": ("good", lazy("Delivered")),
    "failed": ("bad", lazy("Failed")),
}
RECEIVED_STATES: dict[str, tuple[str, str | Promise]] = {
    "confirmed": ("good", lazy("Confirmed")),
    "unconfirmed": ("wait", lazy("Unconfirmed")),
}


@partner_page(methods=("GET", "HEAD", "POST"))
def tokens(viewer: Viewer) -> HttpResponseBase:
    """The list; a POST makes one and shows its text this once."""
    given = viewer.request.POST if viewer.request.method == "POST" else None
    form = TokenForm(given, scopes=scopes_of(viewer.membership.role))
    context: dict[str, Any] = {"form": form}
    if form.is_bound:
        if second_factor_is_owed(viewer.request):
            return step_up_redirect(viewer.request)
        if form.is_valid():
            try:
                context["made"], context["secret"] = token_create(
                    user=viewer.user, partner=viewer.partner, **form.cleaned_data
                )
                context["form"] = TokenForm(None, scopes=scopes_of(viewer.membership.role))
            except DomainError as refusal:
                form.add_error(None, str(refusal))
    context["tokens"] = [
        {"token": token, "may": [str(WORDS.get(scope, scope)) for scope in token.scopes],
         "revoke_href": viewer.url("developers_revoke", token_id=token.pk),
         "may_revoke": token.user_id == viewer.user.pk or viewer.may(MemberRole.OWNER)}
        for token in tokens_of(viewer.partner)
    ]  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return _show(viewer, "tokens", context, status)


@partner_deed(*MemberRole)
def revoke(viewer: Viewer, token_id: int) -> HttpResponseBase:
    """One's own token, or any of the partner's for an owner."""
    token = ApiToken.objects.filter(partner=viewer.partner, pk=token_id).first()
    if token is None or (token.user_id != viewer.user.pk and not viewer.may(MemberRole.OWNER)):
        raise Http404
    token_revoke(user=viewer.user, token=token)
    messages.success(viewer.request, _("The token opens nothing any more."))
    return HttpResponseRedirect(viewer.url("developers"))


@partner_page(methods=("GET", "HEAD", "POST"))
def hooks(viewer: Viewer) -> HttpResponseBase:
    """Endpoints and their log; a POST adds one and shows its secret this once."""
    form = EndpointForm(viewer.request.POST if viewer.request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "may_add": viewer.may(*MAKERS)}
    if form.is_bound:
        if not viewer.may(*MAKERS):
            raise Http404
        if form.is_valid():
            try:
                context["made"], context["secret"] = endpoint_create(
                    by=Author.of(viewer.user), partner=viewer.partner,
                    seen=seen_now(viewer.partner), **form.cleaned_data,
                )  # fmt: skip
                context["form"] = EndpointForm()
            except DomainError as refusal:
                form.refuse(refusal)
    pages = Paginator(deliveries_of(viewer.partner), PAGE_ROWS)
    page = pages.get_page(viewer.request.GET.get("page"))
    context |= {
        "endpoints": [
            {"endpoint": one, "test_href": viewer.url("hooks_test", endpoint_id=one.pk),
             "remove_href": viewer.url("hooks_remove", endpoint_id=one.pk)}
            for one in endpoints_of(viewer.partner)
        ],
        "page": page,
        "rows": [
            {"delivery": one, "state": DELIVERY_STATES[one.state],
             "repeat_href": viewer.url("hooks_repeat", delivery_id=one.pk)}
            for one in page
        ],
        "macros": MACROS,
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return _show(viewer, "hooks", context, status)


@partner_deed(*MAKERS)
def hooks_remove(viewer: Viewer, endpoint_id: int) -> HttpResponseBase:
    """Nothing is sent there any more."""
    endpoint_remove(by=Author.of(viewer.user), endpoint=_endpoint(viewer, endpoint_id))
    messages.success(viewer.request, _("Nothing is sent there any more."))
    return HttpResponseRedirect(viewer.url("developers_hooks"))


@partner_deed(*MAKERS)
def hooks_test(viewer: Viewer, endpoint_id: int) -> HttpResponseBase:
    """Send a message that says it is a test."""
    test_message(by=Author.of(viewer.user), endpoint=_endpoint(viewer, endpoint_id))
    messages.success(viewer.request, _("A test is on its way; the log says what became of it."))
    return HttpResponseRedirect(viewer.url("developers_hooks"))


@partner_deed(*MAKERS)
def hooks_repeat(viewer: Viewer, delivery_id: int) -> HttpResponseBase:
    """Send a message again, under the same id."""
    delivery = deliveries_of(viewer.partner).filter(pk=delivery_id).first()
    if delivery is None:
        raise Http404
    try:
        delivery_repeat(by=Author.of(viewer.user), delivery=delivery)
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
    else:
        messages.success(viewer.request, _("It is sent again."))
    return HttpResponseRedirect(viewer.url("developers_hooks"))


@partner_page()
def received(viewer: Viewer) -> HttpResponseBase:
    """Conversions that were reported for clicks of the partner's links."""
    page = Paginator(received_for(viewer.partner), PAGE_ROWS).get_page(
        viewer.request.GET.get("page")
    )
    rows = [{"said": one, "state": RECEIVED_STATES[one.state]} for one in page]
    return _show(viewer, "received", {"page": page, "rows": rows})


def _endpoint(viewer: Viewer, endpoint_id: int) -> Endpoint:
    try:
        return endpoint_of(viewer.partner, endpoint_id)
    except Endpoint.DoesNotExist:
        raise Http404 from None


def _show(viewer: Viewer, tab: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    names = {"tokens": "developers", "hooks": "developers_hooks", "received": "developers_received"}
    words = {
        "tokens": _("API tokens"),
        "hooks": _("Webhooks and postbacks"),
        "received": _("Reported conversions"),
    }
    context["tabs"] = [
        {"href": viewer.url(view), "text": words[name], "is_here": name == tab}
        for name, view in names.items()
    ]
    template = f"partner/developers/{tab}.html"
    return show(viewer, template, context, "developers", status=status, has_figures=False)
