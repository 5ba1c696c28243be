"""A gate in front of an app that only echoes, and a portal of our own behind it."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.fernet import Fernet
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from pipelines.web.gate import Gate
from pipelines.web.portal import Portal
from pipelines.web.sessions import SESSION_COOKIE, Cookies

OWN = "http://127.0.0.1:3000"
PORTAL = "http://localhost:8000"
SUB, EMAIL = "3f6c", "finance@example.test"
KEY = RSAKey.generate_key(2048)


@dataclass
class FakePortal:
    """Answers as the portal's identity provider does; tests turn its knobs."""

    is_active: bool = True
    is_silent: bool = False
    claims: dict = field(default_factory=dict)
    checks: int = 0
    token_requests: list = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: KEY)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.is_silent:
            raise httpx.ConnectError("refused")
        path = request.url.path
        if path == "/.well-known/openid-configuration":
            return httpx.Response(200, json={
                "issuer": PORTAL,
                "authorization_endpoint": f"{PORTAL}/identity/o/authorize",
                "token_endpoint": f"{PORTAL}/identity/o/api/token",
                "jwks_uri": f"{PORTAL}/.well-known/jwks.json",
            })  # fmt: skip
        if path == "/.well-known/jwks.json":
            return httpx.Response(200, json={"keys": [KEY.as_dict(private=False)]})
        if path == "/identity/o/api/token":
            self.token_requests.append(parse_qs(request.content.decode()))
            return httpx.Response(200, json={"id_token": self.id_token()})
        if path == "/internal/session-check":
            self.checks += 1
            return httpx.Response(
                200, json={"active": self.is_active, "email": EMAIL, "roles": {"larkspur": ["x"]}}
            )
        return httpx.Response(404)

    def id_token(self) -> str:
        usual = {
            "iss": PORTAL, "aud": "dagster", "sub": SUB, "email": EMAIL,
            "exp": int(time.time()) + 3600,
        }  # fmt: skip
        return jwt.encode({"alg": "RS256"}, {**usual, **self.claims}, self.key)


class Echo:
    """What stands behind the gate; counts what reaches it."""

    def __init__(self) -> None:
        self.seen: list[dict] = []
        self.app = Starlette(
            routes=[
                WebSocketRoute("/graphql", self.socket),
                Route("/{path:path}", self.http, methods=["GET", "POST", "PUT", "DELETE"]),
            ]
        )

    async def http(self, request: Request) -> JSONResponse:
        body = (await request.body()).decode()
        self.seen.append({"path": request.url.path, "headers": dict(request.headers), "body": body})
        return JSONResponse({"ok": True})

    async def socket(self, socket: WebSocket) -> None:
        await socket.accept()
        self.seen.append({"path": "/graphql", "headers": dict(socket.headers), "body": ""})
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await socket.send_text(await socket.receive_text())


@pytest.fixture
def portal() -> FakePortal:
    return FakePortal()


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def gate(portal, echo) -> Gate:
    client = Portal(
        PORTAL, "dagster", "secret", f"{OWN}/_openbook/callback", httpx.MockTransport(portal)
    )
    return Gate(echo.app, client, Cookies(Fernet.generate_key()), OWN)


@pytest.fixture
def stranger(gate) -> TestClient:
    return TestClient(gate, base_url=OWN, follow_redirects=False)


@pytest.fixture
def staff(gate) -> TestClient:
    value = {"sub": SUB, "email": EMAIL, "ends": int(time.time()) + 3600}
    client = TestClient(gate, base_url=OWN, follow_redirects=False)
    client.cookies.set(SESSION_COOKIE, gate.cookies.seal("session", value))
    return client


def graphql(text: str) -> dict:
    return {"content": json.dumps({"query": text}), "headers": {
        "content-type": "application/json", "origin": OWN,
    }}  # fmt: skip


def query_of(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
