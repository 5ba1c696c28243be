"""Whether a file may be taken as an invoice: PDF or PNG by its bytes, and nothing that runs. Pure.

A PDF can hide names in compressed streams and behind `#4A` escapes: both are undone before looking.
"""

from __future__ import annotations

import re
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
PNG_END = b"IEND\xaeB`\x82"
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
LARGEST_STREAM = 20 * 1024 * 1024  # unpacked, in all: beyond it, a file is a bomb
# Names of what a reader would run, send or unpack, and of what hides from this look. `OpenAction`
# is not among them: many writers use it to open at a page; what it could run is.
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|Filespec|RichMedia|SubmitForm"
    rb"|ImportData|GoToR|GoToE|XFA|Encrypt)(?![A-Za-z0-9])"
)


def refusal_of(name: str, content: bytes) -> str:
    """A code for what is wrong: wrong_kind, not_what_it_says, active, too_packed; empty if none."""
    kind = name.rpartition(".")[2].lower()
    if kind == "png":
        whole = content.startswith(PNG) and content.endswith(PNG_END)
        return "" if whole else "not_what_it_says"
    if kind != "pdf":
        return "wrong_kind"
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        return "not_what_it_says"
    return _refusal_of_pdf(content)


def _refusal_of_pdf(content: bytes) -> str:
    if _is_active(content):
        return "active"
    left = LARGEST_STREAM
    for found in STREAM.finditer(content):
        unpacked = _unpacked(found.group(1), left)
        left -= len(unpacked)
        if left <= 0:
            return "too_packed"
        if _is_active(unpacked):
            return "active"
    return ""


def _is_active(content: bytes) -> bool:
    plain = ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), content)
    return ACTIVE.search(plain) is not None


def _unpacked(packed: bytes, most: int) -> bytes:
    """A stream's bytes as far as they unpack; what is not packed is looked at in place."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""
