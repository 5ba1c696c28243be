"""Serve Dagster's own webserver behind the gate: `python -m pipelines.web.serve`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from pipelines.lib.quiet import be_quiet
from pipelines.settings import settings
from pipelines.web.gate import OURS, Gate
from pipelines.web.portal import Portal
from pipelines.web.sessions import Cookies, cookie_key


def gated(app: Any) -> Gate:
    """`app` behind the gate, with this machine's keys and addresses."""
    here = settings()
    portal = Portal(
        url=here.portal_url,
        client_id="dagster",
        client_secret=(here.keys / "oidc-client-dagster").read_text().strip(),
        redirect_uri=f"{here.dagster_url}{OURS}/callback",
    )
    cookies = Cookies(cookie_key(here.keys / "dagster-gate"))
    return Gate(app, portal, cookies, here.dagster_url)


@contextlib.asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[None]:
    with contextlib.suppress(asyncio.CancelledError):
        yield


def main() -> None:
    """Serve until stopped."""
    be_quiet()
    import uvicorn
    from dagster import DagsterInstance
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import WorkspaceFileTarget
    from dagster_webserver.app import create_app_from_workspace_process_context
    from dagster_webserver.version import __version__

    here = settings()
    workspace = str(here.data_dir / "dagster" / "workspace.yaml")
    with (
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(
            instance, WorkspaceFileTarget(paths=[workspace]), version=__version__
        ) as context,
    ):
        app = create_app_from_workspace_process_context(context, lifespan=_lifespan)
        uvicorn.run(
            gated(app),
            host=here.host,
            port=here.dagster_port,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
        )


if __name__ == "__main__":
    main()
