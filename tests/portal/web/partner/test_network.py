"""The network: what a master sees of those below, what it may do there, and what it may not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from portal.notices.models import Notice
from portal.partners.models import Relation
from portal.partners.shares import ShareRange, share_range
from portal.releases.reader import counted_queries, current_release
from portal.releases.selectors.network import network_get
from portal.web.partner import network

Browsers = Callable[[str], Client]
MERIDIAN = "/larkspur/P-2001/"
SPLIT = """
components:
  - type: per_lot
    levels: {algebra: split, passed_down: {default: "0.40", min: "0.20", max: "0.60"}}
"""


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_tree_shows_who_stands_below_and_what_was_earned_through_it(
    browser_of: Browsers,
) -> None:
    browser = browser_of("mara")
    with counted_queries() as statements:
        page = text_of(browser, MERIDIAN + "network/")
    assert len(statements) == 1
    assert "Aurel Media SL" in page
    assert 'class="deep-2">Nordlicht Trading' in page
    assert "Casa Cambio" not in page, "P-2004 stands elsewhere"
    for secret in ("8842", "nadia@example.com", "Nadia Ferrer"):
        assert secret not in page, secret


def test_a_sub_partner_sees_nothing_of_those_above_or_beside(browser_of: Browsers) -> None:
    page = text_of(browser_of("sofie"), "/larkspur/P-2003/network/")
    assert "Aurel" not in page
    assert "Meridian" not in page


def test_sums_re_add_to_the_lines_of_all_levels(browser_of: Browsers) -> None:
    browser_of("mara")
    release = current_release("larkspur")
    found = network_get(release, "P-2001", ["2026-10"], date(2026, 10, 28))
    total = sum(v.earned.minor for volumes in found.volumes.values() for v in volumes)
    files = release.files("pub_portal__lines", ["2026-10"])
    row = release.row(
        "select sum(amount_minor) as n from read_parquet($files) where partner_id = 'P-2001'"
        " and level > 0 and state <> 'locked'", files=files,
    )  # fmt: skip
    assert total == row["n"]


def test_statistics_of_fewer_than_three_clients_are_hidden(browser_of: Browsers) -> None:
    browser_of("mara")
    release = current_release("larkspur")
    found = network_get(release, "P-2001", ["2026-08", "2026-09", "2026-10"], date(2026, 10, 28))
    files = release.files("pub_portal__lines")
    counts = {
        row["p"]: row["n"]
        for row in release.rows(
            "select direct_partner_id as p, count(distinct client_ref) as n from"
            " read_parquet($files) where partner_id = 'P-2001' and level > 0 group by 1",
            files=files,
        )
    }
    for partner, volumes in found.volumes.items():
        assert (volumes[0].clients is None) == (counts[partner] < 3)
        assert (volumes[0].lots is None) == (counts[partner] < 3)


def test_the_export_holds_the_same_tree(browser_of: Browsers) -> None:
    answer = browser_of("mara").get(MERIDIAN + "network/network.csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [(r["partner_id"], r["level"]) for r in rows] == [("P-2002", "1"), ("P-2003", "2")]


def test_the_range_is_read_from_the_plan_that_is_executed() -> None:
    found = share_range([SPLIT])
    assert found == ShareRange(Decimal("0.40"), Decimal("0.20"), Decimal("0.60"))
    assert share_range(["components: [{levels: {algebra: differential}}]", "not: [yaml"]) is None


@pytest.mark.parametrize(("typed", "is_set"), [("45", True), ("60", True), ("60.5", False),
                                               ("19.99", False), ("-1", False), ("x", False),
                                               ("NaN", False)])  # fmt: skip
def test_a_share_is_set_inside_the_range_and_from_the_next_period_on(
    browser_of: Browsers, monkeypatch: pytest.MonkeyPatch, typed: str, is_set: bool
) -> None:
    browser = browser_of("mara")
    monkeypatch.setattr(network, "share_range", lambda _sources: share_range([SPLIT]))
    before = Relation.objects.count()
    deed = {"partner": "P-2002", "share": typed}
    assert browser.post(MERIDIAN + "network/share/", deed).status_code == 302
    assert Relation.objects.count() == before + is_set
    if is_set:
        made = Relation.objects.latest("pk")
        assert (made.valid_from, made.share) == (date(2026, 11, 1), Decimal(typed) / 100)
        assert Notice.objects.get(code="share_set").partner.partner_id == "P-2002"


def test_a_plan_without_a_range_lets_nothing_be_set(browser_of: Browsers) -> None:
    browser = browser_of("mara")
    before = Relation.objects.count()
    browser.post(MERIDIAN + "network/share/", {"partner": "P-2002", "share": "40"})
    assert Relation.objects.count() == before
    assert "Set a share" not in text_of(browser, MERIDIAN + "network/")


@pytest.mark.parametrize("child", ["P-2003", "P-2004", "P-2001", "P-9999"])
def test_only_a_partner_right_below_can_be_meant(browser_of: Browsers, child: str) -> None:
    browser = browser_of("mara")
    for deed in ("share", "message"):
        answer = browser.post(f"{MERIDIAN}network/{deed}/",
                              {"partner": child, "share": "40", "text": "x"})  # fmt: skip
        assert answer.status_code == 404, deed


def test_a_message_reaches_the_partner_below(browser_of: Browsers) -> None:
    browser = browser_of("mara")
    browser.post(MERIDIAN + "network/message/", {"partner": "", "text": "Webinar on Friday"})
    notice = Notice.objects.get(code="network_message")
    assert (notice.partner.partner_id, notice.words["text"]) == ("P-2002", "Webinar on Friday")


def test_another_master_s_applicant_is_not_there(browser_of: Browsers) -> None:
    deed = {"application": "A-101", "deed": "approve", "reason": "x"}
    assert browser_of("mara").post(MERIDIAN + "network/applicants/", deed).status_code == 404
