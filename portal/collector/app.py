"""The collector as a plain ASGI application: `/r/<code>`, `/postback/<source>`, `/healthz`."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from portal.collector.answers import Receive, Scope, Send, answer, answer_json, gone
from portal.collector.journal import Journal
from portal.collector.limits import Limit
from portal.collector.networks import Watched
from portal.collector.requests import Request, TooLarge, read_request

T = TypeVar("T")
LINK = re.compile(r"/r/([A-Za-z0-9][A-Za-z0-9_-]{0,39})")
POSTBACK = re.compile(r"/postback/([a-z0-9][a-z0-9_-]{0,39})")
UNSIGNED_A_MINUTE = 120


class Collector:
    """One per process. `data_dir` and keys come from the portal's settings at start."""

    def __init__(self) -> None:
        self.journal: Journal | None = None
        self.unsigned = Limit(UNSIGNED_A_MINUTE, time.monotonic)
        self.recording = asyncio.Lock()  # one postback is judged and recorded after the other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
        elif scope["type"] == "http":
            await self.http(scope, receive, send)

    async def lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except Exception as error:
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    raise
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def start(self) -> None:
        """Recover and begin to write. Raises NetworksUnreadable for a bad file of networks."""
        await _in_thread(_networks)
        self.journal = Journal(_data_dir(), now=_now)
        await self.journal.start()

    async def stop(self) -> None:
        if self.journal:
            await self.journal.stop()

    async def http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path == "/healthz":
            await answer(send, 200, b"ok\n")
            return
        found, act, methods = self._route(path)
        if found is None:
            await gone(send)
            return
        if scope["method"] not in methods:
            await answer(send, 405, b"method not allowed\n", allow=", ".join(methods))
            return
        try:
            request = await read_request(scope, receive, _trusted_proxies())
        except TooLarge as error:
            await answer(send, 413, f"{error}\n".encode())
            return
        try:
            await act(found, request, send)
        except OSError:
            await answer(send, 503, b"cannot be recorded now; try again\n", retry_after="5")

    def _route(
        self, path: str
    ) -> tuple[str | None, Callable[[str, Request, Send], Awaitable[None]], tuple[str, ...]]:
        if found := LINK.fullmatch(path):
            return found[1], self.click, ("GET", "HEAD")
        if found := POSTBACK.fullmatch(path):
            return found[1], self.postback, ("GET", "POST")
        return None, self.click, ()

    async def click(self, code: str, request: Request, send: Send) -> None:
        """Record the click, then 302 to the destination stored with the link."""
        made = await _in_thread(_click, code, request)
        if made is None:
            await gone(send)
            return
        program_id, record, location, link_pk = made
        await self._journal().append(program_id, "clicks", record)
        if record["verdict"] == "test":
            await _in_thread(_tested, link_pk)
        await answer(send, 302, location=location)

    async def postback(self, source_id: str, request: Request, send: Send) -> None:
        """Judge, record, remember, answer."""
        from portal.collector.fields import NotUnderstood

        source = await _in_thread(_source, source_id)
        if source is None:
            await gone(send)
            return
        try:
            judged, record, link_pk = await _in_thread(_read, source, request)
        except (NotUnderstood, ValueError) as error:
            await answer_json(send, 422, {"received": False, "message": str(error)[:200]})
            return
        if judged.reason and not source.accepts_unsigned:
            await answer_json(send, 401, {"received": False, "reason": judged.reason})
            return
        keys = (f"source {source_id}", f"address {request.address}")
        if judged.reason and not all([self.unsigned.passes(key) for key in keys]):
            await answer_json(send, 429, {"received": False, "reason": "too_many"},
                              retry_after="60")  # fmt: skip
            return
        async with self.recording:
            outcome = await _in_thread(_outcome, source, judged, record)
            if outcome.record is not None:
                await self._journal().append(source.program_id, "conversions", outcome.record)
                await _in_thread(_remember, source, judged, outcome, link_pk)
        said = {"received": True, "state": outcome.state, "event_id": record["event_id"]}
        await answer_json(send, 200, said | ({"reason": outcome.reason} if outcome.reason else {}))

    def _journal(self) -> Journal:
        if self.journal is None:  # a server without lifespan messages
            raise RuntimeError("the collector was not started; serve it with lifespan on")
        return self.journal


async def _in_thread(work: Callable[..., T], *given: Any) -> T:
    return await asyncio.to_thread(work, *given)


# ---- what touches the portal's database; runs in threads ------------------------------------


def _click(code: str, request: Request) -> tuple[str, dict[str, Any], str, int] | None:
    from portal.accounts.addresses import ADDRESS_KEY
    from portal.collector.click_ids import click_id_make
    from portal.collector.clicks import Visit, click_record
    from portal.collector.selectors import link_at
    from portal.links.addresses import TEST, is_test
    from portal.links.destinations import is_allowed
    from portal.links.selectors import hosts_of

    link = link_at(code, request.host)
    if link is None or not is_allowed(link.destination, hosts_of(link.program_id)):
        return None
    query, now = request.query, _now()
    token = query.get(TEST, "")
    record, location = click_record(
        link,
        Visit(
            request.method,
            query,
            request.headers,
            request.address,
            _networks().class_of(request.address),
        ),
        click_id=click_id_make(_key("collector-clicks"), link.pk, now),
        at=now,
        ip_key=_key(ADDRESS_KEY),
        is_test=bool(token) and is_test(link, token),
        country_header=os.environ.get("OPENBOOK_COUNTRY_HEADER", ""),
    )
    return link.program_id, record, location, link.pk


@lru_cache(maxsize=1)
def _networks() -> Watched:
    from django.conf import settings

    return Watched(settings.NETWORKS_FILE)


def _tested(link_pk: int) -> None:
    from portal.links.services import link_tested

    link_tested(link_pk, _now())


def _source(source_id: str) -> Any:
    from portal.collector.selectors import source_get

    return source_get(source_id)


def _read(source: Any, request: Request) -> tuple[Any, dict[str, Any], int | None]:
    from portal.collector import fields, signatures
    from portal.collector.click_ids import click_id_read
    from portal.collector.selectors import link_is
    from portal.collector.services import secrets_of

    real_now = datetime.now(UTC)
    judged = signatures.judge(
        secrets_of(source, real_now),
        path=request.path,
        query=request.query_string,
        headers=request.headers,
        body=request.body,
        now=real_now,
    )
    record = fields.record_of(
        request.fields(),
        source_id=source.source_id,
        own_names=source.names,
        currency_code=source.currency_code,
        is_signed=not judged.reason,
        now=_now(),
    )
    clicked = click_id_read(_key("collector-clicks"), record.get("click_id", ""), _now())
    return judged, record, link_is(clicked.link_pk) if clicked else None


def _outcome(source: Any, judged: Any, record: dict[str, Any]) -> Any:
    from portal.collector.services import outcome_of

    return outcome_of(source, judged, record)


def _remember(source: Any, judged: Any, outcome: Any, link_pk: int | None) -> None:
    from portal.collector.services import received_record

    received_record(source, judged, outcome, link_pk)


def _now() -> datetime:
    from portal import clock

    return clock.now()


def _data_dir() -> Path:
    from django.conf import settings

    return Path(settings.DATA_DIR)


def _trusted_proxies() -> int:
    from django.conf import settings

    return int(settings.ALLAUTH_TRUSTED_PROXY_COUNT)


def _key(name: str) -> bytes:
    from django.conf import settings

    from portal.config.keys import key_text, make_secret

    return key_text(settings.KEYS_DIR, name, make_secret).encode()
