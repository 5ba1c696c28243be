"""Where the money goes. A token reads it and stops a change; it never makes one (docs/adr/0010)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from portal import clock
from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.problems import Problem
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.payouts.models import PayoutMethod
from portal.payouts.selectors import method_of
from portal.payouts.services import method_cancel

router = Router(tags=["Money"])


@router.get("/payout-method", response=schemas.PayoutMethodNow, summary="Where the money goes")
@scope("payments:read")
def payout_method(request: HttpRequest) -> Any:
    """Masked. Another account is entered on the page Payments alone: with a fresh second factor, in
    a browser that shows what the code is for."""
    return {"method": _said(method_of(bearer_of(request).partner))}


@router.delete("/payout-method/change", response=schemas.PayoutMethodNow,
               summary="Take a change back")  # fmt: skip
@scope("payments:write")
def payout_method_change_stop(request: HttpRequest) -> Any:
    """Within its 72 hours; the account before it is used. Takes no code: it can only stop."""
    bearer = bearer_of(request)
    try:
        before = method_cancel(by=Author.of(bearer.user), partner=bearer.partner,
                               reason="taken back through the API")  # fmt: skip
    except DomainError as refusal:
        raise Problem(409, refusal.code, str(refusal)) from None
    return {"method": _said(before)}


def _said(method: PayoutMethod | None) -> dict[str, Any] | None:
    if method is None:
        return None
    same = ("kind", "masked", "changed_at", "usable_from")
    return {name: getattr(method, name) for name in same} | {
        "is_cooling_off": method.usable_from > clock.now()
    }
