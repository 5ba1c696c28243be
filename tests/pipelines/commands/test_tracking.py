"""`openbook tracking`: hosts, pages, creatives and sources by the operator's hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.commands import tracking as command
from pipelines.demo.promotion import banner
from portal.collector.models import PostbackSource
from portal.creatives.models import Creative
from portal.links.selectors import hosts_of, landing_pages_of
from tests.portal.payouts.world import make_program

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    make = CliRunner().invoke(command.app, [*words, "--program", "larkspur", "--author", "ops"])
    assert make.exit_code == 0, make.output
    return make.output


def test_a_host_and_a_page_on_it() -> None:
    make_program()
    run("host", "larkspur.example")
    run("page", "Gold", "https://larkspur.example/gold")
    assert [host.host for host in hosts_of("larkspur")] == ["larkspur.example"]
    assert [page.title for page in landing_pages_of("larkspur")] == ["Gold"]


def test_a_banner_and_a_text(tmp_path: Path) -> None:
    make_program()
    path = tmp_path / "gold.png"
    path.write_bytes(banner(30, 20, (1, 2, 3)))
    run("creative", "Gold", "--file", str(path))
    run("creative", "Words", "--text", "Trade gold.")
    assert sorted(Creative.objects.values_list("title", "kind")) == [
        ("Gold", "banner"), ("Words", "text"),
    ]  # fmt: skip


def test_a_source_s_secret_is_printed_once() -> None:
    make_program()
    secret = json.loads(run("source", "crm", "--name", "CRM", "--json"))["secret"]
    assert secret.startswith("whsec_")
    assert secret not in PostbackSource.objects.get().secret_sealed
