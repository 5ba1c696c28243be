"""A small client for ASGI applications: one request, its whole answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


async def ask(
    app: Any, method: str, path: str, query: str = "", body: bytes = b"",
    client: str = "198.51.100.7", **headers: str,
) -> Answer:  # fmt: skip
    said = {"host": "127.0.0.1:8010", "user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140"}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http", "method": method, "path": path, "query_string": query.encode(),
        "headers": [(n.encode(), v.encode()) for n, v in said.items()], "client": (client, 4711),
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], found, b"".join(m.get("body", b"") for m in sent[1:]))
