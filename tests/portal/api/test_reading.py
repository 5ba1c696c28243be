"""The API tells a partner what the pages tell it, in cursor pages, with amounts as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from portal.releases.reader import counted_queries
from tests.portal.api.conftest import Api

Apis = Callable[..., Api]
REPORT = {"from_day": "2026-09-01", "to_day": "2026-10-31", "currency": "USD", "by": "level"}


def paths(api: Api) -> dict[str, dict[str, Any]]:
    """Every address that reads, with what it needs."""
    line = api.get("/lines", period="2026-09").json()["items"][0]
    return {
        "/me": {},
        "/balances": {},
        "/reports": REPORT,
        "/lines": {"period": "2026-09"},
        f"/lines/{line['line_id']}/why": {},
        "/statements": {},
        "/statements/month/2026-09/USD": {},
        "/payments": {},
        "/links": {},
        "/conversions": {},
        "/clients": {},
        "/terms": {},
    }


def floats_in(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [f for v in value.values() for f in floats_in(v)]
    if isinstance(value, list):
        return [f for v in value for f in floats_in(v)]
    return [value] if isinstance(value, float) else []


def test_every_address_answers_within_three_queries_and_without_floats(api_of: Apis) -> None:
    api = api_of("nadia")
    for path, query in paths(api).items():
        with counted_queries() as statements:
            response = api.get(path, **query)
        assert response.status_code == 200, (path, response.content)
        assert len(statements) <= 3, path
        assert floats_in(json.loads(response.content)) == [], path
        assert response["Cache-Control"] == "no-store"


def test_pages_go_on_by_cursor_until_the_end(api_of: Apis) -> None:
    api = api_of("nadia")
    seen: list[str] = []
    cursor = ""
    for _ in range(50):
        page = api.get("/lines", period="2026-09", cursor=cursor).json()
        seen += [line["line_id"] for line in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) > 50
    total = api.get("/reports", **{**REPORT, "to_day": "2026-09-30"}).json()["total"]
    assert total["lines"] == len(seen)


def test_a_cursor_of_another_question_or_partner_is_refused(api_of: Apis) -> None:
    nadia, mara = api_of("nadia"), api_of("mara")
    cursor = nadia.get("/lines", period="2026-09").json()["next_cursor"]
    for api, query in (
        (nadia, {"period": "2026-10"}), (nadia, {"period": "2026-09", "level": 1}),
        (mara, {"period": "2026-09"}), (nadia, {"period": "2026-09", "state": "x"}),
    ):  # fmt: skip
        response = api.get("/lines", **query, cursor=cursor)
        assert response.status_code == 422
    assert nadia.get("/lines", period="2026-09", cursor="forged").status_code == 422


def test_why_re_adds(api_of: Apis) -> None:
    api = api_of("nadia")
    line = api.get("/lines", period="2026-09").json()["items"][0]
    found = api.get(f"/lines/{line['line_id']}/why", period="2026-09").json()
    assert found["line"] == line
    booked = sum(Decimal(b["amount"]["amount"]) for b in found["bookings"])
    assert booked == Decimal(line["commission"]["amount"])
    assert found["rule"]["sentences"]


def test_another_partner_s_line_is_not_there(api_of: Apis) -> None:
    line = api_of("nadia").get("/lines", period="2026-09").json()["items"][0]["line_id"]
    for name in ("stranger", "sofie", "mara"):
        api = api_of(name)
        for query in ({}, {"period": "2026-09"}):
            assert api.get(f"/lines/{line}/why", **query).status_code == 404, name


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/lines", {}),
        ("/lines", {"period": "2026-09", "day": "31"}),
        ("/lines", {"period": "2026-09", "level": "one"}),
        ("/reports", {**REPORT, "by": "password"}),
        ("/reports", {**REPORT, "by": "level", "then": "level"}),
        ("/reports", {**REPORT, "from_day": "2020-01-01"}),
        ("/reports", {**REPORT, "level": "x' or 1=1"}),
        ("/clients", {"state": "rich"}),
        ("/payments", {"cursor": "MQ"}),
    ],
)
def test_a_bad_question_is_a_problem(api_of: Apis, path: str, query: dict[str, str]) -> None:
    response = api_of("nadia").get(path, **query)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    said = response.json()
    assert {"type", "title", "status", "detail"} <= set(said)
    assert said["status"] == 422


def test_what_is_not_there_is_a_problem_too(api_of: Apis) -> None:
    api = api_of("nadia")
    for path in ("/statements/month/1999-01/USD", "/links/none", "/nothing", "/lines/0/why"):
        response = api.get(path)
        assert response.status_code == 404, path
        assert response["Content-Type"] == "application/problem+json"


def test_the_description_is_open_and_names_every_operation(api_of: Apis) -> None:
    said = api_of("nadia").client.get("/api/v1/openapi.json").json()
    assert said["info"]["title"] == "Openbook"
    assert "/api/v1/lines/{line_id}/why" in said["paths"]
