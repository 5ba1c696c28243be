"""Endpoints of the fixture's partner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.hooks.models import EVENTS, Endpoint
from portal.hooks.services import endpoint_create
from portal.hooks.watch import seen_now
from portal.partners.authors import Author
from portal.partners.models import Partner
from tests.portal.api.conftest import api_of
from tests.portal.web.partner.conftest import _in_english, browser_of, fixture_data

__all__ = ["_in_english", "api_of", "browser_of", "fixture_data"]


@pytest.fixture
def partner(browser_of: Callable[[str], Client]) -> Partner:
    browser_of("nadia")
    return Partner.objects.get(partner_id="P-2002")


@pytest.fixture
def endpoint(partner: Partner) -> Endpoint:
    return endpoint_create(
        by=Author("test"), partner=partner, kind="webhook", url="https://hooks.aurel.example/in",
        events=EVENTS, seen=seen_now(partner),
    )[0]  # fmt: skip
