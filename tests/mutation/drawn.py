"""The random programs of CI, kept built: the oracle notices what a mutant changes of lines."""

from __future__ import annotations

from tests.mutation.engine import changed
from tests.mutation.mutants import Mutant
from tests.mutation.standing import Standing
from tests.properties import programs
from tests.properties.batches import AS_OF, check, drawn
from tests.properties.comparing import Found, lines_of
from tests.properties.test_lines import COUNTS
from tests.properties.warehouse import Warehouse


class Drawn:
    """One warehouse for each kind of program; raises AssertionError when an oracle disagrees."""

    def __init__(self) -> None:
        self.kinds: dict[str, tuple[Warehouse, Standing, dict[str, Found]]] = {}
        for kind, count in COUNTS.items():
            drafts, warehouse = drawn(getattr(programs, kind), count, 1), Warehouse()
            failing = check(warehouse, drafts)
            assert not failing, f"{kind}: the engine as it is differs: {sorted(failing)}"
            standing = Standing(warehouse, AS_OF)
            self.kinds[kind] = warehouse, standing, lines_of(warehouse, drafts)

    def killer(self, mutant: Mutant) -> str:
        """The program of which the mutant changes a line; "" when there is none."""
        for kind, (warehouse, standing, before) in self.kinds.items():
            with standing.with_nodes(changed(standing.nodes, mutant)):
                now = lines_of(warehouse, before)
            for name, found in now.items():
                if found != before[name]:
                    return f"property: {kind} {name.removeprefix('s')}"
        return ""
