"""The tests' fixture on a stage: its releases, its people, one of each thing, served.

python -m tests.end_to_end.stage FOLDER: serves it until standard input ends, and says on standard
output {"address", "cookie", "sessions": {email: key}, "pages": [{name, email, path, language}]}.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

PARTNER = ("larkspur", "P-2002")
KEPT_FRESH = 6 * 3600  # seconds by which what was shown looks younger: nobody is asked meanwhile


def prepare(folder: Path) -> None:
    """Settings, database, releases, people and things in `folder`."""
    os.environ["DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.config.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import translation

    from tests.end_to_end.things import make_things
    from tests.fixtures.release import build_releases
    from tests.fixtures.release_people import populate, write_clock

    build_releases(folder)
    write_clock(folder)
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with translation.override("en"):
        make_things(populate(), *PARTNER)
    settings.ALLOWED_HOSTS.append("testserver")


@contextmanager
def served() -> Iterator[str]:
    """The address of a live server, while the caller runs."""
    from django.test.testcases import LiveServerThread

    server = LiveServerThread("localhost", lambda pages: pages)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


def session_of(email: str) -> str:
    """A session key of a signed-in person, as sign-in would have made it; nobody is told."""
    from allauth.account.internal.flows.login import record_authentication
    from django.conf import settings
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    from portal.accounts.models import User
    from portal.accounts.second_factor import totp_of

    user = User.objects.get(email=email)
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session[auth.SESSION_KEY] = str(user.pk)
    request.session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    request.session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    record_authentication(request, user, method="password")
    shown = totp_of(user)
    if shown:
        record_authentication(request, user, method="mfa", type="totp", id=shown.pk)
    for record in request.session["account_authentication_methods"]:
        record["at"] += KEPT_FRESH
    request.session.save()
    return str(request.session.session_key)


def main() -> None:
    """In the process of its own."""
    prepare(Path(sys.argv[1]))
    from django.conf import settings

    from tests.end_to_end.every_page import pages

    shots = pages(*PARTNER)
    with served() as address:
        told = {
            "address": address,
            "cookie": settings.SESSION_COOKIE_NAME,
            "sessions": {e: session_of(e) for e in dict.fromkeys(s.email for s in shots) if e},
            "pages": [asdict(shot) for shot in shots],
        }
        print(json.dumps(told), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
