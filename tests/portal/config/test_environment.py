"""Wrong settings stop the start and say what to write."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.config import environment


@pytest.mark.parametrize(
    ("value", "is_on"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_a_switch_is_on_or_off(monkeypatch, value, is_on):
    monkeypatch.setenv("OPENBOOK_DEBUG", value)
    assert environment.flag("OPENBOOK_DEBUG") is is_on


def test_any_other_word_is_an_error(monkeypatch):
    monkeypatch.setenv("OPENBOOK_DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="write 1 or 0"):
        environment.flag("OPENBOOK_DEBUG")


@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", ""])
def test_a_port_is_a_port(monkeypatch, value):
    monkeypatch.setenv("OPENBOOK_PORTAL_PORT", value)
    with pytest.raises(ImproperlyConfigured, match="between 1 and 65535"):
        environment.port("OPENBOOK_PORTAL_PORT", 8000)


def test_the_network_is_served_over_tls_only():
    with pytest.raises(ImproperlyConfigured, match="OPENBOOK_HTTPS=1"):
        environment.refuse_open_house(debug=False, https=False, hosts=["portal.example"])
    environment.refuse_open_house(debug=False, https=True, hosts=["portal.example"])
    environment.refuse_open_house(debug=True, https=False, hosts=["localhost", "127.0.0.1"])


def test_debug_pages_never_leave_the_machine():
    with pytest.raises(ImproperlyConfigured, match="OPENBOOK_DEBUG"):
        environment.refuse_open_house(debug=True, https=True, hosts=["portal.example"])


def test_only_apps_that_exist_are_listed():
    assert environment.present(("portal.accounts", "portal.nowhere")) == ["portal.accounts"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"OPENBOOK_HOSTS": "portal.example"}, "OPENBOOK_HTTPS=1"),
        ({"OPENBOOK_DASHBOARDS_PORT": "many"}, "OPENBOOK_DASHBOARDS_PORT"),
    ],
)
def test_the_settings_themselves_refuse(tmp_path, changed, said):
    answer = subprocess.run(
        [sys.executable, "-c", "import portal.config.settings"],
        env={**os.environ, "DATA_DIR": str(tmp_path), **changed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert said in answer.stderr


def test_the_database_is_as_durable_as_the_design_asks(tmp_path):
    program = (
        "import django; django.setup()\n"
        "from django.db import connection as c\n"
        "cur = c.cursor()\n"
        "for p in ('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'):\n"
        "    cur.execute(f'pragma {p}'); print(p, cur.fetchone()[0])\n"
        "print(c.settings_dict['OPTIONS']['transaction_mode'])\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={
            **os.environ,
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "portal.config.settings",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split("\n")[:5] == [
        "journal_mode wal",
        "synchronous 2",
        "foreign_keys 1",
        "busy_timeout 5000",
        "IMMEDIATE",
    ]
