"""After a build: what the rules of signals found goes to the portal, which holds money for it."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipelines.lib import portal_gateway
from pipelines.lib.warehouse import rows, table_exists

# A program without a rule has no rows; one whose last rule went has signals that vanish.
FOUND = "select * from marts.mart_signals where program_id = ? order by all"


def hand_over(con: duckdb.DuckDBPyConnection, programs: Sequence[str]) -> int:
    """Tell the portal all signals of each program; how many were new.

    The next refresh finds the reviews that they placed and holds the entries in the warehouse;
    a freeze of payouts reads the portal and holds them at once.
    """
    if not table_exists(con, "marts", "mart_signals"):
        return 0
    return sum(
        portal_gateway.signals_record(program, rows(con, FOUND, [program]))[0]
        for program in programs
    )
