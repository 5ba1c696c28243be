"""Asking the portal: sign-in by OpenID Connect with PKCE, and whether a person is still staff."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ASK_AGAIN_AFTER = 60.0  # seconds that an answer about a person counts


class PortalSilent(Exception):
    """The portal did not answer, or not as an identity provider does."""


class SignInRefused(Exception):
    """The portal's answer to a sign-in does not hold."""


@dataclass
class Portal:
    """One client of the portal's identity provider. `transport` lets a test answer instead."""

    url: str
    client_id: str
    client_secret: str
    redirect_uri: str
    transport: httpx.AsyncBaseTransport | None = None
    _known: dict[str, Any] = field(default_factory=dict)
    _standing: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def sign_in_address(self) -> tuple[str, dict[str, str]]:
        """Where to send a person, and what to remember until it comes back."""
        found = await self._discovered()
        kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        digest = hashlib.sha256(kept["verifier"].encode()).digest()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self.client_id,
                "redirect_uri": self.redirect_uri,
                "scope": "openid email profile",
                "state": kept["state"],
                "nonce": kept["nonce"],
                "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "code_challenge_method": "S256",
            }
        )
        return f"{found['authorization_endpoint']}?{query}", kept

    async def claims_for(self, code: str, kept: dict[str, Any]) -> dict[str, Any]:
        """The verified claims of the ID token that `code` buys.

        Raises `SignInRefused` when the token's signature, issuer, audience, nonce or time is not
        what we asked for, and `PortalSilent` when there is no answer.
        """
        found = await self._discovered()
        answer = await self._ask(
            "POST",
            found["token_endpoint"],
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.redirect_uri,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "code_verifier": kept["verifier"],
            },
        )
        if answer.status_code != httpx.codes.OK:
            raise SignInRefused("the portal did not accept the code")
        keys = KeySet.import_key_set((await self._ask("GET", found["jwks_uri"])).json())
        return self._verified(answer.json().get("id_token", ""), keys, found, kept)

    def _verified(
        self, token: str, keys: KeySet, found: dict[str, Any], kept: dict[str, Any]
    ) -> dict[str, Any]:
        try:
            claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
            jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": found["issuer"]},
                aud={"essential": True, "value": self.client_id},
                exp={"essential": True},
                sub={"essential": True},
                nonce={"essential": True, "value": kept["nonce"]},
            ).validate(claims)
        except (JoseError, ValueError) as error:
            raise SignInRefused(f"the identity token does not hold: {error}") from None
        return dict(claims)

    async def standing(self, sub: str) -> dict[str, Any]:
        """What the portal says of a person, at most 60 s old: `active`, `roles`, `email`.

        Raises `PortalSilent` when there is no answer: then nobody passes.
        """
        async with self._asking:
            at, held = self._standing.get(sub, (0.0, {}))
            if held and time.monotonic() - at < ASK_AGAIN_AFTER:
                return held
            answer = await self._ask(
                "POST",
                f"{self.url}/internal/session-check",
                data={"sub": sub},
                auth=(self.client_id, self.client_secret),
            )
            if answer.status_code != httpx.codes.OK:
                raise PortalSilent(f"the portal answered {answer.status_code} to a session check")
            self._standing[sub] = (time.monotonic(), answer.json())
            return self._standing[sub][1]

    async def _discovered(self) -> dict[str, Any]:
        if not self._known:
            address = f"{self.url}/.well-known/openid-configuration"
            self._known = (await self._ask("GET", address)).json()
        return self._known

    async def _ask(self, method: str, address: str, **rest: Any) -> httpx.Response:
        try:
            async with httpx.AsyncClient(transport=self.transport, timeout=5) as client:
                answer = await client.request(method, address, **rest)
                if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                    raise PortalSilent(f"the portal answered {answer.status_code}")
                return answer
        except (httpx.HTTPError, json.JSONDecodeError) as error:
            raise PortalSilent(str(error)) from None
