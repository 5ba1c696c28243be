"""Reading endpoints and their logs, of one partner."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from portal.hooks.models import Delivery, Endpoint
from portal.partners.models import Partner


def endpoints_of(partner: Partner) -> QuerySet[Endpoint]:
    """The partner's living endpoints."""
    return Endpoint.objects.filter(partner=partner, removed_at=None)


def endpoint_of(partner: Partner, endpoint_pk: int) -> Endpoint:
    """One of them. Raises Endpoint.DoesNotExist, also for somebody else's."""
    return endpoints_of(partner).get(pk=endpoint_pk)


def deliveries_of(partner: Partner) -> QuerySet[Delivery]:
    """The partner's log, newest first."""
    return Delivery.objects.filter(endpoint__partner=partner).select_related("endpoint")


def deliveries_due(now: datetime, most: int) -> list[Delivery]:
    """What is to be sent now, oldest first."""
    rows = Delivery.objects.filter(state="waiting", next_at__lte=now, endpoint__is_active=True)
    return list(rows.select_related("endpoint__partner").order_by("next_at", "pk")[:most])
