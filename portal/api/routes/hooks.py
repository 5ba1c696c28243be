"""Endpoints of webhooks and postbacks, and their log."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.cursors import page_of
from portal.api.idempotency import idempotent
from portal.hooks.models import Delivery, Endpoint
from portal.hooks.selectors import deliveries_of, endpoint_of, endpoints_of
from portal.hooks.services import delivery_repeat, endpoint_create, endpoint_remove, test_message
from portal.hooks.watch import seen_now
from portal.partners.authors import Author

router = Router(tags=["Webhooks and postbacks"])
PAGE_ROWS = 100


@router.get("/hooks", response=schemas.Endpoints, summary="Endpoints")
@scope("hooks:read")
def hooks(request: HttpRequest) -> Any:
    return {"items": [_endpoint(one) for one in endpoints_of(bearer_of(request).partner)]}


@router.post("/hooks", response={201: schemas.EndpointMade}, summary="Add an endpoint")
@scope("hooks:write")
@idempotent
def hook_make(request: HttpRequest, body: schemas.EndpointIn) -> Any:
    """The secret is shown in this answer and never again."""
    bearer = bearer_of(request)
    endpoint, secret = endpoint_create(
        by=Author.of(bearer.user), partner=bearer.partner, kind=body.kind, url=body.url,
        events=body.events, seen=seen_now(bearer.partner),
    )  # fmt: skip
    return 201, schemas.EndpointMade(**_endpoint(endpoint), secret=secret)


@router.delete("/hooks/{endpoint_id}", response={204: None}, summary="Remove an endpoint")
@scope("hooks:write")
def hook_remove(request: HttpRequest, endpoint_id: int) -> Any:
    bearer = bearer_of(request)
    endpoint_remove(by=Author.of(bearer.user), endpoint=_found(request, endpoint_id))
    return 204, None


@router.post("/hooks/{endpoint_id}/test", response={201: schemas.Delivery}, summary="Send a test")
@scope("hooks:write")
@idempotent
def hook_test(request: HttpRequest, endpoint_id: int) -> Any:
    """A signed message of the type `test`; the log says how it went."""
    by, found = Author.of(bearer_of(request).user), _found(request, endpoint_id)
    return 201, schemas.Delivery(**_delivery(test_message(by=by, endpoint=found)))


@router.get("/deliveries", response=schemas.Deliveries, summary="The log, newest first")
@scope("hooks:read")
def deliveries(request: HttpRequest, endpoint_id: int | None = None, cursor: str = "") -> Any:
    bearer = bearer_of(request)
    asked = {"list": "deliveries", "endpoint": endpoint_id}
    rows = deliveries_of(bearer.partner)
    if endpoint_id is not None:
        rows = rows.filter(endpoint_id=endpoint_id)
    shown, following = page_of(rows, cursor, asked, bearer.partner.pk, PAGE_ROWS)
    return {
        "items": [_delivery(one) for one in shown],
        "next_cursor": following,
    }


@router.post("/deliveries/{delivery_id}/repeat", response=schemas.Delivery, summary="Send again")
@scope("hooks:write")
def delivery_again(request: HttpRequest, delivery_id: int) -> Any:
    bearer = bearer_of(request)
    delivery = deliveries_of(bearer.partner).filter(pk=delivery_id).first()
    if delivery is None:
        raise Http404
    return _delivery(delivery_repeat(by=Author.of(bearer.user), delivery=delivery))


def _found(request: HttpRequest, endpoint_id: int) -> Endpoint:
    try:
        return endpoint_of(bearer_of(request).partner, endpoint_id)
    except Endpoint.DoesNotExist:
        raise Http404 from None


def _endpoint(endpoint: Endpoint) -> dict[str, Any]:
    same = ("kind", "url", "events", "is_active", "created_at")
    return {name: getattr(endpoint, name) for name in same} | {"endpoint_id": endpoint.pk}


def _delivery(delivery: Delivery) -> dict[str, Any]:
    same = ("event_type", "state", "attempts", "last_status", "last_error", "created_at",
            "delivered_at")  # fmt: skip
    return {name: getattr(delivery, name) for name in same} | {"delivery_id": delivery.pk}
