"""Components that read others: they exist, are of the right type, and never in a circle."""

from __future__ import annotations

from commission_rules.schema.component import Path, Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Version


def _reads(version: Version) -> list[tuple[int, Path, str, str]]:
    return [
        (index, path, target, kind)
        for index, component in enumerate(version.components)
        for path, target, kind in component.reads()
    ]


def references_exist(version: Version, lookups: Lookups) -> list[Problem]:
    """Ids are unique, and what a component reads is in the same version."""
    found = []
    types: dict[str, str] = {}
    for index, component in enumerate(version.components):
        if component.id in types:
            found.append(
                Problem(
                    ("components", index, "id"),
                    f"two components are called {component.id}",
                    "give one of them another id",
                )
            )
        types[component.id] = component.type
    for index, path, target, kind in _reads(version):
        if types.get(target) != kind:
            what = f"reads {target}, which is not a {kind} of this version"
            names = [name for name, of in types.items() if of == kind]
            todo = f"name one of {', '.join(names)}" if names else f"add a {kind}, or remove this"
            found.append(Problem(("components", index, *path), what, todo))
    return found


def no_cycles(version: Version, lookups: Lookups) -> list[Problem]:
    """No component reads itself, directly or through others."""
    edges: dict[str, set[str]] = {}
    for index, _, target, _ in _reads(version):
        edges.setdefault(version.components[index].id, set()).add(target)
    return [
        Problem(
            ("components", index),
            f"{component.id} reads itself through others",
            "remove one of the references",
        )
        for index, component in enumerate(version.components)
        if component.id in _reachable(edges, component.id)
    ]


def _reachable(edges: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += edges.get(name, ())
    return seen
