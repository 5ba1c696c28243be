"""Kinds of networks by a file of the operator's: the narrowest counts, nobody is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portal.collector.networks import NetworksUnreadable, Watched, networks_at, networks_read

FILE = """# data centres
203.0.113.0/24   data_centre
203.0.113.128/25,residential   # one half is let to people
2001:db8::/32 data_centre
198.51.100.7/32 vpn
"""


@pytest.mark.parametrize(("address", "found"), [
    ("203.0.113.127", "data_centre"), ("203.0.113.128", "residential"),
    ("203.0.114.0", ""), ("198.51.100.7", "vpn"), ("198.51.100.8", ""),
    ("2001:db8::1", "data_centre"), ("2001:db9::1", ""), ("::ffff:203.0.113.1", "data_centre"),
    (" 203.0.113.1 ", "data_centre"), ("", ""), ("nonsense", ""), ("f" * 32, ""),
])  # fmt: skip
def test_an_address_has_the_class_of_its_narrowest_network(address: str, found: str) -> None:
    assert networks_read(FILE.splitlines(), "networks.txt").class_of(address) == found


@pytest.mark.parametrize(("line", "said"), [
    ("203.0.113.0/24", "write a network and one of"),
    ("203.0.113.0/24 evil", "data_centre"),
    ("203.0.113.1/24 vpn", "host bits set"),
    ("example.com vpn", "correct the network"),
])  # fmt: skip
def test_a_line_that_says_nothing_is_named(line: str, said: str) -> None:
    with pytest.raises(NetworksUnreadable, match=r"networks.txt:2: .*") as refused:
        networks_read(["# first", line], "networks.txt")
    assert said in str(refused.value)


def test_without_a_file_no_network_is_known(tmp_path: Path) -> None:
    assert networks_at(tmp_path / "none.txt").class_of("203.0.113.1") == ""


def test_a_changed_file_counts_at_once_and_a_broken_one_leaves_the_last(tmp_path: Path) -> None:
    path = tmp_path / "networks.txt"
    path.write_text("203.0.113.0/24 data_centre")
    watched = Watched(path)
    assert watched.class_of("203.0.113.1") == "data_centre"
    path.write_text("203.0.113.0/24 mobile")
    os.utime(path, (1, 1))
    assert watched.class_of("203.0.113.1") == "mobile"
    path.write_text("rubbish")
    assert watched.class_of("203.0.113.1") == "mobile"
    with pytest.raises(NetworksUnreadable):
        Watched(path)
