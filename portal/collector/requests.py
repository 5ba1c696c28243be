"""What an ASGI request says: method, path, query, headers, body, the visitor's address."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl

from portal.collector.answers import Receive, Scope

BODY_BYTES = 65_536
QUERY_BYTES = 8_192


class TooLarge(ValueError):
    """A body or a query larger than what is read."""


@dataclass(frozen=True)
class Request:
    """A request whose parts are text."""

    method: str
    path: str
    query_string: str
    headers: dict[str, str]
    address: str
    body: bytes = b""

    @property
    def query(self) -> dict[str, str]:
        """Parameters by name; of several the first counts."""
        pairs = parse_qsl(self.query_string, keep_blank_values=True, max_num_fields=200)
        return dict(reversed(pairs))

    @property
    def host(self) -> str:
        return self.headers.get("host", "").rpartition(":")[0] or self.headers.get("host", "")

    def fields(self) -> dict[str, str]:
        """Query and body (form or flat JSON object) together; the body goes first.

        Raises ValueError for a body that is neither.
        """
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        found = self.query
        if not self.body:
            return found
        if kind == "application/json":
            said = json.loads(self.body, parse_float=str, parse_int=str)
            if not isinstance(said, dict):
                raise ValueError("the body is not a JSON object")
            flat = {str(k): str(v) for k, v in said.items() if isinstance(v, str | bool)}
        else:
            text = self.body.decode()
            flat = dict(reversed(parse_qsl(text, keep_blank_values=True, max_num_fields=200)))
        return found | flat


async def read_request(scope: Scope, receive: Receive, trusted_proxies: int) -> Request:
    """Read the whole request. Raises TooLarge."""
    raw_query = scope.get("query_string", b"")
    if len(raw_query) > QUERY_BYTES:
        raise TooLarge("the query is longer than 8 KB")
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1")[:2000]
        for name, value in scope["headers"]
    }
    body = b""
    if scope["method"] == "POST":
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > BODY_BYTES:
                raise TooLarge("the body is larger than 64 KB")
    client = scope.get("client") or ("", 0)
    forwarded = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part]
    is_proxied = trusted_proxies and len(forwarded) >= trusted_proxies
    address = forwarded[-trusted_proxies] if is_proxied else client[0]
    return Request(
        scope["method"], scope["path"], raw_query.decode("latin-1"), headers, address, body
    )
