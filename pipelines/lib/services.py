"""The processes of `openbook up`: portal, collector, Dagster (code, daemon, UI), dashboards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from pipelines.lib.quiet import SWITCHES
from pipelines.lib.supervisor import Service
from pipelines.settings import REPO, settings

PIPELINES_NICE = 10  # a build at full priority takes the portal's p95 from 87 to 833 ms
SENSOR_SECONDS = "600"  # a tick of `micro_batch` may build for that long
TEMPLATES = REPO / "pipelines" / "dagster"
SOCKET_LIMIT = 100  # bytes of a socket's path that every Linux takes


def _python(*words: str) -> tuple[str, ...]:
    return (sys.executable, *words)


def _script(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def code_socket() -> Path:
    """Where the code location listens: a socket that only our own user can open."""
    path = settings().run / "code.sock"
    if len(str(path)) > SOCKET_LIMIT:
        path = Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp")) / f"openbook-{os.getuid()}.sock"  # noqa: S108
    return path


def write_dagster_home() -> Path:
    """`DATA_DIR/dagster` with `dagster.yaml` and `workspace.yaml`; returns the folder."""
    home = settings().data_dir / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    settings().run.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings().run.chmod(0o700)
    for name in ("dagster.yaml", "workspace.yaml"):
        text = (TEMPLATES / name).read_text()
        text = text.replace("{home}", str(home)).replace("{socket}", str(code_socket()))
        (home / name).write_text(text)
    return home


def make_dagster_storage() -> None:
    """Make Dagster's databases once, before UI and daemon would both make them.

    Two makers at the same moment leave a database with two migration heads, which nothing opens
    again. What a start that was cut off has left is made anew. Raises `CalledProcessError`.
    """
    storage = settings().data_dir / "dagster" / "storage"
    made = storage / "made"
    if made.exists():
        return
    make = _python("-c", "import dagster; dagster.DagsterInstance.get().dispose()")
    told = {**os.environ, **common_environment()}
    if subprocess.run(make, env=told, capture_output=True, check=False).returncode:
        shutil.rmtree(storage, ignore_errors=True)
        subprocess.run(make, env=told, check=True)
    made.touch()


def write_streamlit_secrets() -> Path:
    """The dashboards' sign-in settings (mode 600); Streamlit reads nothing but a file."""
    keys = settings().keys
    cookie = keys / "dashboards-cookie"
    if not cookie.exists():
        _private(cookie, os.urandom(32).hex())
    client_secret = (keys / "oidc-client-dashboards").read_text().strip()
    path = keys / "streamlit-secrets.toml"
    _private(
        path,
        "[auth]\n"
        f'redirect_uri = "{settings().dashboards_url}/oauth2callback"\n'
        f'cookie_secret = "{cookie.read_text().strip()}"\n'
        'client_id = "dashboards"\n'
        f'client_secret = "{client_secret}"\n'
        f'server_metadata_url = "{settings().portal_url}/.well-known/openid-configuration"\n'
        'expose_tokens = ["access"]\n'
        'client_kwargs = { scope = "openid email profile" }\n',
    )
    return path


def _private(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    beside.replace(path)


def common_environment() -> dict[str, str]:
    """What every service is told."""
    here = settings()
    return {
        **SWITCHES,
        "DATA_DIR": str(here.data_dir),
        "DAGSTER_HOME": str(here.data_dir / "dagster"),
        "DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": SENSOR_SECONDS,
        "OPENBOOK_PORTAL_URL": here.portal_url,
        "OPENBOOK_PORTAL_PORT": str(here.portal_port),
        "OPENBOOK_DAGSTER_PORT": str(here.dagster_port),
        "OPENBOOK_DASHBOARDS_PORT": str(here.dashboards_port),
        "OPENBOOK_COLLECTOR_PORT": str(here.collector_port),
        "PYTHONUNBUFFERED": "1",
    }


def portal() -> Service:
    """The portal under granian, with the options of docs/explanation that were measured."""
    here = settings()
    return Service(
        "portal",
        (
            _script("granian"), "--interface", "wsgi", "--host", here.host,
            "--port", str(here.portal_port), "--workers", "2", "--blocking-threads", "2",
            "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "5",
            "portal.config.wsgi:application",
        ),
        f"{here.portal_url}/healthz",
        common_environment(),
        REPO,
    )  # fmt: skip


def collector() -> Service:
    """Tracking links and postbacks; one worker, because one process writes the journal."""
    here = settings()
    return Service(
        "collector",
        (
            _script("granian"), "--interface", "asgi", "--host", here.host,
            "--port", str(here.collector_port), "--workers", "1", "--no-ws",
            "--respawn-failed-workers", "--workers-kill-timeout", "5",
            "portal.collector.asgi:application",
        ),
        f"{here.collector_url}/healthz",
        common_environment(),
        REPO,
    )  # fmt: skip


def hooks() -> Service:
    """Webhooks and postbacks out."""
    return Service(
        "hooks", _python("-m", "portal.hooks.worker"), env=common_environment(), cwd=REPO
    )


def code_location() -> Service:
    """The warm process in which the sensor refreshes."""
    path = code_socket()
    path.unlink(missing_ok=True)
    return Service(
        "code",
        _python(
            "-m", "dagster", "api", "grpc", "--socket", str(path), "--module-name",
            "pipelines.definitions", "--working-directory", str(REPO), "--location-name",
            "openbook", "--use-python-environment-entry-point", "--log-format", "json",
        ),
        env=common_environment(),
        cwd=REPO,
        nice=PIPELINES_NICE,
    )  # fmt: skip


def daemon() -> Service:
    """Sensors, schedules and the run queue."""
    workspace = str(settings().data_dir / "dagster" / "workspace.yaml")
    return Service(
        "daemon",
        _python("-m", "dagster._daemon", "run", "--workspace", workspace, "--log-format", "json"),
        env=common_environment(),
        cwd=REPO,
        nice=PIPELINES_NICE,
    )


def dagster_ui() -> Service:
    """Dagster's webserver behind our gate."""
    here = settings()
    return Service(
        "dagster",
        _python("-m", "pipelines.web.serve"),
        f"{here.dagster_url}/_openbook/healthz",
        common_environment(),
        REPO,
    )


def answers() -> Service:
    """Answers what partners ask of the engine (what-if) and of the warehouse (claims)."""
    return Service(
        "answers",
        _python("-m", "pipelines.cli", "answer", "--watch"),
        env=common_environment(),
        cwd=REPO,
        nice=PIPELINES_NICE,
    )


def dashboards() -> Service:
    """Streamlit."""
    here = settings()
    return Service(
        "dashboards",
        _python(
            "-m", "streamlit", "run", "dashboards/streamlit_app.py",
            "--server.address", here.host, "--server.port", str(here.dashboards_port),
            "--server.headless", "true", "--browser.gatherUsageStats", "false",
            "--server.fileWatcherType", "none", "--server.enableXsrfProtection", "true",
            "--client.toolbarMode", "viewer", "--client.showErrorDetails", "none",
            "--secrets.files", str(here.keys / "streamlit-secrets.toml"),
        ),
        f"{here.dashboards_url}/_stcore/health",
        common_environment(),
        REPO,
    )  # fmt: skip


def port_is_free(port: int) -> bool:
    """Whether one could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
