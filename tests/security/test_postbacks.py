"""Attack: conversions that nobody made. 40 forgeries and replays; none is ever confirmed.

An unsigned or wrongly signed message is recorded once as unconfirmed, which pays nothing, and it
changes nothing that is known already.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.collector.app import Collector
from portal.collector.models import ReceivedPostback
from portal.collector.services import source_create
from portal.collector.signatures import query_signature, webhook_signature
from tests.portal.collector.asgi import ask
from tests.portal.payouts.world import OPERATOR, make_program

pytestmark = pytest.mark.django_db(transaction=True)
QUERY = "type=sale&event_id=o-1&client_id=c-9&amount=20.00"
BODY = b'{"type":"sale","event_id":"o-1","client_id":"c-9","amount":"20.00"}'
PATH = "/postback/crm"


@pytest.fixture
def secret(settings: Any, tmp_path: Path) -> bytes:
    settings.DATA_DIR = tmp_path
    make_program()
    source_create(by=OPERATOR, program_id="larkspur", source_id="other", name="Other")
    return source_create(
        by=OPERATOR, program_id="larkspur", source_id="crm", name="CRM", currency_code="EUR"
    )[1].encode()


Request = tuple[str, str, bytes, dict[str, str]]


def send(*requests: Request) -> list[dict[str, Any]]:
    async def run() -> list[dict[str, Any]]:
        app = Collector()
        await app.start()
        try:
            answers = [await ask(app, m, PATH, q, b, **h) for m, q, b, h in requests]
        finally:
            await app.stop()
        return [json.loads(a.body) | {"status": a.status} for a in answers]

    return asyncio.run(run())


def landed(folder: Path) -> list[tuple[str, str]]:
    paths = sorted((folder / "landing").glob("*/conversions/collector-*.ndjson"))
    rows = [json.loads(line) for path in paths for line in path.read_text().splitlines()]
    return [(row["status"], row["amount"]) for row in rows]


def now(shift: int = 0) -> int:
    return int(time.time()) + shift


def signed(secret: bytes, query: str = QUERY, stamp: int | None = None, path: str = PATH) -> str:
    query = f"{query}&ts={now() if stamp is None else stamp}"
    return f"{query}&sig={query_signature(secret, path, query)}"


def hook(secret: bytes, body: bytes = BODY, name: str = "m-1", stamp: Any = None) -> dict[str, str]:
    stamp = str(now() if stamp is None else stamp)
    return {"content_type": "application/json", "webhook_id": name, "webhook_timestamp": stamp,
            "webhook_signature": webhook_signature(secret, name, stamp, body)}  # fmt: skip


def get(query: str) -> Request:
    return ("GET", query, b"", {})


def post(headers: dict[str, str], body: bytes = BODY) -> Request:
    return ("POST", "", body, headers)


FORGERIES: dict[str, Callable[[bytes], Request]] = {
    "no signature": lambda s: get(QUERY),
    "empty signature": lambda s: get(QUERY + f"&ts={now()}&sig="),
    "another's secret": lambda s: get(signed(b"whsec_other")),
    "empty secret": lambda s: get(signed(b"")),
    "another path": lambda s: get(signed(s, path="/postback/other")),
    "amount changed": lambda s: get(signed(s).replace("20.00", "99.00")),
    "amount added before": lambda s: get("amount=99.00&" + signed(s)),
    "parameter added after": lambda s: get(signed(s) + "&amount=99.00"),
    "signature twice": lambda s: get(signed(s) + "&sig=00"),
    "signature first": lambda s: get("sig=00&" + QUERY),
    "signature upper case": lambda s: get(signed(s).rpartition("=")[0] + "=" + "A" * 64),
    "signature cut": lambda s: get(signed(s)[:-1]),
    "signature longer": lambda s: get(signed(s) + "0"),
    "signature not ascii": lambda s: get(QUERY + f"&ts={now()}&sig=%C3%BC"),
    "no time": lambda s: get(f"{QUERY}&sig={query_signature(s, PATH, QUERY)}"),
    "old": lambda s: get(signed(s, stamp=now(-301))),
    "from the future": lambda s: get(signed(s, stamp=now(301))),
    "time zero": lambda s: get(signed(s, stamp=0)),
    "time negative": lambda s: get(signed(s, stamp=-now())),
    "time in milliseconds": lambda s: get(signed(s, stamp=now() * 1000)),
    "time in words": lambda s: get(
        f"{QUERY}&ts=now&sig={query_signature(s, PATH, QUERY + '&ts=now')}"
    ),
    "time twice, old last": lambda s: get(signed(s, QUERY + f"&ts={now()}", now(-3000))),
    "query signed, body sent": lambda s: ("POST", signed(s), BODY, {}),
    "webhook of another": lambda s: post(hook(b"whsec_b3RoZXI=")),
    "webhook body changed": lambda s: post(hook(s), BODY.replace(b"20.00", b"99.00")),
    "webhook body longer": lambda s: post(hook(s), BODY + b" "),
    "webhook without id": lambda s: post(hook(s) | {"webhook_id": ""}),
    "webhook id changed": lambda s: post(hook(s) | {"webhook_id": "m-2"}),
    "webhook id long": lambda s: post(hook(s, name="m" * 101)),
    "webhook time changed": lambda s: post(hook(s) | {"webhook_timestamp": str(now(-5))}),
    "webhook old": lambda s: post(hook(s, stamp=now(-301))),
    "webhook future": lambda s: post(hook(s, stamp=now(400))),
    "webhook time empty": lambda s: post(hook(s, stamp="")),
    "webhook time signed float": lambda s: post(hook(s, stamp=f"{now()}.5")),
    "webhook version 0": lambda s: post(
        hook(s) | {"webhook_signature": hook(s)["webhook_signature"].replace("v1,", "v0,")}
    ),
    "webhook without version": lambda s: post(
        hook(s) | {"webhook_signature": hook(s)["webhook_signature"][3:]}
    ),
    "webhook empty signature": lambda s: post(hook(s) | {"webhook_signature": "v1,"}),
    "webhook hundred guesses": lambda s: post(hook(s) | {"webhook_signature": "v1,AAAA " * 100}),
    "webhook good one hidden behind ten": lambda s: post(
        hook(s) | {"webhook_signature": "v1,AAAA " * 10 + hook(s)["webhook_signature"]}
    ),
    "webhook and a query's signature": lambda s: (
        "POST", signed(s), BODY, hook(b"whsec_b3RoZXI="),
    ),
}  # fmt: skip


def test_there_are_forty() -> None:
    assert len(FORGERIES) >= 40


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_never_confirmed(secret: bytes, tmp_path: Path, name: str) -> None:
    (answer,) = send(FORGERIES[name](secret))
    assert answer.get("state") != "confirmed"
    assert {status for status, _ in landed(tmp_path)} <= {"unconfirmed"}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_changes_nothing_that_is_known(secret: bytes, tmp_path: Path, name: str) -> None:
    true, _false = send(get(signed(secret)), FORGERIES[name](secret))
    assert true["state"] == "confirmed"
    assert landed(tmp_path) == [("approved", "20.00")]


def test_a_replay_is_answered_and_recorded_once(secret: bytes, tmp_path: Path) -> None:
    query, headers = signed(secret), hook(secret, body := BODY.replace(b"o-1", b"o-2"))
    answers = send(get(query), get(query), post(headers, body), post(headers, body))
    assert [a["state"] for a in answers] == ["confirmed", "repeated", "confirmed", "repeated"]
    assert len(landed(tmp_path)) == 2


def test_a_replay_of_an_earlier_message_does_not_undo_a_later_one(
    secret: bytes, tmp_path: Path
) -> None:
    early = signed(secret, stamp=now(-60))
    late = signed(secret, QUERY.replace("20.00", "5.00"))
    other = signed(secret, QUERY.replace("20.00", "90.00"), now(-90))
    answers = send(get(early), get(late), get(early), get(other))
    assert [a["state"] for a in answers] == ["confirmed", "confirmed", "repeated", "ignored"]
    assert [amount for _, amount in landed(tmp_path)] == ["20.00", "5.00"]


def test_the_same_id_with_another_content_is_not_taken(secret: bytes, tmp_path: Path) -> None:
    other = BODY.replace(b"20.00", b"21.00")
    send(post(hook(secret)), post(hook(secret, other), other))
    assert landed(tmp_path) == [("approved", "20.00")]


def test_unsigned_ones_are_limited(
    secret: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.collector import app

    monkeypatch.setattr(app, "UNSIGNED_A_MINUTE", 3)
    answers = send(*[get(QUERY.replace("o-1", f"o-{n}")) for n in range(6)])
    assert [a["status"] for a in answers] == [200, 200, 200, 429, 429, 429]
    assert ReceivedPostback.objects.count() == 3


def test_a_source_that_wants_signatures_takes_nothing_else(secret: bytes, tmp_path: Path) -> None:
    from portal.collector.models import PostbackSource

    PostbackSource.objects.filter(source_id="crm").update(accepts_unsigned=False)
    assert send(get(QUERY))[0]["status"] == 401
    assert landed(tmp_path) == []


def test_a_renewed_secret_leaves_the_old_one_a_day(secret: bytes, tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    from portal.collector.models import PostbackSource
    from portal.collector.services import source_secret_renew

    source = PostbackSource.objects.get(source_id="crm")
    new = source_secret_renew(by=OPERATOR, source=source, real_now=datetime.now(UTC)).encode()
    answers = send(get(signed(secret)), get(signed(new, QUERY.replace("o-1", "o-2"))))
    assert [a["state"] for a in answers] == ["confirmed", "confirmed"]
    PostbackSource.objects.update(old_secret_until=datetime.now(UTC) - timedelta(seconds=1))
    assert send(get(signed(secret, QUERY.replace("o-1", "o-3"))))[0]["state"] == "unconfirmed"
