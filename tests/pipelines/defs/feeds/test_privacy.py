"""No personal data leaves the sealed store. FEEDS, Promises 1."""

from __future__ import annotations

from pipelines.defs.feeds import pseudonym
from pipelines.defs.feeds.keys import set_program_key

ACCOUNTS = "account_id,client_id,account_type,email\n5012345,anna-77,Live,anna@example.test\n"


def test_people_are_pseudonyms_and_declared_columns_are_dropped(
    drop, take, rows, configure, data_dir
):
    configure("accounts: {personal: [email]}\n")
    drop("accounts", "a.csv", ACCOUNTS)
    take()
    ((account, tail, client, is_demo),) = rows(
        "select account_id, account_tail, client_id, is_demo from raw.accounts"
    )
    assert account == pseudonym("harbour", "5012345")
    assert client == pseudonym("harbour", "anna-77")
    assert (tail, is_demo) == ("345", False)
    outside = [p for p in data_dir.rglob("*") if p.is_file() and "sealed" not in p.parts]
    for secret in (b"anna-77", b"5012345", b"anna@example.test"):
        assert not [path for path in outside if secret in path.read_bytes()]


def test_an_undeclared_column_stops_the_file_instead_of_slipping_in(drop, take):
    drop("accounts", "a.csv", ACCOUNTS)
    (file,) = take().files
    assert file.state == "quarantined"
    assert "unknown: email" in file.message


def test_an_address_is_hashed_under_the_programs_key(drop, take, rows):
    drop(
        "clicks",
        "a.csv",
        "click_id,occurred_at,link_code,ip\nk1,2026-10-05T08:00:00Z,L1,192.0.2.7\n",
    )
    take()
    assert rows("select ip_hash from raw.clicks") == [(pseudonym("harbour", "192.0.2.7", "ip"),)]


def test_programs_do_not_share_pseudonyms_and_a_key_makes_them_again(data_dir):
    set_program_key("one", b"1" * 32)
    set_program_key("two", b"2" * 32)
    assert pseudonym("one", "anna-77") != pseudonym("two", "anna-77")
    assert pseudonym("one", "anna-77") == pseudonym("one", "anna-77")
    assert (data_dir / "keys" / "one.pseudonym").stat().st_mode & 0o777 == 0o600


def test_the_kind_of_network_is_looked_up_while_the_address_is_there(
    drop, take, rows, settings, data_dir
):
    settings.NETWORKS_FILE = data_dir / "networks.txt"
    settings.NETWORKS_FILE.write_text("192.0.2.0/24 data_centre\n")
    drop(
        "clicks",
        "a.csv",
        "click_id,occurred_at,link_code,ip,network_class\n"
        "k1,2026-10-05T08:00:00Z,L1,192.0.2.7,\n"
        "k2,2026-10-05T08:00:00Z,L1,192.0.2.7,residential\n"
        "k3,2026-10-05T08:00:00Z,L1,198.51.100.1,\n"
        "k4,2026-10-05T08:00:00Z,L1,,\n",
    )
    take()
    assert rows("select click_id, network_class from raw.clicks order by 1") == [
        ("k1", "data_centre"), ("k2", "residential"), ("k3", None), ("k4", None),
    ]  # fmt: skip
