"""Look at programs by hand.

`python -m tests.properties share_program 53` shows one again, made as small as it still differs;
`python -m tests.properties many 10000 7` compares so many of all kinds from a seed on, in chunks.
"""

from __future__ import annotations

import sys
from random import Random

from tests.properties import programs
from tests.properties.batches import check, drawn
from tests.properties.off import OFF
from tests.properties.smallest import smallest, told
from tests.properties.test_lines import COUNTS
from tests.properties.warehouse import Warehouse


def one(kind: str, number: str) -> None:
    """Print the smallest program that still differs, and what differs."""
    draft, problems = smallest(Warehouse(), getattr(programs, kind)(Random(int(number))))
    print(told(draft), *problems, sep="\n")


def many(count: str, seed: str = "1") -> int:
    """Compare `count` programs, in the parts that CI takes; print each that differs by its seed."""
    print(f"{count} programs from seed {seed}; left out: {OFF or 'nothing'}", flush=True)
    warehouse, bad, done, start = Warehouse(), 0, 0, int(seed)
    while done < int(count):
        for kind, part in COUNTS.items():
            drafts = drawn(getattr(programs, kind), part * 5, start)
            failing = check(warehouse, drafts)
            for name, problems in failing.items():
                print(f"{kind} {name.removeprefix('s')}: {problems[0]}", flush=True)
            bad, done = bad + len(failing), done + len(drafts)
        start += 1_000_000
        print(f"{done} compared, {bad} differ", flush=True)
    return bad


def main(*words: str) -> int:
    """Exit code 1 when something differs."""
    if words and words[0] == "many":
        return min(many(*words[1:]), 1)
    one(*words)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
