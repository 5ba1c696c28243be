"""Start processes, watch them, stop every one: each in a process group of its own.

One supervisor at a time: `DATA_DIR/run/openbook.json` says who it is and which groups it has. The
file of a supervisor that died is harmless: a process counts only if it also carries our mark.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import secrets
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings

MARK = "OPENBOOK_SUPERVISOR"  # in the environment of every process that we start
PATIENCE = 12.0  # seconds from SIGTERM to SIGKILL
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Service:
    """One process to run. `health` is an address that answers below 500 once it is ready."""

    name: str
    argv: Sequence[str]
    health: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    nice: int = 0


class StartFailed(OpenbookError):
    """A service ended, or did not answer in time; says where its log is."""


def state_file() -> Path:
    """Where a running supervisor says who it is."""
    return settings().run / "openbook.json"


class Supervisor:
    """Owns a set of processes. Use as a context manager: leaving it stops them all."""

    def __init__(self) -> None:
        self.mark = secrets.token_hex(8)
        self.running: dict[str, tuple[Service, subprocess.Popen[bytes]]] = {}

    def __enter__(self) -> Supervisor:
        self._write_state()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, service: Service) -> None:
        """Start one process; what it prints goes to `DATA_DIR/logs/<name>.log`."""
        folder = settings().logs
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{service.name}.log").open("ab") as log:
            process = subprocess.Popen(
                list(service.argv),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=service.cwd,
                env={**os.environ, **service.env, MARK: self.mark},
                start_new_session=True,
                preexec_fn=_before_exec(service.nice),  # noqa: PLW1509 - no threads at this point
            )
        self.running[service.name] = (service, process)
        self._write_state()

    def wait_healthy(self, seconds: float = 120, on_ready: Callable[[str], None] = print) -> None:
        """Wait until every service answers. Raises `StartFailed` for the first that does not."""
        waiting = [name for name, (service, _) in self.running.items() if service.health]
        until = time.monotonic() + seconds
        while waiting:
            self.raise_if_ended()
            for name in list(waiting):
                if answers(self.running[name][0].health):
                    waiting.remove(name)
                    on_ready(name)
            if waiting and time.monotonic() > until:
                raise StartFailed(
                    f"{waiting[0]} did not answer within {seconds:.0f} s; "
                    f"see {settings().logs / waiting[0]}.log"
                )
            time.sleep(0.2)

    def ended(self) -> list[str]:
        """Names of the services that are not running any more."""
        return [name for name, (_, process) in self.running.items() if process.poll() is not None]

    def raise_if_ended(self) -> None:
        """Raise `StartFailed` when a service has ended."""
        for name in self.ended():
            code = self.running[name][1].returncode
            raise StartFailed(f"{name} ended with code {code}; see {settings().logs / name}.log")

    def stop(self) -> None:
        """Ask every group to end, then make it; also what they started in other groups."""
        groups = {process.pid for _, process in self.running.values()}
        end_groups(groups | marked_groups(self.mark))
        for _, process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=1)
        left = marked_groups(self.mark)
        if left:
            end_groups(left, patience=0)
        self.running.clear()
        state_file().unlink(missing_ok=True)
        (settings().run / "ready").unlink(missing_ok=True)

    def _write_state(self) -> None:
        path = state_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_text(json.dumps({"pid": os.getpid(), "mark": self.mark}))
        beside.replace(path)


def _before_exec(nice: int) -> Callable[[], None]:
    """In the child, before it becomes the service: lower its priority, let it die with us."""
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        if hasattr(libc, "prctl"):
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if nice:
            os.nice(nice)

    return prepare


def answers(address: str) -> bool:
    """Whether a GET of `address` is answered, below 500, without following it elsewhere."""
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(address, timeout=2) as reply:
            return bool(reply.status < 500)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def marked_groups(mark: str) -> set[int]:
    """Process groups of living processes whose environment carries our mark."""
    needle = f"{MARK}={mark}".encode()
    found = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        pid = int(path.parent.name)
        with contextlib.suppress(OSError):
            if pid != os.getpid() and needle in path.read_bytes().split(b"\0"):
                found.add(os.getpgid(pid))
    return found - {os.getpgrp()}


def end_groups(groups: set[int], patience: float = PATIENCE) -> None:
    """SIGTERM to each group, and SIGKILL to what still lives after `patience` seconds."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, number)
        until = time.monotonic() + patience
        while number == signal.SIGTERM and time.monotonic() < until and any(map(_lives, groups)):
            time.sleep(0.05)
        if not any(map(_lives, groups)):
            return


def _lives(group: int) -> bool:
    """Whether a group has a process that is not a zombie; our own dead children are reaped."""
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_PID, group, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            state, _, pgrp = path.read_text().rsplit(")", 1)[1].split()[:3]
            if int(pgrp) == group and state != "Z":
                return True
    return False


def running_supervisor() -> dict[str, Any] | None:
    """The state of a supervisor that lives or has left processes behind; None otherwise."""
    try:
        state: dict[str, Any] = json.loads(state_file().read_text())
    except (FileNotFoundError, ValueError):
        return None
    lives = _is_supervisor(int(state["pid"]))
    if lives or marked_groups(str(state["mark"])):
        return {**state, "lives": lives}
    state_file().unlink(missing_ok=True)
    return None


def _is_supervisor(pid: int) -> bool:
    """Whether `pid` is an `openbook up`, not another process that got the number since."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"up" in words or b"pipelines.lib.supervisor" in words


def stop_running(state: Mapping[str, Any]) -> None:
    """Stop a supervisor of another process and whatever it has left behind."""
    pid = int(state["pid"])
    if state["lives"] and pid != os.getpid():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + PATIENCE + 5
        while time.monotonic() < until and _is_supervisor(pid):
            time.sleep(0.1)
    left = marked_groups(str(state["mark"]))
    if left:
        end_groups(left)
    state_file().unlink(missing_ok=True)
