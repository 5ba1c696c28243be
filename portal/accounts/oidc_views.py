"""What other surfaces ask: may this person sign in there, and is it still active."""

from __future__ import annotations

from allauth.idp.oidc.models import Token
from allauth.idp.oidc.views import authorization
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.accounts import oidc
from portal.accounts.models import User
from portal.accounts.second_factor import second_factor_in_login
from portal.accounts.selectors import standing_get
from portal.accounts.step_up import step_up_redirect


@login_not_required
@csrf_exempt  # the view behind it checks the token of every POST that grants something
def authorize(request: HttpRequest) -> HttpResponseBase:
    """Only active staff with a second factor in this login may take a token elsewhere."""
    user = request.user
    if isinstance(user, User):
        if not standing_get(user).is_staff:
            raise PermissionDenied("dashboards and the Dagster UI are for staff")
        if not second_factor_in_login(request, user):
            return step_up_redirect(request, max_age=300)
    answer: HttpResponseBase = authorization(request)
    return answer


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "POST"])
def session_check(request: HttpRequest) -> HttpResponse:
    """Whether a person is active staff now, and its roles: docs/reference/portal-settings.md."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        token = Token.objects.lookup(Token.Type.ACCESS_TOKEN, given)
        return JsonResponse(oidc.standing_now(token.user if token else None))
    if scheme.lower() == "basic" and oidc.client_is_known(given):
        return JsonResponse(oidc.standing_now(oidc.user_by_sub(request.POST.get("sub", ""))))
    refused = JsonResponse({"error": "invalid_client"}, status=401)
    refused["WWW-Authenticate"] = 'Basic realm="openbook", Bearer'
    return refused
