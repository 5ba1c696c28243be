"""`python -m portal.hooks.worker`: watch what is new, send what is due, every few seconds."""

from __future__ import annotations

import logging
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.hooks.models import Delivery

EVERY_SECONDS = 5
AT_ONCE = 4
MOST_A_TURN = 100
log = logging.getLogger("portal.hooks")


def turn() -> tuple[int, int]:
    """One turn: how many messages were made, how many attempts."""
    from portal.hooks.models import Endpoint
    from portal.hooks.selectors import deliveries_due
    from portal.hooks.services import log_clear
    from portal.hooks.watch import endpoint_watch

    made = 0
    for endpoint in Endpoint.objects.filter(is_active=True, removed_at=None):
        try:
            made += endpoint_watch(endpoint)
        except Exception:
            log.exception("endpoint %s was not watched; it is tried again", endpoint.pk)
    due = deliveries_due(datetime.now(UTC), MOST_A_TURN)
    if due:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(attempt, due))
    log_clear(datetime.now(UTC))
    notices_due()
    return made, len(due)


def notices_due() -> None:
    """Announcements that have come to their moment, statements that closed, daily mails."""
    from portal.deals.selectors import plans_now
    from portal.hooks.closings import statements_tell
    from portal.notices.announcements import announcements_due
    from portal.notices.digests import digests_due

    for deed in (partial(announcements_due, plans_now), statements_tell, digests_due):
        try:
            deed()
        except Exception:
            log.exception("notices were not sent; the next turn tries again")


def attempt(delivery: Delivery) -> Delivery:
    """Send a message once and write down what became of it."""
    from django.db import connection

    from portal.hooks import outside
    from portal.hooks.services import attempt_record, request_of

    now = datetime.now(UTC)
    try:
        method, url, headers, body = request_of(delivery, now)
        outcome = outside.send(method, url, headers=headers, body=body)
        return attempt_record(delivery, outcome, datetime.now(UTC))
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()


def main() -> None:
    """Until SIGTERM or SIGINT."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
    import django

    django.setup()
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    while not ending.is_set():
        try:
            turn()
        except Exception:
            log.exception("a turn failed; the next one tries again")
        ending.wait(EVERY_SECONDS)


if __name__ == "__main__":
    main()
