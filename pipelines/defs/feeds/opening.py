"""From an original's bytes to plain ones: gzip and zstd are opened, whole or not at all."""

from __future__ import annotations

import gzip
import io
import zlib

import zstandard

LARGEST = 4 * 1024**3


class UnreadableFile(ValueError):
    """A file that cannot be understood at all: it is quarantined whole, with this message."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(message)
        self.reason_code = reason_code


def open_original(name: str, data: bytes) -> tuple[str, bytes]:
    """The name without .gz or .zst, and plain bytes. Looks at the bytes, not at the name.

    Raises `UnreadableFile` for an empty, truncated or damaged file.
    """
    if not data:
        raise UnreadableFile("empty_file", "the file is empty (0 bytes); send it again")
    if data[:2] == b"\x1f\x8b":
        name, data = name.removesuffix(".gz"), _gunzip(data)
    elif data[:4] == b"\x28\xb5\x2f\xfd":
        name, data = name.removesuffix(".zst"), _unzstd(data)
    elif name.endswith((".gz", ".zst")):
        raise UnreadableFile(
            "bad_archive", f"{name} is named like a compressed file and is none; send it again"
        )
    if not data.strip():
        raise UnreadableFile("empty_file", "the file holds nothing; send it again")
    return name, data


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as opened:
            return _bounded(opened.read(LARGEST + 1))
    except EOFError as error:
        raise UnreadableFile(
            "truncated", "the gzip file ends before its end: it was cut off; send it again whole"
        ) from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFile(
            "bad_archive", f"the gzip file is damaged ({error}); send it again"
        ) from error


def _unzstd(data: bytes) -> bytes:
    plain = io.BytesIO()
    try:
        while data:
            frame = zstandard.ZstdDecompressor().decompressobj()
            plain.write(frame.decompress(data))
            if not frame.eof:
                raise UnreadableFile(
                    "truncated",
                    "the zstd file ends before its end: it was cut off; send it again whole",
                )
            data = frame.unused_data
    except zstandard.ZstdError as error:
        raise UnreadableFile(
            "bad_archive", f"the zstd file is damaged ({error}); send it again"
        ) from error
    return _bounded(plain.getvalue())


def _bounded(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise UnreadableFile("too_large", "the file opens to more than 4 GiB; send it in parts")
    return data
