"""Serve a product's surfaces while a test looks at them: the services of `openbook up`."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.end_to_end.product import REPO, Product

_VARIABLES = (
    "OPENBOOK_PORTAL_PORT",
    "OPENBOOK_DAGSTER_PORT",
    "OPENBOOK_DASHBOARDS_PORT",
    "OPENBOOK_COLLECTOR_PORT",
)
START_SECONDS = 240


@dataclass(frozen=True)
class Addresses:
    """Where the surfaces answer."""

    portal: str
    dagster: str
    dashboards: str
    collector: str


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now, all different."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@contextmanager
def served(product: Product, names: Sequence[str]) -> Iterator[Addresses]:
    """Run services (`portal`, `dashboards` …) on free ports; all are gone afterwards."""
    ports = free_ports(len(_VARIABLES))
    environment = product.environment(dict(zip(_VARIABLES, map(str, ports), strict=True)))
    host = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.serve", *names],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=REPO,
    )
    assert host.stdin
    assert host.stdout
    try:
        said = host.stdout.readline()
        assert said, f"{names} did not start; see {product.data_dir / 'logs'}"
        yield Addresses(**json.loads(said))
    finally:
        host.stdin.close()
        assert host.wait(timeout=60) == 0


def main() -> None:
    """In the process of its own: start, say where, stop when standard input ends."""
    from pipelines.lib import portal_gateway, services
    from pipelines.lib.supervisor import Supervisor
    from pipelines.settings import settings

    portal_gateway.prepare_portal()
    services.write_streamlit_secrets()
    here = settings()
    with Supervisor() as watch:
        for name in sys.argv[1:]:
            watch.start(getattr(services, name)())
        watch.wait_healthy(START_SECONDS, on_ready=lambda name: None)
        where = Addresses(
            here.portal_url, here.dagster_url, here.dashboards_url, here.collector_url
        )
        print(json.dumps(vars(where)), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
