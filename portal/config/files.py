"""Files that the portal serves or reads and that are made from its sources: static files, .mo.

Called when the portal starts. Whoever comes first makes them, the others wait; when the sources
have not changed it costs a few milliseconds.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from portal.config.catalogues import compile_messages

STAMP = "made-from"


def files_prepare() -> bool:
    """Compile translations and collect static files if their sources changed; True if they did."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root.parent / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            compile_messages()
        except OSError as error:
            logging.getLogger(__name__).warning("translations were not compiled: %s", error)
        wanted = fingerprint(settings.STATICFILES_DIRS)
        stamp = root / STAMP
        if stamp.exists() and stamp.read_text() == wanted:
            return False
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted)
        return True


def fingerprint(folders: Iterable[str | Path]) -> str:
    """A digest over names, sizes and times of the source files."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
            told = path.stat()
            digest.update(f"{path}\0{told.st_size}\0{told.st_mtime_ns}\n".encode())
    return digest.hexdigest()
