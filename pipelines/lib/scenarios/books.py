"""The ledgers of all programs of one run: heads, segments in a folder, closes with the real SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.defs.ledger.close import close_period
from pipelines.defs.ledger.head import HEAD_COLUMNS, LedgerHead
from pipelines.defs.ledger.load import load_entries
from pipelines.lib.causes import FIRST_MODEL, Past, part_differences
from pipelines.lib.scenarios.warehouse import Memory


class Books:
    """Heads as the portal would keep them; `folder` takes the sealed segments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heads: list[LedgerHead] = []
        self._beside: Memory | None = None

    def load(self, con: Any, programs: Collection[str]) -> None:
        """Heads and their segments into `raw`."""
        load_entries(con, self.heads, self.folder)
        names, places = ", ".join(HEAD_COLUMNS), ", ".join("?" for _ in HEAD_COLUMNS)
        for head in self.heads:
            if head.program_id in programs:
                values = [getattr(head, name) for name in HEAD_COLUMNS]
                con.execute(
                    f"insert into raw.portal_ledger_heads ({names}) values ({places})",  # noqa: S608
                    ["" if value is None else value for value in values],
                )

    def part(self, memory: Memory, past: Past, programs: Collection[str], as_of: datetime) -> None:
        """Part the pending differences among their causes, as a close does before it books."""
        if not any(head.program_id in programs for head in self.heads):
            return
        self._beside = self._beside or Memory(memory.nodes)
        found = part_differences(memory.con, past, as_of, programs, self._beside)
        if found.count:
            memory.build_from(FIRST_MODEL, as_of)

    def close(
        self, con: Any, program_id: str, calendar_id: str, period_id: str, now: datetime
    ) -> None:
        """Book a period. Raises what a close raises."""
        close_period(
            con,
            program_id=program_id,
            calendar_id=calendar_id,
            period_id=period_id,
            by="scenario",
            now=now,
            heads=[head for head in self.heads if head.program_id == program_id],
            commit_head=self.heads.append,
            ledger=self.folder,
        )
