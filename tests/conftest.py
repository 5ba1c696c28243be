"""What all tests share, and what keeps the tests of the portal apart from each other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.once import SHARED


@pytest.fixture(scope="session", autouse=True)
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run see (`tests/fixtures/once.py`)."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "shared"
    folder.mkdir(exist_ok=True)
    os.environ[SHARED] = str(folder)
    return folder


@pytest.fixture(autouse=True, scope="session")
def _emptying_the_test_database_takes_the_triggers_away() -> Iterator[None]:
    """A test with real transactions ends by emptying each table, which append-only tables refuse.

    Their triggers are taken away for that moment only, and put back as they were.
    """
    from django.core.management.commands import flush
    from django.db import connection

    original = flush.Command.handle

    def without_triggers(self: flush.Command, **options: object) -> None:
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
