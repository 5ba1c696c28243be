"""What every test of the portal may ask for, and what keeps tests apart from each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _transactional_tests_may_empty_the_audit(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions ends by emptying each table, which the triggers refuse.

    They are taken away for that moment only and put back as they were.
    """
    marker = request.node.get_closest_marker("django_db")
    is_real = "transactional_db" in request.fixturenames or (
        marker is not None and marker.kwargs.get("transaction", False)
    )
    if not is_real:
        yield
        return
    from django.core.management.commands import flush

    original = flush.Command.handle

    def without_triggers(self: flush.Command, **options: object) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("select name, sql from sqlite_master where type = 'trigger'")
            found = cursor.fetchall()
            for name, _sql in found:
                cursor.execute(f'drop trigger "{name}"')
        try:
            original(self, **options)
        finally:
            with connection.cursor() as cursor:
                for _name, sql in found:
                    cursor.execute(sql)

    flush.Command.handle = without_triggers
    yield
    flush.Command.handle = original
