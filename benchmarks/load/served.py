"""The portal as `openbook up` serves it, people with sessions and tokens, and a build beside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.load.large_release import name_of

PORT = 8977
REBUILD = (
    "from pipelines.lib.refresh import refresh\n"
    "while True:\n"
    "    refresh(force=True)\n"
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Somebody who reads: a session's cookie, an API token, a partner, one of its lines."""

    cookie: str
    token: str
    partner_id: str
    period_id: str
    line_id: str
    currency: str


def people(program_id: str, count: int) -> list[Reader]:
    """Members of `count` partners of the large release, in the portal's database of DATA_DIR."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from portal.accounts.models import Membership, User
    from portal.api.scopes import scopes_of
    from portal.api.services import token_create
    from portal.partners.models import Partner, Program
    from portal.releases.reader import current_release

    release, program = current_release(program_id), Program.objects.get(pk=program_id)
    last = sorted(release.manifest.detail("pub_portal__lines", None), key=lambda f: str(f.path))[-1]
    found = []
    for number in range(1, count + 1):
        name = name_of(number)
        partner, _ = Partner.objects.get_or_create(
            program=program,
            partner_id=name,
            defaults={
                "partner_code": name,
                "name": name,
                "kind": "affiliate",
                "status": "active",
                "joined_on": date(2025, 9, 1),
            },
        )
        user, _ = User.objects.get_or_create(email=f"reader{number}@load.example")
        Membership.objects.get_or_create(
            user=user, program_id=program_id, partner_id=name, defaults={"role": "owner"}
        )
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        _token, text = token_create(
            user=user, partner=partner, name="load", scopes=scopes_of("owner")
        )
        line = release.row(
            "select line_id, period_id, currency_code "
            "from read_parquet($path) where partner_id = $partner limit 1",
            path=str(last.path),
            partner=name,
        )
        cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
        found.append(
            Reader(cookie, text, name, line["period_id"], line["line_id"], line["currency_code"])
        )
    return found


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The portal on a port of its own; yields its address."""
    url = f"http://localhost:{PORT}"
    told = {
        **os.environ,
        "DATA_DIR": str(folder),
        "OPENBOOK_PORTAL_URL": url,
        "OPENBOOK_PORTAL_PORT": str(PORT),
    }
    words = (
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host",
        "127.0.0.1", "--port", str(PORT), "--workers", "2", "--blocking-threads", "2", "--no-ws",
        "--log-level", "error", "portal.config.wsgi:application",
    )  # fmt: skip
    process = subprocess.Popen(words, env=told)
    try:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"{url}/healthz", timeout=2):  # noqa: S310
                    break
            except OSError:
                time.sleep(0.5)
        yield url
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def building(pattern: Path | None) -> Iterator[None]:
    """Rebuild and publish the data folder `pattern` again and again, as pipelines do: nice 10."""
    if pattern is None:
        yield
        return
    process = subprocess.Popen(
        ["nice", "-n", "10", sys.executable, "-c", REBUILD],
        env={**os.environ, "DATA_DIR": str(pattern)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(20)  # into the build
    try:
        yield
        if process.poll() is not None:
            raise SystemExit(f"the build beside ended by itself with {process.returncode}")
    finally:
        process.terminate()
        process.wait(60)
