"""Read pages of the portal as a signed-in person: python -m tests.end_to_end.read_pages.

Standard input: {"email", "password", "paths"}. Standard output: [{"path", "status", "html"}].
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Sign in through the sign-in page, with a code where there is an authenticator, and read."""
    import django.test
    from django.conf import settings

    from portal.config import wsgi  # noqa: F401 - starts Django and makes static files

    settings.ALLOWED_HOSTS.append("testserver")
    asked = json.load(sys.stdin)
    client = django.test.Client()
    client.post("/account/login/", {"login": asked["email"], "password": asked["password"]})
    from portal.accounts import second_factor, services
    from portal.accounts.models import User

    user = User.objects.get(email=asked["email"])
    if second_factor.second_factor_exists(user):
        client.post("/account/2fa/authenticate/", {"code": services.totp_code_now(user)})
    assert "_auth_user_id" in client.session, "sign-in did not work"
    answers = []
    for path in asked["paths"]:
        answer = client.get(path)
        body = answer.getvalue() if answer.streaming else answer.content
        answers.append({"path": path, "status": answer.status_code, "html": body.decode()})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
