"""The collector's addresses: a click is recorded and sent on, a postback judged and recorded."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.collector.app import Collector, _networks
from portal.collector.models import PostbackSource, ReceivedPostback
from portal.collector.services import source_create
from portal.collector.signatures import query_signature, webhook_signature
from portal.links.addresses import test_token as token_of
from portal.links.models import Link
from portal.links.services import host_allow, host_refuse, link_build
from tests.portal.collector.asgi import Answer, ask
from tests.portal.payouts.world import OPERATOR, make_partner, make_program

pytestmark = pytest.mark.django_db(transaction=True)
Talk = Callable[[Any], Awaitable[Any]]


@pytest.fixture
def link(settings: Any, tmp_path: Path) -> Link:
    settings.DATA_DIR = tmp_path
    make_program()
    host_allow(by=OPERATOR, program_id="larkspur", host="larkspur.example")
    return link_build(
        by=OPERATOR, partner=make_partner(partner_id="P-1", account=""), link_code="spring",
        destination="https://larkspur.example/gold?lang=de", subs={"sub1": "news", "sub2": "a"},
    )  # fmt: skip


@pytest.fixture
def source(link: Link) -> tuple[PostbackSource, bytes]:
    made, secret = source_create(
        by=OPERATOR, program_id="larkspur", source_id="crm", name="CRM", currency_code="EUR"
    )
    return made, secret.encode()


def talk(conversation: Talk) -> Any:
    async def run() -> Any:
        app = Collector()
        await app.start()
        try:
            return await conversation(app)
        finally:
            await app.stop()

    return asyncio.run(run())


def landed(folder: Path, feed: str) -> list[dict[str, Any]]:
    paths = sorted((folder / "landing" / "larkspur" / feed).glob("collector-*.ndjson"))
    return [json.loads(line) for path in paths for line in path.read_text().splitlines()]


def one(*given: Any, **headers: str) -> Answer:
    return talk(lambda app: ask(app, *given, **headers))


def test_a_click_goes_to_the_stored_destination_and_lands(link: Link, tmp_path: Path) -> None:
    answer = one("GET", "/r/spring", "sub2=b&sub3=c&url=https://evil.example",
                 referer="https://blog.example/secret?x=1")  # fmt: skip
    place = urlsplit(answer.headers["location"])
    assert (answer.status, place.netloc, place.path) == (302, "larkspur.example", "/gold")
    told = {name: values[0] for name, values in parse_qs(place.query).items()}
    (row,) = landed(tmp_path, "clicks")
    assert told == {"lang": "de", "click_id": row["click_id"], "sub1": "news", "sub2": "b",
                    "sub3": "c"}  # fmt: skip
    assert (row["link_code"], row["verdict"], row["device"]) == ("spring", "accepted", "desktop")
    assert row["referrer_host"] == "blog.example"
    assert len(row["click_id"]) == 32
    assert "198.51.100.7" not in json.dumps(row)


@pytest.mark.parametrize(
    ("method", "query", "headers", "verdict"),
    [
        ("HEAD", "", {}, "bot"),
        ("GET", "", {"user_agent": "Googlebot/2.1"}, "bot"),
        ("GET", "", {"sec_purpose": "prefetch"}, "prefetch"),
        ("GET", "ob_test=forged", {}, "accepted"),
    ],
)
def test_what_counts_nowhere_is_recorded_as_such(
    link: Link, tmp_path: Path, method: str, query: str, headers: dict[str, str], verdict: str
) -> None:
    assert one(method, "/r/spring", query, **headers).status == 302
    assert [row["verdict"] for row in landed(tmp_path, "clicks")] == [verdict]


def test_a_test_click_is_seen_on_the_link(link: Link, tmp_path: Path) -> None:
    one("GET", "/r/spring", f"ob_test={token_of(link)}")
    link.refresh_from_db()
    assert link.last_test_at is not None
    assert [row["verdict"] for row in landed(tmp_path, "clicks")] == ["test"]


def test_a_click_from_a_data_centre_is_known_by_the_operators_file(
    link: Link, tmp_path: Path, settings: Any
) -> None:
    _networks.cache_clear()
    settings.NETWORKS_FILE = tmp_path / "networks.txt"
    settings.NETWORKS_FILE.write_text("198.51.100.0/24 data_centre\n")
    one("GET", "/r/spring")
    settings.NETWORKS_FILE.write_text("198.51.100.0/25 mobile\n")
    one("GET", "/r/spring")
    _networks.cache_clear()
    assert [r["network_class"] for r in landed(tmp_path, "clicks")] == ["data_centre", "mobile"]


def test_an_unknown_code_and_a_host_no_longer_allowed_lead_nowhere(
    link: Link, tmp_path: Path
) -> None:
    assert one("GET", "/r/winter").status == 404
    assert one("GET", "/r/spring/../x").status == 404
    host_refuse(by=OPERATOR, program_id="larkspur", host="larkspur.example", reason="sold")
    assert one("GET", "/r/spring").status == 404
    assert landed(tmp_path, "clicks") == []


def test_every_answer_carries_the_headers(link: Link) -> None:
    async def all_kinds(app: Any) -> list[Answer]:
        return [await ask(app, *given) for given in (
            ("GET", "/r/spring"), ("GET", "/r/none"), ("POST", "/r/spring"), ("GET", "/healthz"),
            ("GET", "/postback/none"), ("GET", "/"), ("GET", "/r/spring", "x" * 9000),
        )]  # fmt: skip

    answers = talk(all_kinds)
    assert [a.status for a in answers] == [302, 404, 405, 200, 404, 404, 413]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"


def signed_query(secret: bytes, query: str, stamp: int | None = None) -> str:
    query += f"&ts={int(time.time()) if stamp is None else stamp}"
    return f"{query}&sig={query_signature(secret, '/postback/crm', query)}"


def test_an_unsigned_postback_is_unconfirmed_until_a_signed_one(
    source: tuple[PostbackSource, bytes], tmp_path: Path
) -> None:
    query = "type=sale&event_id=o-1&client_id=c-9&amount=20.50&status=approved"

    async def both(app: Any) -> list[Any]:
        first = await ask(app, "GET", "/postback/crm", query)
        second = await ask(app, "GET", "/postback/crm", signed_query(source[1], query))
        return [json.loads(first.body), json.loads(second.body)]

    first, second = talk(both)
    assert (first["state"], first["reason"], second["state"]) == (
        "unconfirmed", "no_signature", "confirmed",
    )  # fmt: skip
    rows = landed(tmp_path, "conversions")
    assert [(r["event_id"], r["status"], r["amount"], r["currency_code"]) for r in rows] == [
        ("crm:o-1", "unconfirmed", "20.50", "EUR"), ("crm:o-1", "approved", "20.50", "EUR"),
    ]  # fmt: skip
    assert rows[0]["occurred_at"] == rows[1]["occurred_at"], "it happened when it was first told"


def test_a_standard_webhook_in_json_is_taken(
    source: tuple[PostbackSource, bytes], tmp_path: Path
) -> None:
    body = json.dumps(
        {"type": "ftd", "event_id": "d-1", "client_id": "c-9", "amount": 0.1}
    ).encode()
    stamp = str(int(time.time()))
    signature = webhook_signature(source[1], "msg_1", stamp, body)
    answer = talk(lambda app: ask(
        app, "POST", "/postback/crm", "", body, content_type="application/json", webhook_id="msg_1",
        webhook_timestamp=stamp, webhook_signature=f"v1,bm9wZQ== {signature}",
    ))  # fmt: skip
    assert json.loads(answer.body)["state"] == "confirmed"
    (row,) = landed(tmp_path, "conversions")
    assert (row["conversion_type"], row["amount"]) == ("deposit", "0.1")


def test_the_click_of_a_postback_leads_to_its_partner(
    source: tuple[PostbackSource, bytes], link: Link
) -> None:
    async def both(app: Any) -> None:
        clicked = await ask(app, "GET", "/r/spring")
        click_id = parse_qs(urlsplit(clicked.headers["location"]).query)["click_id"][0]
        await ask(app, "GET", "/postback/crm", f"goal=signup&clickid={click_id}")
        await ask(app, "GET", "/postback/crm", f"goal=signup&clickid={'0' * 32}")

    talk(both)
    rows = list(ReceivedPostback.objects.order_by("pk").values_list("link_id", "state"))
    assert rows == [(link.pk, "unconfirmed"), (None, "unconfirmed")]
    assert "client_id" not in ReceivedPostback.objects.all()[0].record


@pytest.mark.parametrize(
    "query",
    [
        "", "type=sale&amount=5", "client_id=1&amount=1e99", "client_id=1&amount=NaN",
        "client_id=1&amount=1.00001",
    ],
)  # fmt: skip
def test_what_names_too_little_is_answered_with_what_misses(
    source: tuple[PostbackSource, bytes], tmp_path: Path, query: str
) -> None:
    assert one("GET", "/postback/crm", query).status == 422
    assert landed(tmp_path, "conversions") == []


def test_a_full_disk_is_told_and_nothing_is_sent_on(
    link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.collector import segments

    async def click(app: Any) -> Answer:
        def full(*_: Any) -> None:
            raise OSError(28, "no space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(segments, "append", full)
            return await ask(app, "GET", "/r/spring")

    assert talk(click).status == 503
