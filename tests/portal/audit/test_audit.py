"""The audit is added to and never changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from portal.audit.models import AuditEvent
from portal.audit.services import audit_record

pytestmark = pytest.mark.django_db


def record(**more) -> AuditEvent:
    return audit_record(who=None, verb="frozen", object_kind="batch", object_id="B-1", **more)


def test_an_event_names_who_what_and_why(person):
    ines = person("ines")
    event = audit_record(
        who=ines,
        verb="approved",
        object_kind="batch",
        object_id="B-1",
        program_id="larkspur",
        reason="checked",
        details={"total_minor": 1250},
    )
    event.refresh_from_db()
    assert (event.who, event.who_name, event.reason) == (ines, "ines@example.com", "checked")
    assert event.details == {"total_minor": 1250}


def test_the_system_has_a_name_too():
    assert record().who_name == "system"
    assert record(who_name="schedule: payday").who_name == "schedule: payday"


def test_product_time_and_real_time_stand_apart(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "clock.json").write_text(json.dumps({"now": "2026-10-28T12:00:00+00:00"}))
    before = datetime.now(UTC)
    event = record()
    assert event.at == datetime(2026, 10, 28, 12, tzinfo=UTC)
    assert before <= event.written_at <= datetime.now(UTC)


@pytest.mark.parametrize(
    "statement",
    ["update audit_auditevent set verb = 'other'", "delete from audit_auditevent"],
)
def test_the_database_refuses_changes(statement):
    record()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.get().verb == "frozen"


def test_nothing_is_recorded_when_the_deed_is_rolled_back():
    def deed() -> None:
        with transaction.atomic():
            record()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()
    assert not AuditEvent.objects.exists()
