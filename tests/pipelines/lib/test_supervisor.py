"""Processes come up, are watched, and none is left when their supervisor ends."""

from __future__ import annotations

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipelines.lib import supervisor
from pipelines.lib.supervisor import Service, StartFailed, Supervisor

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
# Starts a child in a session of its own, and both ignore SIGTERM.
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "subprocess.Popen([sys.executable, '-c', 'import signal, time;"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)'], start_new_session=True)\n"
    "print('ready', flush=True)\n"
    "time.sleep(60)",
)


@pytest.fixture(autouse=True)
def data_dir(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(supervisor, "PATIENCE", 1.0)
    return tmp_path


def wait_for(path: Path, text: str) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if path.exists() and text in path.read_text():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} never said {text}")


def test_leaving_stops_what_was_started():
    with Supervisor() as watch:
        watch.start(Service("sleeper", SLEEP))
        assert supervisor.marked_groups(watch.mark)
    assert not supervisor.marked_groups(watch.mark)
    assert not supervisor.state_file().exists()


def test_a_process_that_ignores_sigterm_and_its_detached_child_are_killed(data_dir, monkeypatch):
    monkeypatch.setattr(supervisor.end_groups, "__defaults__", (1.0,))
    with Supervisor() as watch:
        watch.start(Service("stubborn", STUBBORN))
        wait_for(data_dir / "logs" / "stubborn.log", "ready")
        assert len(supervisor.marked_groups(watch.mark)) == 2
    assert not supervisor.marked_groups(watch.mark)


def test_a_service_that_ends_is_named_with_its_log():
    with Supervisor() as watch:
        watch.start(
            Service("short", (sys.executable, "-c", "raise SystemExit(7)"), "http://127.0.0.1:9/")
        )
        with pytest.raises(StartFailed, match=r"short ended with code 7; see .*short\.log"):
            watch.wait_healthy(10)


def test_a_service_is_ready_when_its_address_answers():
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/nowhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ready: list[str] = []
    with Supervisor() as watch:
        watch.start(Service("web", SLEEP, f"http://127.0.0.1:{server.server_port}/"))
        watch.wait_healthy(10, ready.append)
    server.shutdown()
    assert ready == ["web"]


def test_services_run_at_the_priority_that_was_asked():
    with Supervisor() as watch:
        watch.start(Service("nice", SLEEP, nice=10))
        time.sleep(0.3)
        assert os.getpriority(os.PRIO_PROCESS, watch.running["nice"][1].pid) >= 10


def test_the_file_of_a_supervisor_that_died_is_harmless(data_dir):
    supervisor.state_file().parent.mkdir(parents=True)
    supervisor.state_file().write_text(json.dumps({"pid": 1, "mark": "long-gone"}))
    assert supervisor.running_supervisor() is None
    assert not supervisor.state_file().exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_the_supervisor_is_ended_from_outside(data_dir, number):
    code = (
        "import signal, sys\n"
        # a job in the background of a shell is born deaf to it
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pipelines.lib.supervisor import *\n"
        "from pipelines.commands.up import until_stopped\n"
        "with Supervisor() as watch:\n"
        f"    watch.start(Service('sleeper', {SLEEP!r}))\n"
        "    print(watch.mark, flush=True)\n"
        "    until_stopped(watch)\n"
    )
    outside = subprocess.Popen(
        [sys.executable, "-c", code, "up"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert outside.stdout is not None
    mark = outside.stdout.readline().strip()
    assert supervisor.marked_groups(mark)
    outside.send_signal(number)
    outside.wait(timeout=20)
    until = time.monotonic() + 10
    while supervisor.marked_groups(mark) and time.monotonic() < until:
        time.sleep(0.05)
    assert not supervisor.marked_groups(mark)
