"""What the collector answers, with the headers that every answer carries."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "cross-origin-resource-policy": "cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}
GONE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>No such link</title>
<h1>This link leads nowhere</h1><p>It may be misspelt, or its page is no longer offered.</p></html>
"""


async def answer(
    send: Send, status: int, body: bytes = b"", content_type: str = "text/plain; charset=utf-8",
    **headers: str,
) -> None:  # fmt: skip
    """One whole answer; underscores in names of headers become hyphens."""
    said = {**HEADERS, "content-type": content_type, "content-length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


async def answer_json(send: Send, status: int, content: dict[str, Any], **headers: str) -> None:
    """A small JSON object."""
    body = json.dumps(content).encode() + b"\n"
    await answer(send, status, body, "application/json", **headers)


async def gone(send: Send) -> None:
    """404 with a page for people."""
    await answer(send, 404, GONE.encode(), "text/html; charset=utf-8")
