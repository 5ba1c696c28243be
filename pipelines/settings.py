"""The one place for settings of the pipelines: environment variables with embedded defaults."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Settings:
    """Where things are and on which ports they listen.

    Folders are those of docs/reference/tables.md, section 1.
    """

    data_dir: Path
    host: str
    portal_port: int
    dagster_port: int
    dashboards_port: int
    collector_port: int

    @property
    def landing(self) -> Path:
        return self.data_dir / "landing"

    @property
    def canonical(self) -> Path:
        return self.data_dir / "canonical"

    @property
    def sealed(self) -> Path:
        return self.data_dir / "sealed"

    @property
    def ledger(self) -> Path:
        return self.data_dir / "ledger"

    @property
    def portal_feed(self) -> Path:
        return self.data_dir / "portal_feed"

    @property
    def warehouse(self) -> Path:
        return self.data_dir / "warehouse" / "openbook.duckdb"

    @property
    def releases(self) -> Path:
        return self.data_dir / "releases"

    @property
    def payments(self) -> Path:
        return self.data_dir / "payments"

    @property
    def keys(self) -> Path:
        return self.data_dir / "keys"

    @property
    def logs(self) -> Path:
        return self.data_dir / "logs"

    @property
    def run(self) -> Path:
        return self.data_dir / "run"

    @property
    def plans(self) -> Path:
        return Path(os.environ.get("OPENBOOK_PLANS", REPO / "commission_rules" / "plans"))

    @property
    def portal_url(self) -> str:
        return f"http://localhost:{self.portal_port}"

    @property
    def dagster_url(self) -> str:
        return f"http://127.0.0.1:{self.dagster_port}"

    @property
    def collector_url(self) -> str:
        return f"http://127.0.0.1:{self.collector_port}"

    @property
    def dashboards_url(self) -> str:
        return f"http://127.0.0.1:{self.dashboards_port}"


def settings() -> Settings:
    """Read the settings now, so that a test may set the environment before it asks."""
    env = os.environ
    return Settings(
        data_dir=Path(env.get("DATA_DIR", REPO / ".data")).resolve(),
        host=env.get("OPENBOOK_HOST", "127.0.0.1"),
        portal_port=int(env.get("OPENBOOK_PORTAL_PORT", "8000")),
        dagster_port=int(env.get("OPENBOOK_DAGSTER_PORT", "3000")),
        dashboards_port=int(env.get("OPENBOOK_DASHBOARDS_PORT", "8501")),
        collector_port=int(env.get("OPENBOOK_COLLECTOR_PORT", "8010")),
    )
