"""Partners build links: to pages and hosts that the program allows, one by one or from a CSV."""

from __future__ import annotations

import pytest

from portal.links.bulk import links_import
from portal.links.models import Link
from portal.links.selectors import links_of
from portal.links.services import (
    host_allow,
    host_refuse,
    landing_page_create,
    link_archive,
    link_build,
)
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from tests.portal.payouts.world import OPERATOR, make_partner, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner() -> Partner:
    make_program()
    host_allow(by=OPERATOR, program_id="larkspur", host="larkspur.example", with_subdomains=True)
    return make_partner(partner_id="P-1", account="")


def build(partner: Partner, **fields: object) -> Link:
    return link_build(by=OPERATOR, partner=partner, **fields)  # type: ignore[arg-type]


def test_a_deep_link_keeps_path_and_query(partner: Partner) -> None:
    link = build(partner, destination="https://go.larkspur.example/gold?lang=de#top")
    assert link.destination == "https://go.larkspur.example/gold?lang=de#top"
    assert len(link.link_code) == 9


def test_a_landing_page_is_chosen_by_name(partner: Partner) -> None:
    page = landing_page_create(
        by=OPERATOR, program_id="larkspur", title="Gold", url="https://larkspur.example/gold"
    )
    assert build(partner, landing_page=page).destination == "https://larkspur.example/gold"


def test_another_program_s_page_is_refused(partner: Partner) -> None:
    make_program("tamarind")
    host_allow(by=OPERATOR, program_id="tamarind", host="tamarind.example")
    page = landing_page_create(
        by=OPERATOR, program_id="tamarind", title="Start", url="https://tamarind.example/"
    )
    with pytest.raises(DomainError):
        build(partner, landing_page=page)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"link_code": "abc"}, "bad_code"),
        ({"link_code": "a/../b"}, "bad_code"),
        ({"link_code": "Spring"}, "exists"),
        ({"campaign": "<script>"}, "bad_campaign"),
        ({"destination": "https://evil.example/"}, "host_not_allowed"),
    ],
)
def test_what_is_refused_says_why(partner: Partner, fields: dict[str, str], code: str) -> None:
    build(partner, destination="https://larkspur.example/", link_code="spring")
    with pytest.raises(DomainError) as refused:
        build(partner, **{"destination": "https://larkspur.example/", **fields})
    assert refused.value.code == code


def test_sub_ids_lose_what_cannot_be_printed(partner: Partner) -> None:
    link = build(partner, destination="https://larkspur.example/", subs={"sub2": "a\x00b\r\nc"})
    assert link.subs == {"sub2": "abc"}


def test_an_archived_link_leaves_the_list_only(partner: Partner) -> None:
    link = build(partner, destination="https://larkspur.example/", campaign="spring")
    assert list(links_of(partner, search="spri")) == [link]
    link_archive(by=OPERATOR, link=link)
    assert list(links_of(partner)) == []
    assert list(links_of(partner, archived=True)) == [link]


def test_a_host_that_is_refused_takes_no_new_link(partner: Partner) -> None:
    host_refuse(by=OPERATOR, program_id="larkspur", host="larkspur.example", reason="sold")
    with pytest.raises(DomainError):
        build(partner, destination="https://larkspur.example/")


def test_a_csv_makes_a_link_of_each_row(partner: Partner) -> None:
    landing_page_create(
        by=OPERATOR, program_id="larkspur", title="Gold", url="https://larkspur.example/gold"
    )
    data = (
        "\ufeffdestination;campaign;sub1;short_name\r\n"
        "gold;spring;news;\r\nhttps://larkspur.example/x;;;winter-1\r\n"
    )
    found = links_import(by=OPERATOR, partner=partner, data=data.encode())
    assert found.problems == []
    assert [(link.destination[-5:], link.sub1) for link in found.links] == [
        ("/gold", "news"),
        ("ple/x", ""),
    ]


def test_one_bad_row_and_nothing_is_made(partner: Partner) -> None:
    data = b"destination,campaign\nhttps://larkspur.example/,ok\nhttps://evil.example/,no\n"
    found = links_import(by=OPERATOR, partner=partner, data=data)
    assert [number for number, _ in found.problems] == [3]
    assert Link.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"url\nx\n", b"destination,owner\nx,P-2\n", b"\xff\xfe\x00", b"destination\n"],
)
def test_a_file_that_is_none_is_refused_whole(partner: Partner, data: bytes) -> None:
    assert links_import(by=OPERATOR, partner=partner, data=data).problems
