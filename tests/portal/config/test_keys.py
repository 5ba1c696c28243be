"""Keys are made per machine, once, and kept from others."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from portal.config import keys


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path):
    folder = tmp_path / "keys"
    first = keys.key_text(folder, "secret", keys.make_secret)
    assert keys.key_text(folder, "secret", keys.make_secret) == first
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(first) == 64


def test_those_who_start_together_get_the_same_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: keys.key_text(tmp_path, "secret", keys.make_secret), range(32))
        assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_key_that_others_can_read_stops_the_start(tmp_path):
    keys.key_text(tmp_path, "secret", keys.make_secret)
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        keys.key_text(tmp_path, "secret", keys.make_secret)


def test_each_kind_of_key_is_usable():
    box = Fernet(keys.make_fernet())
    assert box.decrypt(box.encrypt(b"text")) == b"text"
    assert keys.make_rsa().startswith("-----BEGIN PRIVATE KEY-----")
