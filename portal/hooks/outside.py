"""The one way out to addresses that partners named.

The name is resolved once, every address of it must be public, and the socket connects to the very
address that was checked: a name that changes in between changes nothing. No proxy, no redirect, no
cookie; after 10 seconds or 64 KB it stops.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.hooks.addresses import is_public, url_checked
from portal.partners.errors import DomainError

SECONDS = 10.0
MOST_BYTES = 65_536
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Outcome:
    """`status` is None when nothing was answered; `error` says why in a few words."""

    status: int | None
    error: str = ""

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def send(
    method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"",
    resolver: Resolve = resolve, context: ssl.SSLContext | None = None, seconds: float = SECONDS,
) -> Outcome:  # fmt: skip
    """Send one message; never raises for what the other side does."""
    until = time.monotonic() + seconds
    try:
        parts = urlsplit(url_checked(url))
        host, port = parts.hostname or "", parts.port or 443
        addresses = resolver(host, port)
        if not addresses or not all(is_public(address) for address in addresses):
            return Outcome(None, "the name leads to an address that is not public")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = _request(method, path, host, headers, body)
        with (
            socket.create_connection((addresses[0], port), timeout=_seconds_left(until)) as plain,
            (context or ssl.create_default_context()).wrap_socket(
                plain, server_hostname=host
            ) as secure,
        ):
            secure.settimeout(_seconds_left(until))
            secure.sendall(request)
            return _answered(secure, until)
    except DomainError:
        return Outcome(None, "the address is not allowed")
    except ssl.SSLCertVerificationError:
        return Outcome(None, "its certificate is not valid for the name")
    except (TimeoutError, ssl.SSLError, OSError, UnicodeError, ValueError) as error:
        return Outcome(None, _in_words(error))


def _request(method: str, path: str, host: str, headers: Mapping[str, str], body: bytes) -> bytes:
    said = {
        "Host": host,
        "User-Agent": "Openbook-Hooks/1",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **headers,
    }
    if body or method == "POST":
        said["Content-Length"] = str(len(body))
    if any("\r" in part or "\n" in part for item in said.items() for part in item):
        raise ValueError("a line break in a header")
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _answered(secure: ssl.SSLSocket, until: float) -> Outcome:
    """The status line, and as much of the rest as is allowed; where it points is not followed."""
    data = b""
    while True:
        secure.settimeout(_seconds_left(until))
        part = secure.recv(8192)
        data += part
        if not part or len(data) > MOST_BYTES:
            break
        if b"\r\n\r\n" in data and _is_whole(data):
            break
    words = data.split(b"\r\n", 1)[0].split(b" ")
    if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or not words[1].isdigit():
        return Outcome(None, "the answer is no HTTP")
    status = int(words[1][:4])
    if len(data) > MOST_BYTES:
        return Outcome(status if 100 <= status <= 599 else None, "the answer is longer than 64 KB")
    if 300 <= status < 400:
        return Outcome(status, "it redirects; name the last address")
    return Outcome(status, "" if 200 <= status < 300 else "refused")


def _is_whole(data: bytes) -> bool:
    head, _, body = data.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length" and value.strip().isdigit():
            return len(body) >= int(value)
    return head.split(b" ")[1:2] in ([b"204"], [b"304"])


def _seconds_left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer within 10 seconds"
    if isinstance(error, socket.gaierror):
        return "the name does not exist"
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there"
    return "the connection failed"
