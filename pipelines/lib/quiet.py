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
# The tracker of a process that became another one at `up` would report what it could not clean.
WARNINGS = "ignore::UserWarning:multiprocessing.resource_tracker"
TALKATIVE = ("great_expectations", "sqlglot")  # they tell developers what they register


def be_quiet() -> None:
    """Set the switches for this process and for the ones it starts; call it before imports."""
    os.environ.update(SWITCHES)
    os.environ.setdefault("PYTHONWARNINGS", WARNINGS)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    # This one sets its own level when it is imported, to tell of each temporary folder.
    logging.getLogger("great_expectations.data_context.types.base").disabled = True
