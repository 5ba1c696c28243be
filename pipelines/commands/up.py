"""`openbook up`: prepare, start all surfaces on loopback, stop on Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import Annotated

import typer

from pipelines.lib import services
from pipelines.lib.errors import OpenbookError
from pipelines.lib.progress import Progress
from pipelines.lib.quiet import be_quiet
from pipelines.lib.supervisor import Supervisor, running_supervisor, stop_running
from pipelines.settings import settings

app = typer.Typer()
NEEDED_BYTES = 3_000_000_000
START_SECONDS = 180


@app.command()
def up(
    detach: Annotated[bool, typer.Option(help="Return once all answer; stop by `down`.")] = False,
    prepared: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Prepare the data folder, start everything on loopback, and stay until Ctrl-C.

    Exit code 0 after a stop that was asked for, 1 when something did not start.
    """
    be_quiet()
    if prepared:
        _serve()
        return
    preflight()
    with Progress() as show:
        prepare(show)
    sys.stdout.flush()
    again = [sys.executable, "-m", "pipelines.cli", "up", "--prepared"]
    if not detach:  # a fresh process: what dbt and DuckDB took in memory is not kept for days
        os.execv(sys.executable, again)  # noqa: S606
    _detach(again)
    print_addresses()


def preflight() -> None:
    """Raise `OpenbookError` with the one command that helps when we could not start."""
    here = settings()
    state = running_supervisor()
    if state is not None and state["lives"]:
        raise OpenbookError(f"Openbook runs already (process {state['pid']}); stop it: make down")
    if state is not None:  # left behind by one that was killed
        stop_running(state)
    here.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(here.data_dir).free
    if free < NEEDED_BYTES:
        raise OpenbookError(
            f"{free / 1e9:.1f} GB are free under {here.data_dir}, 3 GB are needed; "
            "choose another place: DATA_DIR=/path make up"
        )
    for name, port in (
        ("PORTAL", here.portal_port),
        ("DAGSTER", here.dagster_port),
        ("DASHBOARDS", here.dashboards_port),
        ("COLLECTOR", here.collector_port),
    ):
        if not services.port_is_free(port):
            raise OpenbookError(
                f"port {port} is taken by another program; "
                f"choose another: OPENBOOK_{name}_PORT={port + 1000} make up"
            )


def prepare(show: Progress) -> None:
    """Database, identity clients, demo programs if there are none, one refresh."""
    from pipelines.lib import portal_gateway
    from pipelines.lib.refresh import refresh
    from pipelines.lib.refresh_result import step

    with step(show, "portal database"):
        portal_gateway.prepare_portal()
    if not portal_gateway.has_programs():
        from pipelines.demo.build import build

        build(on_step=show)
    show.outcome(refresh(on_step=show))


def _serve() -> None:
    services.write_dagster_home()
    services.make_dagster_storage()
    services.write_streamlit_secrets()
    (settings().run / "ready").unlink(missing_ok=True)
    with Supervisor() as watch, Progress() as show:
        for service in (
            services.code_location(),
            services.portal(),
            services.collector(),
            services.hooks(),
            services.dashboards(),
            services.answers(),
            services.dagster_ui(),
            services.daemon(),
        ):
            watch.start(service)
        _on_signals_exit()
        started = time.monotonic()
        watch.wait_healthy(START_SECONDS, lambda name: show.say(f"{name} answers"))
        show.say(f"started in {time.monotonic() - started:.0f} s")
        print_addresses()
        (settings().run / "ready").write_text(str(os.getpid()))
        until_stopped(watch)


def _on_signals_exit() -> None:
    def leave(number: int, _: object) -> None:
        for again in (signal.SIGINT, signal.SIGTERM):
            signal.signal(again, signal.SIG_IGN)
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def until_stopped(watch: Supervisor) -> None:
    """Stay until a signal asks to stop; raise `StartFailed` when a service ends by itself."""
    _on_signals_exit()
    while True:
        watch.raise_if_ended()
        time.sleep(1)


def _detach(argv: list[str]) -> None:
    ready = settings().run / "ready"
    ready.unlink(missing_ok=True)
    settings().logs.mkdir(parents=True, exist_ok=True)
    path = settings().logs / "up.log"
    with path.open("wb") as log:
        child = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    until = time.monotonic() + START_SECONDS + 20
    while not ready.exists():
        if child.poll() is not None or time.monotonic() > until:
            said = path.read_text().strip().splitlines()[-1:] or ["it said nothing"]
            child.terminate()
            raise OpenbookError(f"it did not start: {said[0]} (whole log: {path})")
        time.sleep(0.2)


def print_addresses() -> None:
    """Where to look first."""
    from pipelines.lib.welcome import welcome

    typer.echo(welcome())
