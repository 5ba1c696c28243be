"""Files that people hand in: judged by their bytes, kept outside the web root, given back as they
came, as an attachment and nothing else."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from portal.partners.errors import DomainError

LARGEST = 5 * 1024 * 1024
# Ending → how such a file begins. Text has no beginning of its own: it is read as UTF-8.
KINDS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "csv": (),
    "txt": (),
}
ACCEPT = ",".join(f".{kind}" for kind in KINDS)


@dataclass(frozen=True)
class Stored:
    """A kept file: its name, cleaned; its size in bytes; the hash it lies under."""

    name: str
    size: int
    sha256: str


def upload_store(program_id: str, upload: UploadedFile[Any]) -> Stored:
    """Keep a file under its hash in `DATA_DIR/uploads/<program>/`.

    Raises DomainError for a file that is empty, over 5 MB, of another kind than PDF, PNG, JPEG, CSV
    or text, or whose bytes are not what its ending says.
    """
    name = clean_name(upload.name or "")
    kind = name.rpartition(".")[2].lower()
    content = upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise DomainError("too_large", _("%(name)s is larger than 5 MB.") % {"name": name})
    if not content:
        raise DomainError("empty_file", _("%(name)s is empty.") % {"name": name})
    if kind not in KINDS:
        raise DomainError(
            "wrong_kind",
            _("%(name)s cannot be taken: send PDF, PNG, JPEG, CSV or text.") % {"name": name},
        )
    if not _is(kind, content):
        raise DomainError(
            "not_what_it_says",
            _("%(name)s is not what its ending says. Save it anew and send it again.")
            % {"name": name},
        )
    return Stored(name, len(content), content_store(program_id, content))


def content_store(program_id: str, content: bytes) -> str:
    """Keep bytes that were judged already; answers the hash they lie under."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(program_id, digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f".{digest}.{os.getpid()}.part")
        beside.write_bytes(content)
        beside.chmod(0o600)
        beside.replace(path)
    return digest


def upload_response(program_id: str, sha256: str, name: str) -> FileResponse:
    """The kept file as an attachment that no browser opens in our place. Raises Http404."""
    path = path_of(program_id, sha256)
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def clean_name(name: str) -> str:
    """The last part of a path without what a file system or a header would read otherwise."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(c if c.isprintable() and c not in '<>:"|?*%;' else "_" for c in last).strip(". ")
    stem, dot, kind = kept.rpartition(".")
    return f"{(stem or kind or 'file')[:80]}{dot if stem else ''}{kind[:8] if stem else ''}"


def path_of(program_id: str, sha256: str) -> Path:
    """Where a file of a program lies."""
    folder: Path = settings.DATA_DIR / "uploads" / program_id / sha256[:2]
    return folder / sha256


def _is(kind: str, content: bytes) -> bool:
    if beginnings := KINDS[kind]:
        return content.startswith(beginnings)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text
