"""Errors as `application/problem+json` (RFC 9457): type, title, status, detail; never a trace."""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from portal.partners.errors import DomainError
from portal.releases.reader import NoRelease

TITLES = {
    400: "Not understood", 401: "Not signed in", 403: "Not allowed", 404: "Not found",
    405: "Wrong method", 409: "Conflict", 413: "Too large", 422: "Not valid",
    429: "Too many requests", 500: "Failed", 503: "No release yet",
}  # fmt: skip


class Problem(Exception):
    """An answer that is no success. `code` is stable, `detail` is for people."""

    def __init__(self, status: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.more = status, code, detail, more


def only_these(request: HttpRequest, *names: str) -> None:
    """A form's body is as strict as a JSON one. Raises Problem 422 for a part that is unknown."""
    for name in sorted({*request.POST, *request.FILES} - set(names)):
        raise Problem(422, "not_valid", f"There is no part {name[:40]!r} here.")


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """One problem as an answer."""
    said = {
        "type": f"urn:openbook:problem:{code}",
        "title": TITLES.get(status, "Refused"),
        "status": status,
        "detail": detail,
        **more,
    }
    response = HttpResponse(json.dumps(said), content_type="application/problem+json")
    response.status_code = status
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="openbook"'
    if status == 429:
        response["Retry-After"] = str(more.get("retry_after", 60))
    return response


def install(api: NinjaAPI) -> None:
    """Every way in which a request can fail."""
    _install_requests(api)

    @api.exception_handler(Problem)
    def _own(request: HttpRequest, error: Problem) -> HttpResponse:
        return problem(error.status, error.code, error.detail, **error.more)

    @api.exception_handler(DomainError)
    def _domain(request: HttpRequest, error: DomainError) -> HttpResponse:
        status = 404 if error.code == "not_found" else 409 if error.code == "exists" else 422
        return problem(status, error.code, str(error))

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [
            {"field": ".".join(str(part) for part in e["loc"][1:]), "message": e["msg"]}
            for e in error.errors
        ]
        return problem(422, "not_valid", "Some fields are not valid.", errors=errors)

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, "not_found", "There is no such thing, or it is not yours.")

    @api.exception_handler(NoRelease)
    def _no_release(request: HttpRequest, error: NoRelease) -> HttpResponse:
        return problem(503, "no_release", "Figures appear with the program's first release.")

    @api.exception_handler(Exception)
    def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
        code = secrets.token_hex(3).upper()
        logging.getLogger("portal.api").exception("request failed, code %s", code)
        return problem(500, "failed", "It failed and nothing was changed; try again.",
                       reference=code)  # fmt: skip


def _install_requests(api: NinjaAPI) -> None:
    """Requests that reach no operation: nobody's, too many, unreadable."""

    @api.exception_handler(AuthenticationError)
    def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, "no_token", "Send a living token: Authorization: Bearer ob_…")

    @api.exception_handler(Throttled)
    def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
        return problem(429, "too_many", "Slow down.", retry_after=int(error.wait or 60))

    @api.exception_handler(RequestDataTooBig)
    def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem(413, "too_large", "The body is larger than what is read.")

    @api.exception_handler(SuspiciousOperation)
    @api.exception_handler(BadRequest)
    @api.exception_handler(MultiPartParserError)
    def _bad_body(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(400, "bad_body", "The body cannot be read: is it the form that is asked?")

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        code = "bad_body" if error.status_code == 400 else "refused"
        text = "The body is no JSON object." if error.status_code == 400 else "Refused."
        return problem(error.status_code, code, text)
