"""Applying: a public form, a mailed link, a password, terms, the status, the first link."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.accounts.services import person_create
from portal.branding.selectors import look_of
from portal.onboarding import selectors, services
from portal.onboarding.models import Application
from portal.partners.errors import DomainError, NotFound
from portal.web.base.verticals import VERTICALS
from portal.web.partner.apply_forms import ApplyForm, FileForm, PasswordForm
from portal.web.partner.apply_parts import status_context

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PER_HOUR = 20  # applications from one address of the network


@login_not_required
@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """The programs to which anybody may apply."""
    found = [
        {"program": policy.program, "is_automatic": policy.is_automatic,
         "vertical": VERTICALS.get(policy.program.vertical, "")}
        for policy in selectors.policies_open()
    ]  # fmt: skip
    return render(request, "partner/apply/programs.html", {"rows": found})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, program_id: str) -> HttpResponse:
    """`?via=<code of a master's link>`; the answer is the same for every address."""
    policy = selectors.policy_get(program_id)
    code = request.GET.get("via") or request.POST.get("via") or ""
    invitation = selectors.invitation_by_code(code)
    if invitation is not None and (invitation.program_id, invitation.kind) != (program_id, "sub"):
        invitation = None
    if policy is None or not (policy.is_open or invitation):
        raise Http404
    form = ApplyForm(request.POST or None)
    context = {"form": form, "program": policy.program, "look": look_of(policy.program),
               "invitation": invitation, "via": code if invitation else ""}  # fmt: skip
    if request.method != "POST":
        return render(request, "partner/apply/form.html", context)
    if not form.is_valid():
        return render(request, "partner/apply/form.html", context, status=422)
    if _is_too_often(request):
        form.add_error(None, _("Too many applications from here. Try again in an hour."))
        return render(request, "partner/apply/form.html", context, status=429)
    services.application_begin(
        program=policy.program, answers=form.cleaned_data, invitation=invitation,
        language=translation.get_language() or "en",
    )  # fmt: skip
    return render(request, "partner/apply/mailed.html", context | {"email": form["email"].value()})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, program_id: str, token: str) -> HttpResponse:
    """The mailed link: a new person chooses a password, a known one signs in; then the status."""
    try:
        application = services.application_by_token(token, program_id)
    except DomainError as refusal:
        return render(request, "partner/apply/refused.html", {"text": str(refusal)}, status=404)
    known = User.objects.filter(email__iexact=application.email).first()
    context = {"program": application.program, "look": look_of(application.program),
               "application": application}  # fmt: skip
    user = request.user
    if isinstance(user, User):
        return _take(request, application, user, context)
    if known is not None:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = person_create(
                application.email, application.contact_name, form.cleaned_data["password"],
                translation.get_language() or "en",
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error("password", refusal)
        else:
            login(request, person, backend=BACKEND)
            return _take(request, application, person, context)
    status = 422 if form.errors else 200
    return render(request, "partner/apply/password.html", context | {"form": form}, status=status)


@require_safe
def status(request: HttpRequest, program_id: str, application_id: str) -> HttpResponse:
    """Where an application stands; admitted: the first link."""
    return _page(request, _own(request, program_id, application_id))


@require_POST
def add_files(request: HttpRequest, program_id: str, application_id: str) -> HttpResponse:
    """Hand in documents."""
    application = _own(request, program_id, application_id)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            for upload in form.cleaned_data["files"]:
                services.application_file_add(application=application, upload=upload)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _page(request, application, files=form, code=422)
    return HttpResponseRedirect(_address(application))


@require_POST
def submit(request: HttpRequest, program_id: str, application_id: str) -> HttpResponse:
    """Accept the documents and hand in."""
    application = _own(request, program_id, application_id)
    accepted = []
    for value in request.POST.getlist("accept"):
        document_id, _sep, number = value.partition(":")
        if number.isdecimal():
            accepted.append((document_id, int(number)))
    try:
        services.application_submit(by=_user(request), application=application, accepted=accepted)
    except DomainError as refusal:
        return _page(request, application, error=str(refusal), code=422)
    return HttpResponseRedirect(_address(application))


def _take(
    request: HttpRequest, application: Application, user: User, context: dict[str, Any]
) -> HttpResponse:
    try:
        services.application_verify(application=application, user=user)
    except DomainError as refusal:
        return render(
            request, "partner/apply/refused.html", context | {"text": str(refusal)}, status=409
        )
    return HttpResponseRedirect(_address(application))


def _page(
    request: HttpRequest, application: Application, *, files: FileForm | None = None,
    error: str = "", code: int = 200,
) -> HttpResponse:  # fmt: skip
    context = status_context(application) | {"files": files or FileForm(), "error": error}
    return render(request, "partner/apply/status.html", context, status=code)


def _own(request: HttpRequest, program_id: str, application_id: str) -> Application:
    try:
        return selectors.application_get(_user(request), application_id, program_id)
    except NotFound:
        raise Http404 from None


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _address(application: Application) -> str:
    return reverse("partner:application", kwargs={
        "program_id": application.program_id, "application_id": application.application_id,
    })  # fmt: skip


def _is_too_often(request: HttpRequest) -> bool:
    """Counts applications from one network address within the hour."""
    key = f"apply:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, 3600)
    return int(cache.incr(key)) > PER_HOUR
