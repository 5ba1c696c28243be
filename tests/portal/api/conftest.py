"""A client of the API with tokens of the fixture's people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.api.scopes import scopes_of
from portal.api.services import token_create
from portal.links.services import host_allow
from portal.partners.authors import Author
from portal.partners.models import Partner
from tests.portal.web.partner.conftest import _in_english, browser_of, fixture_data

__all__ = ["_in_english", "browser_of", "fixture_data"]
ROLES = {"nadia": "owner", "ola": "marketing", "sofie": "owner", "mara": "owner",
         "stranger": "owner"}  # fmt: skip
PARTNERS = {"nadia": "P-2002", "ola": "P-2002", "sofie": "P-2003", "mara": "P-2001",
            "stranger": "P-2004"}  # fmt: skip


@dataclass
class Api:
    """Asks the API with one token."""

    token: str
    client: Client = field(default_factory=Client)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, **self._headers())

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(f"/api/v1{path}", body or {}, "application/json",
                                headers=headers, **self._headers())  # fmt: skip

    def send(self, path: str, parts: dict[str, Any], **headers: str) -> Any:
        """A form with files (multipart/form-data)."""
        return self.client.post(f"/api/v1{path}", parts, headers=headers, **self._headers())

    def put(self, path: str, body: Any) -> Any:
        return self.client.put(f"/api/v1{path}", body, "application/json", **self._headers())

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/v1{path}", **self._headers())

    def _headers(self) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if self.token else {}


@pytest.fixture
def api_of(browser_of: Callable[[str], Client]) -> Callable[..., Api]:
    """`api_of("nadia")`: with every scope that her role may give; or with those named."""
    browser_of("nadia")
    host_allow(by=Author("test"), program_id="larkspur", host="larkspur.example")

    def make(name: str, *scopes: str) -> Api:
        user = User.objects.get(email=f"{name}@example.com")
        partner = Partner.objects.get(program_id="larkspur", partner_id=PARTNERS[name])
        wanted = scopes or tuple(scopes_of(ROLES[name]))
        return Api(token_create(user=user, partner=partner, name=name, scopes=wanted)[1])

    return make
