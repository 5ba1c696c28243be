"""Each rule at its boundary: exactly at the threshold, exactly at the window's end, one beyond."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from pipelines.lib.scenarios.warehouse import Memory
from tests.dbt_project.signals.world import World, at
from tests.dbt_project.statements.compiled import nodes

DAY = 86400
LAYERS = ("currencies", "staging", "intermediate", "marts")
Found = Callable[[World], list[str]]


@pytest.fixture(scope="module")
def memory() -> Memory:
    return Memory(nodes(LAYERS))


@pytest.fixture
def found(memory: Memory) -> Found:
    return lambda world: [row["target_id"] for row in world.find(memory)]


def counted(threshold: int, window: int = DAY, **more: int) -> dict[str, int]:
    return {"threshold": threshold, "window_seconds": window, **more}


@pytest.mark.parametrize(("last", "clients"), [(DAY, ["a", "b", "c"]), (DAY + 1, [])])
@pytest.mark.parametrize(
    ("code", "trait"), [("shared_address", "ip_hash"), ("shared_device", "device_hash")]
)
def test_three_clients_of_one_partner_share_something_within_the_window(
    found: Found, code: str, trait: str, last: int, clients: list[str]
) -> None:
    world = World(**{code: counted(3)})
    for name, seconds in (("a", 0), ("b", 60), ("c", last)):
        world.client(name, seconds, **{trait: "h1"})
    world.client("elsewhere", 30, **{trait: "h2"})
    world.client("another_partners", 30, partner="P2", **{trait: "h1"})
    assert found(world) == clients


def test_one_less_than_the_threshold_is_nothing(found: Found) -> None:
    world = World(shared_address=counted(3))
    for name in ("a", "b"):
        world.client(name, ip_hash="h1")
    assert found(world) == []


def test_a_signal_says_what_it_found_and_on_what(memory: Memory) -> None:
    world = World(shared_address=counted(2))
    world.client("a", 0, ip_hash="h1")
    world.client("b", 600, ip_hash="h1")
    first, second = world.find(memory)
    assert (first["measured"], first["threshold"]) == (2, 2)
    assert first["first_seen_at"] == datetime.fromisoformat(at(600))
    assert json.loads(second["evidence"]) == {
        "values": {"clients": "2"}, "records": ["r:a", "r:b"],
    }  # fmt: skip
    assert (first["target_kind"], first["partner_id"], first["version_no"]) == ("client", "P1", 1)


def test_a_rule_that_is_not_declared_does_not_run(found: Found) -> None:
    world = World(churn=counted(9, limit_seconds=60))
    for name in ("a", "b", "c"):
        world.client(name, ip_hash="h1", wait=0, network_class="data_centre")
    assert found(world) == []


@pytest.mark.parametrize(("wait", "clients"), [(4, ["a"]), (5, [])])
def test_a_registration_faster_than_five_seconds(
    found: Found, wait: int, clients: list[str]
) -> None:
    world = World(quick_conversion={"threshold": 5})
    world.client("a", wait=wait)
    assert found(world) == clients


@pytest.mark.parametrize(("wait", "clients"), [(10 * 3600 - 1, []), (10 * 3600, ["a"])])
def test_a_registration_ten_hours_after_its_click(
    found: Found, wait: int, clients: list[str]
) -> None:
    world = World(late_conversion={"threshold": 10})
    world.client("a", wait=wait)
    assert found(world) == clients


def test_clicks_of_data_centres_and_of_other_countries(memory: Memory) -> None:
    world = World(data_centre={}, country_mismatch={})
    world.client("a", network_class="data_centre")
    world.client("b", network_class="residential", country="AT")
    world.client("c")
    rows = list(world.find(memory))
    assert [(r["signal_code"], r["target_id"]) for r in rows] == [
        ("country_mismatch", "b"), ("data_centre", "a"),
    ]  # fmt: skip
    assert json.loads(rows[0]["evidence"])["values"] == {"click": "DE", "registration": "AT"}


@pytest.mark.parametrize(("gap", "clients"), [(300, ["a"]), (301, [])])
def test_a_client_whose_click_is_in_a_burst_of_its_link(
    found: Found, gap: int, clients: list[str]
) -> None:
    world = World(click_velocity=counted(4, 600))
    world.client("a", 1000, wait=0)
    for number, seconds in enumerate((1000 - gap, 1000 + 300, 1000)):
        world.click(f"x{number}", seconds)
    world.click("of_another_link", 1000, partner="P2")
    assert found(world) == clients


@pytest.mark.parametrize(("values", "clients"), [(3, ["a"]), (2, [])])
def test_a_link_that_shows_three_sub_ids_on_one_day(
    found: Found, values: int, clients: list[str]
) -> None:
    world = World(sub_id_explosion={"threshold": 3})
    world.client("a", sub1="s0")
    for number in range(values):
        world.click(f"x{number}", number, sub1=f"s{number}")
    world.click("next_day", DAY, sub1="s9")
    assert found(world) == clients


def test_a_client_that_came_from_the_partners_own_address(found: Found) -> None:
    world = World(self_referral={})
    world.client("own", ip_hash="h1")
    world.client("friend", ip_hash="h1")
    world.client("other", ip_hash="h2")
    world.client("of_another_partner", ip_hash="h1", partner="P2")
    assert found(world) == ["friend"]


@pytest.mark.parametrize(("seen", "clients"), [
    (("2026-03-02", "2026-03-02"), ["friend"]),
    (("2026-01-01", "2026-01-31"), ["friend"]),
    (("2026-01-01", "2026-01-30"), []),
    (("2026-04-01", "2026-05-01"), ["friend"]),
    (("2026-04-02", "2026-05-01"), []),
])  # fmt: skip
def test_a_client_that_came_from_where_a_person_of_the_partner_signs_in(
    found: Found, seen: tuple[str, str], clients: list[str]
) -> None:
    """An address counts for 30 days before and after the days on which it was seen."""
    world = World(self_referral={})
    world.client("friend", ip_hash="h1")
    world.client("other", ip_hash="h2")
    world.client("of_another_partner", ip_hash="h1", partner="P2")
    world.sign_in("P1", "h1", *seen)
    assert found(world) == clients


def test_accounts_and_sign_ins_of_ones_own_are_told_apart(memory: Memory) -> None:
    world = World(self_referral={})
    world.client("own", ip_hash="h1")
    world.client("friend", ip_hash="h1")
    world.sign_in("P1", "h1", "2026-03-02", "2026-03-02")
    (row,) = world.find(memory)
    assert (row["target_id"], row["measured"]) == ("friend", 2)
    assert json.loads(row["evidence"])["values"] == {"own_accounts": "1", "own_sign_ins": "1"}


def test_the_partner_that_named_the_account_later_is_held(memory: Memory) -> None:
    world = World(same_bank_account={"threshold": 2})
    world.account("P1", "h", 10)
    world.account("P2", "h", 5)
    (row,) = world.find(memory)
    assert (row["target_kind"], row["target_id"], row["measured"]) == ("partner", "P1", 2)


@pytest.mark.parametrize(
    ("held", "last", "clients"), [(59, 600, ["a"]), (60, 600, []), (59, 601, [])]
)
def test_three_trades_that_were_closed_within_a_minute(
    found: Found, held: int, last: int, clients: list[str]
) -> None:
    world = World(churn=counted(3, 600, limit_seconds=60))
    world.client("a", -DAY)
    for number, opened in enumerate((0, 30, last)):
        world.trade(number, "a", "buy", opened, held=held)
    assert found(world) == clients


@pytest.mark.parametrize(("gap", "clients"), [(60, ["a", "b"]), (61, [])])
def test_two_pairs_of_opposite_trades(found: Found, gap: int, clients: list[str]) -> None:
    world = World(opposite_hedges=counted(2, 60))
    for name in ("a", "b"):
        world.client(name, -DAY)
    for number, opened in enumerate((0, 5000)):
        world.trade(2 * number, "a", "buy", opened, lots="0.5")
        world.trade(2 * number + 1, "b", "sell", opened + gap, lots="0.5")
    world.trade(90, "b", "sell", 0, lots="0.6")
    world.trade(91, "b", "sell", 0, lots="0.5", symbol="XAUUSD")
    assert found(world) == clients


def test_the_same_input_gives_the_same_signals(memory: Memory) -> None:
    world = World(shared_address=counted(2), churn=counted(2, 600, limit_seconds=60))
    for name in ("a", "b", "c"):
        world.client(name, -DAY, ip_hash="h1")
        for number in range(3):
            world.trade(10 * ord(name) + number, name, "buy", number)
    first = list(world.find(memory))
    for rows in world.rows.values():
        rows.reverse()
    assert list(world.find(memory)) == first
    assert len(first) == 6
