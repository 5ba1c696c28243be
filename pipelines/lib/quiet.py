"""Nothing phones home: the switches of every tool we start, in one place."""

from __future__ import annotations

import logging
import os

SWITCHES = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DAGSTER_DISABLE_TELEMETRY": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "SQLMESH__DISABLE_ANONYMIZED_ANALYTICS": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "STREAMLIT_SERVER_HEADLESS": "true",
}
TALKATIVE = ("great_expectations", "sqlglot")  # they tell developers what they register


def be_quiet() -> None:
    """Set the switches for this process and for the ones it starts; call it before imports."""
    os.environ.update(SWITCHES)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
