"""Who launched a run is what the gate said, never what a tag says."""

from __future__ import annotations

from pipelines.web.run_coordinator import PERSON, PERSON_ID, stamped


def test_the_person_of_the_gate_is_stamped():
    tags = stamped({}, "3f6c", "finance%40example.test")
    assert tags == {PERSON: "finance@example.test", PERSON_ID: "3f6c"}


def test_a_typed_person_is_overwritten():
    tags = stamped({PERSON: "boss@example.test", PERSON_ID: "1"}, "3f6c", "me@example.test")
    assert (tags[PERSON], tags[PERSON_ID]) == ("me@example.test", "3f6c")


def test_other_tags_of_ours_that_were_typed_count_nothing():
    assert (
        stamped({"openbook/approved": "yes"}, "3f6c", "me@x.test")["openbook/approved"] == "refused"
    )


def test_a_person_does_not_pass_for_a_schedule():
    tags = stamped({"dagster/schedule_name": "close"}, "3f6c", "me@x.test")
    assert tags[PERSON] == "me@x.test"


def test_a_schedules_run_is_the_schedules():
    assert stamped({"dagster/schedule_name": "close"}, None, None)[PERSON] == "schedule"


def test_a_backfill_or_retry_is_on_somebodys_behalf_and_unknown():
    for tag in ("dagster/backfill", "dagster/parent_run_id"):
        tags = stamped({tag: "x", "dagster/schedule_name": "close"}, None, None)
        assert tags[PERSON] == "unknown"


def test_a_run_from_nowhere_is_unknown_even_if_it_says_schedule():
    assert stamped({PERSON: "schedule"}, None, None)[PERSON] == "unknown"
