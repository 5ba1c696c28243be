"""The releases of a program on disk: the pointer, the kept history, what is named for ever.

    current                       → manifests/<digest>.json
    history/<moment>-<digest12>   → ../manifests/<digest>.json   one per publication
    keep/<name>                   → ../manifests/<digest>.json   kept for ever (a close, a batch …)

Kept are all of 24 hours, the last of each hour for 7 days, the last of each day for 13 months.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.defs.publish import lookup
from pipelines.defs.publish.files import fsync
from pipelines.settings import settings

MOMENT = "%Y%m%dT%H%M%S%f"
FINE, HOURLY, DAILY = timedelta(hours=24), timedelta(days=7), timedelta(days=396)


def folder(program_id: str) -> Path:
    """Where a program's releases are."""
    return settings().releases / program_id


def current(program_id: str) -> dict[str, Any] | None:
    """The manifest that readers see now; None before the first release."""
    pointer = folder(program_id) / "current"
    return _manifest(pointer) if pointer.exists() else None


def _manifest(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def read(program_id: str, digest: str) -> dict[str, Any]:
    """The manifest whose digest begins with `digest` ("current" for the present one).

    Raises `LookupError` when none or several begin so.
    """
    if digest == "current":
        found = current(program_id)
        if found is None:
            raise LookupError(f"{program_id} has no release yet; run `openbook refresh`")
        return found
    paths = sorted((folder(program_id) / "manifests").glob(f"{digest}*.json"))
    if len(paths) != 1:
        raise LookupError(
            f"{len(paths)} releases of {program_id} begin with {digest}; "
            f"see `openbook release list {program_id}`"
        )
    return _manifest(paths[0])


def point(link: Path, target: str) -> None:
    """Make or move a symlink in one step: a reader sees the old or the new one, never none."""
    link.parent.mkdir(parents=True, exist_ok=True)
    beside = link.with_name(f".{link.name}.part")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(link)
    fsync(link.parent)


def publications(program_id: str) -> list[tuple[datetime, str]]:
    """(moment, digest) of each kept publication, oldest first."""
    top = folder(program_id) / "history"
    found = []
    for link in sorted(top.iterdir()) if top.exists() else []:
        if not link.name.startswith("."):
            moment = datetime.strptime(link.name.split("-")[0], MOMENT).replace(tzinfo=UTC)
            found.append((moment, Path(os.readlink(link)).stem))
    return found


def record(program_id: str, moment: datetime, digest: str) -> None:
    """Note that `digest` is about to become what readers see.

    The product's clock may stand still, so each is a microsecond later than the last at least.
    """
    moment = moment.astimezone(UTC)
    known = publications(program_id)
    if known and known[-1][0] >= moment:
        moment = known[-1][0] + timedelta(microseconds=1)
    name = f"{moment.strftime(MOMENT)}-{digest[:12]}"
    point(folder(program_id) / "history" / name, f"../manifests/{digest}.json")


def as_of(program_id: str, moment: datetime) -> str | None:
    """The digest of the last kept release at or before `moment`; None when there is none."""
    before = [digest for at, digest in publications(program_id) if at <= moment]
    return before[-1] if before else None


def keep(program_id: str, name: str, digest: str | None = None) -> str:
    """Keep a release for ever under `name` (the present one by default). Returns its digest."""
    found = read(program_id, digest or "current")["digest"]
    point(folder(program_id) / "keep" / name.replace("/", "_"), f"../manifests/{found}.json")
    return str(found)


def kept_by_rule(known: Iterable[tuple[datetime, str]], now: datetime) -> set[datetime]:
    """The moments that stay: all of 24 hours, hourly for 7 days, daily for 13 months, the last."""
    last_of: dict[tuple[str, str], datetime] = {}
    stay: set[datetime] = set()
    newest: datetime | None = None
    for moment, _ in sorted(known):
        newest = moment
        age = now - moment
        if age <= FINE:
            stay.add(moment)
        elif age <= HOURLY:
            last_of["hour", moment.strftime("%Y%m%d%H")] = moment
        elif age <= DAILY:
            last_of["day", moment.strftime("%Y%m%d")] = moment
    stay.update(last_of.values())
    return stay | ({newest} if newest is not None else set())


def prune(program_id: str, now: datetime) -> list[str]:
    """Forget what the rule does not keep: history links, then manifests, then files.

    Returns the names of the removed files. In this order a crash leaves rubbish, never a hole.
    """
    top = folder(program_id)
    known = publications(program_id)
    stay = kept_by_rule(known, now)
    for link in sorted((top / "history").iterdir()) if (top / "history").exists() else []:
        moment = link.name.split("-")[0]
        if moment not in {at.strftime(MOMENT) for at in stay}:
            link.unlink()
    named = {digest for at, digest in known if at in stay}
    links = [top / "current", *((top / "keep").glob("*") if (top / "keep").exists() else [])]
    named |= {Path(os.readlink(link)).stem for link in links if link.is_symlink()}
    used: set[str] = set()
    for path in sorted((top / "manifests").glob("*.json")):
        if path.stem in named:
            used |= {str(entry["path"]) for entry in json.loads(path.read_text())["files"]}
        else:
            path.unlink()
    removed = _sweep(top / "files", used)
    lookup.forget(top)
    return removed


def _sweep(files: Path, used: set[str]) -> list[str]:
    removed = []
    for path in sorted(files.iterdir()) if files.exists() else []:
        if f"files/{path.name}" not in used and not path.name.startswith("."):
            path.unlink()
            removed.append(path.name)
    return removed
