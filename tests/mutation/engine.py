"""The engine with a mutant in it: its compiled SQL, or one of its Python modules."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import CodeType
from typing import Any

from tests.mutation.mutants import Mutant, MutantStale


def changed(nodes: Mapping[str, Any], mutant: Mutant | None) -> dict[str, Any]:
    """Compiled nodes with the change in them: of a macro in all models that use it."""
    if mutant is None or not mutant.is_sql:
        return dict(nodes)
    name = Path(mutant.file).stem
    hit = {
        key: node
        for key, node in nodes.items()
        if node.kind == "model"
        and mutant.old in node.sql
        and (mutant.is_macro or key.rsplit(".", 1)[-1] == name)
    }
    if not hit:
        raise MutantStale(f"{mutant.name}: {mutant.old!r} is not in the compiled SQL of {name}")
    return {
        key: replace(node, sql=mutant.applied(node.sql)) if key in hit else node
        for key, node in nodes.items()
    }


class Changing(importlib.abc.MetaPathFinder):
    """Imports one module with the change in it; install it before the module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        """Find the changed module alone."""
        if fullname != self.mutant.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None:
            return None
        spec.loader = _Changed(self.mutant, fullname, spec.origin)
        return spec


class _Changed(importlib.machinery.SourceFileLoader):
    def __init__(self, mutant: Mutant, fullname: str, path: str) -> None:
        super().__init__(fullname, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType | None:
        """Compile the changed source; never what is cached."""
        source = Path(self.path).read_text(encoding="utf-8")
        return compile(self.mutant.applied(source), self.path, "exec")


def install(mutant: Mutant) -> None:
    """Change a Python module of this process. Raises RuntimeError when it is imported already."""
    if mutant.module in sys.modules:
        raise RuntimeError(f"{mutant.module} is imported already: the change would not be seen")
    sys.meta_path.insert(0, Changing(mutant))
