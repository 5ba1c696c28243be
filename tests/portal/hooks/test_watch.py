"""What is told to an endpoint: what is new since it was made, each thing once."""

from __future__ import annotations

import os
from pathlib import Path

from portal.hooks.models import Delivery, Endpoint
from portal.hooks.watch import endpoint_watch
from portal.payouts.models import Payment
from portal.releases.reader import current_release
from tests.fixtures.release import books, publish


def told() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("pk").values_list("event_type", "event_key"))


def new_release(folder: Path, *, without: str = "") -> None:
    """A later release of larkspur, without one line, or as it is."""
    from portal.releases import reader

    book = next(b for b in books() if b.program_id == "larkspur")
    lines = book.rows["pub_portal__lines"]
    book.rows["pub_portal__lines"] = [row for row in lines if row["line_id"] != without]
    publish(folder, book)
    reader._reader._open.clear()


def a_line(endpoint: Endpoint) -> str:
    release = current_release("larkspur")
    files = release.files("pub_portal__lines", ["2026-10"])
    return str(
        release.row(
            "select min(line_id) as line_id from read_parquet($files) where partner_id = 'P-2002'",
            files=files,
        )["line_id"]
    )


def test_what_was_there_already_is_not_told(endpoint: Endpoint) -> None:
    assert endpoint_watch(endpoint) == 0
    assert told() == []


def test_a_line_that_a_release_did_not_have_is_told_once(
    endpoint: Endpoint, fixture_data: Path
) -> None:
    line = a_line(endpoint)
    pointer = fixture_data / "releases" / "larkspur" / "current"
    before = os.readlink(pointer)
    try:
        new_release(fixture_data, without=line)
        endpoint_watch(endpoint)
        assert told() == [], "a line that went is no news"
        new_release(fixture_data)
        endpoint_watch(endpoint)
        endpoint_watch(endpoint)
        assert told() == [("line.created", line)]
        data = Delivery.objects.get().payload["data"]
        assert data["commission"]["currency"] == "USD"
        assert isinstance(data["commission"]["amount"], str)
    finally:
        pointer.unlink()
        pointer.symlink_to(before)
        from portal.releases import reader

        reader._reader._open.clear()


def test_a_payment_is_told_in_each_state(endpoint: Endpoint) -> None:
    payment = Payment.objects.filter(partner=endpoint.partner, state="exported").get()
    payment.state = "settled"
    payment.save(update_fields=["state"])
    endpoint_watch(endpoint)
    endpoint_watch(endpoint)
    assert [event for event, _ in told()] == ["payment.changed"]
    assert Delivery.objects.get().payload["data"]["state"] == "settled"


def test_a_statement_that_was_not_known_is_told(endpoint: Endpoint) -> None:
    endpoint.seen = {**endpoint.seen, "statements": [], "digest": "0" * 64}
    endpoint.save()
    endpoint_watch(endpoint)
    assert {event for event, _ in told()} == {"statement.closed"}


def test_only_the_events_that_were_asked_for(endpoint: Endpoint) -> None:
    endpoint.events = ["line.created"]
    endpoint.seen = {**endpoint.seen, "payments": {}, "statements": []}
    endpoint.save()
    assert endpoint_watch(endpoint) == 0
