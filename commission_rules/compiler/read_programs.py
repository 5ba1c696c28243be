"""Find the files of each program and read what stands beside its plans."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from commission_rules.compiler.errors import RuleError
from commission_rules.compiler.reading import Document, read_document, validate
from commission_rules.schema.lookups import Countries, Lookups, Names, Symbols
from commission_rules.schema.signals import Signals

Model = TypeVar("Model", bound=BaseModel)
PLAN_ID = re.compile(r"[a-z][a-z0-9_]*")


def program_folders(root: Path) -> list[Path]:
    """Return the folders of `root` that hold plans, by name."""
    return sorted(
        folder for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith(".")
    )


def plan_files(folder: Path) -> list[Path]:
    """Return the plan files of a program; names that begin with `_` are not plans."""
    return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("_"))


def stray_files(folder: Path, root: Path) -> list[RuleError]:
    """Return an error for each file that would be passed over in silence, and each unfit name."""
    errors = []
    beside = {"_symbols.yaml", "_countries.yaml", "_names.yaml", "_signals.yaml"}
    for path in sorted(folder.iterdir()):
        place = path.relative_to(root).as_posix()
        is_plan = path.suffix == ".yaml" and PLAN_ID.fullmatch(path.stem)
        if path.name.startswith(".") or path.name in beside or path.suffix == ".md" or is_plan:
            continue
        what, todo = "is neither a plan nor read beside plans", "name it like a_plan.yaml"
        errors.append(RuleError(place, 0, what, f"{todo}, or remove it", folder.name))
    return errors


def rules_hash(root: Path) -> str:
    """Return the sha256 over every file of the rules, by path: equal rules, equal hash."""
    digest = hashlib.sha256()
    for path in sorted(root.glob("*/*.yaml")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def read_lookups(folder: Path, root: Path) -> tuple[Lookups, list[RuleError]]:
    """Read what stands beside the plans of a program; a missing file is empty."""
    symbols, errors = _read(Symbols, folder / "_symbols.yaml", root)
    countries, more = _read(Countries, folder / "_countries.yaml", root)
    names, most = _read(Names, folder / "_names.yaml", root)
    signals, last = _read(Signals, folder / "_signals.yaml", root)
    return Lookups(symbols, countries, names, signals), [*errors, *more, *most, *last]


def _read(model: type[Model], path: Path, root: Path) -> tuple[Model, list[RuleError]]:
    if not path.exists():
        return model(), []
    document = read_document(path, root)
    if isinstance(document, RuleError):
        return model(), [document]
    found, errors = validate(model, document)
    if found is None:
        return model(), errors
    if isinstance(found, Symbols):
        errors = _check_symbols(found, document)
    return found, errors


def _check_symbols(symbols: Symbols, document: Document) -> list[RuleError]:
    """A symbol is in one group; an alias leads to a symbol; a suffix is not blank."""
    errors = []
    seen: dict[str, str] = {}
    for name, group in symbols.groups.items():
        for symbol in group.symbols:
            if symbol in seen:
                errors.append(
                    document.error(
                        ("groups", name),
                        f"{symbol} is in {seen[symbol]} and in {name}",
                        "keep it in one group",
                    )
                )
            seen[symbol] = name
    for alias, symbol in symbols.aliases.items():
        if symbol not in symbols.all() or alias in symbols.all():
            errors.append(
                document.error(
                    ("aliases", alias),
                    f"the alias {alias} does not lead from another name to a known symbol",
                    "name a symbol of a group, and an alias that is not a symbol itself",
                )
            )
    if any(not suffix for suffix in symbols.suffixes):
        errors.append(document.error(("suffixes",), "a suffix is blank", "remove it"))
    return errors
