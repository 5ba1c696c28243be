"""Which shared libraries an ELF file needs, and of which versions. Standard library only."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

SHT_DYNAMIC, DT_NEEDED = 6, 1


@dataclass(frozen=True)
class _Section:
    kind: int
    offset: int
    size: int
    link: int


@dataclass(frozen=True)
class Needs:
    """`libraries` as the linker looks for them (`libz.so.1`); `names`: all dynamic strings."""

    libraries: list[str]
    names: bytes


def needs_of(path: Path) -> Needs:
    """What a file needs. Raises ValueError for one that is no 64-bit little-endian ELF file."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:6] != b"\x7fELF\x02\x01":
            raise ValueError(f"{path} is no 64-bit little-endian ELF file")
        sections = _sections(data)
        found, names = [], b""
        for dynamic in (s for s in sections if s.kind == SHT_DYNAMIC):
            strings = sections[dynamic.link]
            names = data[strings.offset : strings.offset + strings.size]
            for place in range(dynamic.offset, dynamic.offset + dynamic.size, 16):
                tag, value = struct.unpack_from("<qQ", data, place)
                if tag == DT_NEEDED:
                    found.append(names[value : names.index(b"\0", value)].decode())
        return Needs(found, names)


def _sections(data: mmap.mmap) -> list[_Section]:
    (start,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    found = []
    for number in range(count):
        place = start + number * size
        (kind,) = struct.unpack_from("<I", data, place + 4)
        offset, length = struct.unpack_from("<QQ", data, place + 0x18)
        (link,) = struct.unpack_from("<I", data, place + 0x28)
        found.append(_Section(kind, offset, length, link))
    return found
