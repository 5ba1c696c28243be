"""What the portal is told by its environment, read and judged once: wrong values stop the start."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

REPO = Path(__file__).resolve().parents[2]
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
YES, NO = ("1", "true", "yes"), ("", "0", "false", "no")


def flag(name: str) -> bool:
    """A switch of the environment, off when absent; any other word than yes or no is an error."""
    value = os.environ.get(name, "").strip().lower()
    if value not in YES + NO:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0")
    return value in YES


def words(name: str, default: tuple[str, ...]) -> list[str]:
    """A comma-separated list of the environment."""
    return [w.strip() for w in os.environ.get(name, ",".join(default)).split(",") if w.strip()]


def port(name: str, default: int) -> int:
    """A port of the environment, 1 to 65535."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a port between 1 and 65535")
    return int(value)


def text(name: str, default: str = "") -> str:
    """A word of the environment without the spaces around it."""
    return os.environ.get(name, default).strip()


def host_and_port(name: str, default_port: int) -> tuple[str, int]:
    """`host` or `host:port` of the environment; the host is empty when it is absent."""
    host, _, given = text(name).partition(":")
    if given and (not given.isdecimal() or not 0 < int(given) < 65536):
        raise ImproperlyConfigured(f"{name} is {text(name)!r}; write host or host:port")
    return host, int(given or default_port)


def address(name: str, default: str) -> str:
    """The address of a service, without a slash at its end."""
    value = os.environ.get(name, "").strip() or default
    if not re.fullmatch(r"https?://[\w.:\[\]-]+", value.rstrip("/")):
        raise ImproperlyConfigured(f"{name} is {value!r}; write it like https://go.example.com")
    return value.rstrip("/")


def data_dir() -> Path:
    """The folder of everything that is generated; made when absent."""
    return Path(os.environ.get("DATA_DIR", REPO / ".data")).resolve()


def present(names: tuple[str, ...]) -> list[str]:
    """Those of the portal's apps whose package exists, in the order given."""
    return [name for name in names if find_spec(name) is not None]


def refuse_open_house(*, debug: bool, https: bool, hosts: list[str]) -> None:
    """Refuse settings under which a stranger on the network could read what people send."""
    outside = [host for host in hosts if host not in LOOPBACK]
    if outside and debug:
        raise ImproperlyConfigured(
            f"OPENBOOK_DEBUG is on and the portal answers to {', '.join(outside)}: "
            "debug pages show secrets; switch OPENBOOK_DEBUG off or keep to loopback hosts"
        )
    if outside and not https:
        raise ImproperlyConfigured(
            f"the portal answers to {', '.join(outside)} without TLS: "
            "set OPENBOOK_HTTPS=1 behind a proxy that ends TLS, or keep to loopback hosts"
        )
