"""Look at one program again: `python -m tests.properties share_program 53`."""

from __future__ import annotations

import sys
from random import Random

from tests.properties import programs
from tests.properties.smallest import smallest, told
from tests.properties.warehouse import Warehouse


def main(kind: str, number: str) -> None:
    """Print the smallest program that still differs, and what differs."""
    draft, problems = smallest(Warehouse(), getattr(programs, kind)(Random(int(number))))
    print(told(draft), *problems, sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
