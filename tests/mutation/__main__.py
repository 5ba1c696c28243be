"""Run the mutants: `python -m tests.mutation [NAME…]`; CONTRIBUTING says when to write one.

Prints for each mutant what noticed it, and how many were noticed in all. Exit code 1: fewer than
95 % were; 2: a mutant no longer applies, or the engine as it is fails.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipelines.lib.errors import OpenbookError
from tests.mutation.engine import install
from tests.mutation.killing import Verdict, prepared, verdict, verdict_alone, write_prints
from tests.mutation.mutants import Mutant, MutantStale, mutants

LEAST_PER_CENT = 95
ALONE = "--alone"  # one mutant of a Python module, in a process of its own


def main(*words: str) -> int:
    """The exit code."""
    try:
        for mutant in mutants():
            mutant.check()
        if words and words[0] == ALONE:
            return _alone(_named(words[1]), Path(words[2]))
        return _all([_named(name) for name in words] or list(mutants()))
    except MutantStale as error:
        print(error, file=sys.stderr)
        return 2


def _all(chosen: list[Mutant]) -> int:
    if any(mutant.is_sql for mutant in chosen) and prepared().failing:
        raise MutantStale(f"the engine as it is fails: {prepared().failing}")
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "prints.json"
        if not all(mutant.is_sql for mutant in chosen):
            write_prints(known)
        for mutant in chosen:
            began = time.monotonic()
            try:
                found = verdict(mutant) if mutant.is_sql else _elsewhere(mutant, known)
            except OpenbookError as error:
                raise MutantStale(f"{mutant.name}: the SQL does not run: {error}") from error
            took = time.monotonic() - began
            told = f"killed by {found.killer}" if found.is_killed else "SURVIVED"
            print(f"{mutant.name}: {told} ({took:.0f} s)", flush=True)
            if not found.is_killed:
                survivors.append(mutant.name)
    killed = len(chosen) - len(survivors)
    print(f"{killed} of {len(chosen)} killed; survived: {', '.join(survivors) or 'none'}")
    return int(killed * 100 < len(chosen) * LEAST_PER_CENT)


def _named(name: str) -> Mutant:
    for mutant in mutants():
        if mutant.name == name:
            return mutant
    raise MutantStale(f"there is no mutant {name!r}")


def _elsewhere(mutant: Mutant, known: Path) -> Verdict:
    """A Python module is changed while it is imported, so each such mutant has a process."""
    command = [sys.executable, "-m", "tests.mutation", ALONE, mutant.name, str(known)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode or not said.stdout.strip():
        raise MutantStale(f"{mutant.name}: {said.stderr[-2000:]}")
    return Verdict(mutant.name, said.stdout.strip().splitlines()[-1].removeprefix("-"))


def _alone(mutant: Mutant, known: Path) -> int:
    install(mutant)
    print(verdict_alone(mutant, known).killer or "-")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
