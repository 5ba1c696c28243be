"""The REST API: /api/v1/. One token, one partner; docs/reference/api.md."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI

from portal.api import problems
from portal.api.auth import Token
from portal.api.routes import (
    accounts,
    claims,
    conduct,
    earnings,
    hooks,
    invoices,
    kept,
    library,
    money,
    network,
    overview,
    person,
    promotion,
    requests,
    statements,
    team,
    told,
    whatif,
)

api = NinjaAPI(
    title="Openbook",
    version="1",
    description="What a partner can see and do. Amounts are text; days are the program's.",
    docs_url=None,  # its pages would load scripts that our content security policy refuses
    urls_namespace="api",
    auth=Token(),
)
problems.install(api)
for router in (money.router, requests.router, invoices.router, statements.router, earnings.router,
               kept.router, accounts.router, team.router, person.router,
               overview.router, promotion.router, library.router, network.router, claims.router,
               conduct.router, told.router, whatif.router, hooks.router):  # fmt: skip
    api.add_router("", router)


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below /api/."""
    return problems.problem(404, "not_found", "There is no such address.")


def addresses() -> list[URLPattern | URLResolver]:
    """The API's addresses; a token opens them, so no page for signing in is shown."""
    patterns: list[Any] = list(api.urls[0])
    for pattern in patterns:
        pattern.callback.login_required = False
    return patterns
