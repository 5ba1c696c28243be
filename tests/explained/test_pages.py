"""The Why page, the API, the export of lines and `openbook explain` tell an upline nothing of the
direct partner's client, account, sub-ids or files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from pipelines.lib.portal_gateway import line_why
from portal.releases.reader import current_release
from tests.portal.api.conftest import Api

UPLINES = {"mara": "P-2001", "nadia": "P-2002"}
SECRET = ("client_ref", "sub1", "link_code", "file_name", "event_record_key", "line_id")
LINES = 12
Row = dict[str, Any]


def rows(sql: str, **values: Any) -> list[Row]:
    release = current_release("larkspur")
    return release.rows(sql, files=release.files("pub_portal__lines"), **values)


def lines_above(partner_id: str) -> list[Row]:
    """Some lines that a partner has of events of others' clients."""
    return rows(
        "select * from read_parquet($files) where partner_id = $partner and level > 0"
        f" order by md5(line_id) limit {LINES}",
        partner=partner_id,
    )


def secrets_of(line: Row) -> Iterator[str]:
    """What the direct partner's line of the same event says, and this viewer may not know."""
    (direct,) = rows(
        "select * from read_parquet($files) where level = 0 and occurred_at = $at"
        " and partner_id = $direct and quantity = $quantity and symbol = $symbol",
        at=line["occurred_at"], direct=line["direct_partner_id"], quantity=line["quantity"],
        symbol=line["symbol"],
    )  # fmt: skip
    for name in SECRET:
        if direct[name] and direct[name] != line[name]:
            yield str(direct[name])
    if direct["account_tail"]:
        yield f"…{direct['account_tail']}"


def told(text: str, line: Row) -> list[str]:
    """Which secrets stand in a text as words of their own."""
    return [
        word
        for word in secrets_of(line)
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
    ]


@pytest.mark.parametrize("name", UPLINES)
def test_there_is_something_to_keep(browser_of: Callable[[str], Client], name: str) -> None:
    browser_of(name)
    lines = lines_above(UPLINES[name])
    assert len(lines) == LINES
    assert all(len(list(secrets_of(line))) >= 3 for line in lines)


@pytest.mark.parametrize("name", UPLINES)
def test_the_why_page_ends_at_what_the_amount_needs(
    browser_of: Callable[[str], Client], name: str
) -> None:
    browser = browser_of(name)
    for line in lines_above(UPLINES[name]):
        address = f"/larkspur/{UPLINES[name]}/commissions/{line['period_id']}/{line['line_id']}/"
        page = browser.get(address)
        assert page.status_code == 200
        assert told(page.content.decode(), line) == []


@pytest.mark.parametrize("name", UPLINES)
def test_so_does_the_api(api_of: Callable[..., Api], name: str) -> None:
    api = api_of(name)
    for line in lines_above(UPLINES[name]):
        answer = api.get(f"/lines/{line['line_id']}/why")
        assert answer.status_code == 200
        assert told(answer.content.decode(), line) == []


@pytest.mark.parametrize("name", UPLINES)
def test_so_does_the_export_of_lines(browser_of: Callable[[str], Client], name: str) -> None:
    browser = browser_of(name)
    answer = browser.get(f"/larkspur/{UPLINES[name]}/reports/lines.csv?level=1")
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
    for line in lines_above(UPLINES[name]):
        own = {row["client_ref"] for row in rows(
            "select client_ref from read_parquet($files) where partner_id = $partner",
            partner=UPLINES[name],
        )}  # fmt: skip
        assert [word for word in told(text, line) if word not in own] == []


@pytest.mark.parametrize("name", UPLINES)
def test_so_does_explain(browser_of: Callable[[str], Client], name: str) -> None:
    browser_of(name)
    for line in lines_above(UPLINES[name]):
        why = line_why("larkspur", UPLINES[name], line["period_id"], line["line_id"])
        assert told(str(why), line) == []
