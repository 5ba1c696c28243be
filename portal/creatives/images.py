"""Width and height of a PNG or JPEG, from its bytes. Pure."""

from __future__ import annotations

import struct

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_SIDE = 4096


def image_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels; None when the bytes are no whole PNG or JPEG header."""
    found = _png(data) if data.startswith(PNG) else _jpeg(data)
    if found is None or not all(0 < side <= LARGEST_SIDE for side in found):
        return None
    return found


def _png(data: bytes) -> tuple[int, int] | None:
    if len(data) < 24 or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg(data: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return (
                int.from_bytes(data[place + 7 : place + 9]),
                int.from_bytes(data[place + 5 : place + 7]),
            )
        place += 2 + length
    return None
