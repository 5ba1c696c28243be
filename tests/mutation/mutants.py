"""The mutants: each a small replacement in one file of the engine, with the sentence it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent / "mutants"


class MutantStale(LookupError):
    """The text that a mutant replaces is no longer there: write the mutant anew."""


@dataclass(frozen=True)
class Mutant:
    """One wrong change. `first` names the folders of scenarios that are run first."""

    name: str
    file: str
    old: str
    new: str
    first: tuple[str, ...]

    @property
    def is_sql(self) -> bool:
        """Whether the change is one of the warehouse's SQL."""
        return self.file.endswith(".sql")

    @property
    def is_macro(self) -> bool:
        """Whether the text stands in every model that uses a macro."""
        return self.file.startswith("dbt_project/macros/")

    @property
    def module(self) -> str:
        """The Python module that is changed."""
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def applied(self, source: str, where: str = "") -> str:
        """The text with the change in it. Raises `MutantStale` when nothing would change."""
        if self.old not in source or self.old == self.new:
            raise MutantStale(f"{self.name}: {self.old!r} is not in {where or self.file}")
        return source.replace(self.old, self.new)

    def check(self) -> None:
        """Raise `MutantStale` when the file no longer says what the mutant changes."""
        jinja = ("{{", "}}", "{%", "%}")
        if not self.first or any(part in self.old + self.new for part in jinja):
            raise MutantStale(f"{self.name}: name scenarios, and no Jinja: dbt has run by then")
        self.applied((ROOT / self.file).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def mutants() -> tuple[Mutant, ...]:
    """All mutants of all files, in order. Raises ValueError for two of one name."""
    found = [
        Mutant(
            name=row["name"], file=row["file"], old=row["old"], new=row["new"],
            first=tuple(row["first"].split()),
        )
        for path in sorted(FOLDER.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    names = [one.name for one in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"two mutants are called {', '.join(sorted(twice))}")
    return tuple(found)
