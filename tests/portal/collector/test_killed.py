"""A collector that is killed: every click that was answered is sealed, and once."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

REPO = Path(__file__).resolve().parents[3]
ROUNDS, CLICKERS = 3, 4
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from tests.portal.payouts.world import OPERATOR, make_partner, make_program
from portal.links.services import link_create
make_program(); make_partner(partner_id="P-1", account="")
link_create(by=OPERATOR, program_id="larkspur", partner_id="P-1", link_code="spring",
            destination="https://larkspur.example/")
"""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def environment(folder: Path, port: int) -> dict[str, str]:
    return {**os.environ, "DATA_DIR": str(folder), "OPENBOOK_COLLECTOR_PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "portal.config.settings"}  # fmt: skip


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    granian = Path(sys.executable).with_name("granian")
    process = subprocess.Popen(
        [str(granian), "--interface", "asgi", "--port", str(port), "--workers", "1", "--no-ws",
         "portal.collector.asgi:application"],
        cwd=REPO, env=environment(folder, port), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
            return process
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the collector did not start")


def click(port: int, answered: list[str], ending: threading.Event) -> None:
    opener = urllib.request.build_opener(_Stay)
    while not ending.is_set():
        try:
            opener.open(f"http://127.0.0.1:{port}/r/spring", timeout=2)
        except urllib.error.HTTPError as reply:
            query = parse_qs(urlsplit(reply.headers["Location"]).query)
            answered.append(query["click_id"][0])
        except OSError:
            return


@pytest.mark.long
def test_what_was_answered_is_sealed_once_however_it_ends(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    subprocess.run([sys.executable, "-c", PREPARE], cwd=REPO, env=environment(tmp_path, port),
                   check=True)  # fmt: skip
    answered: list[str] = []
    for _ in range(ROUNDS):
        process, ending = start(tmp_path, port), threading.Event()
        threads = [
            threading.Thread(target=click, args=(port, answered, ending)) for _ in range(CLICKERS)
        ]
        for thread in threads:
            thread.start()
        time.sleep(4)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        ending.set()
        for thread in threads:
            thread.join()
    last = start(tmp_path, port)
    os.killpg(last.pid, signal.SIGTERM)
    last.wait(timeout=30)
    paths = sorted((tmp_path / "landing" / "larkspur" / "clicks").glob("collector-*.ndjson"))
    sealed = [json.loads(row)["click_id"] for path in paths for row in path.open()]
    assert len(answered) > 50
    assert set(answered) <= set(sealed), "an answered click was lost"
    assert len(sealed) == len(set(sealed)), "a click was sealed twice"
    assert not list((tmp_path / "collector").glob("*/*/open.ndjson"))
