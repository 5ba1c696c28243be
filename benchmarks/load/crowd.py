"""People who read at once: each thinks a second, takes a page or an API call, and so on."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.load.served import Reader

THINK_SECONDS = 1.0


@dataclass(frozen=True)
class Answer:
    """One answer as the reader saw it; `family` is `all pages` or `all API calls`."""

    kind: str
    family: str
    status: int
    milliseconds: float
    bytes: int


def paths(program_id: str, reader: Reader) -> list[tuple[str, str, str]]:
    """(kind, family, path) of what a reader asks for."""
    base = f"/{program_id}/{reader.partner_id}/"
    period = reader.period_id
    pages = {
        "overview": base,
        "reports": f"{base}reports/?by=component&then=level",
        "reports by day": f"{base}reports/?by=day",
        "report lines": f"{base}reports/?by=line",
        "commissions": f"{base}commissions/",
        "why": f"{base}commissions/{period}/{reader.line_id}/",
        "statements": f"{base}statements/",
        "payments": f"{base}payments/",
        "clients": f"{base}clients/",
    }
    calls = {
        "api me": "/api/v1/me",
        "api lines": f"/api/v1/lines?period={period}",
        "api why": f"/api/v1/lines/{reader.line_id}/why?period={period}",
        "api balances": "/api/v1/balances",
        "api statements": "/api/v1/statements",
        "api reports": f"/api/v1/reports?by=component&from_day={period}-01&to_day={period}-28"
        f"&currency={reader.currency}",
    }
    return [
        *((kind, "all pages", path) for kind, path in pages.items()),
        *((kind, "all API calls", path) for kind, path in calls.items()),
    ]


def crowd(url: str, readers: list[Reader], seconds: int) -> list[Answer]:
    """Let every reader read for so long; all answers after the first round of each."""
    answers: list[Answer] = []
    threads = [
        threading.Thread(target=_read, args=(url, reader, seconds, number, answers))
        for number, reader in enumerate(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _read(url: str, reader: Reader, seconds: int, number: int, answers: list[Answer]) -> None:
    dice = random.Random(number)
    asked = paths("larkspur", reader)
    warm = time.monotonic() + seconds / 6
    end = time.monotonic() + seconds
    time.sleep(dice.random() * THINK_SECONDS)
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    while time.monotonic() < end:
        kind, family, path = dice.choice(asked)
        headers = {"Cookie": reader.cookie}
        if family == "all API calls":
            headers = {"Authorization": f"Bearer {reader.token}"}
        start = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - start) * 1000
        if time.monotonic() > warm:
            answers.append(Answer(kind, family, answer.status, took, len(body)))
        time.sleep(THINK_SECONDS * (0.5 + dice.random()))


def first_byte(url: str, reader: Reader, base: str) -> tuple[float, float, int]:
    """Seconds to the first byte and to the end of the reader's largest CSV, and its rows."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
    start = time.perf_counter()
    path = f"{base}{reader.partner_id}/reports/lines.csv?from=2025-09-01&to=2026-10-28"
    connection.request("GET", path, headers={"Cookie": reader.cookie})
    answer = connection.getresponse()
    head = answer.read(1)
    first = time.perf_counter() - start
    rows = (head + answer.read()).count(b"\n") - 1
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")
    return first, time.perf_counter() - start, rows
