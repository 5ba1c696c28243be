"""Which kind of network an address belongs to, by a file that the operator gives. Asks nobody.

A line is a network and its class (`203.0.113.0/24 data_centre`), `#` begins a remark. Of several
networks that hold an address the narrowest counts; without one the class is not known.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network
from pathlib import Path

CLASSES = ("residential", "mobile", "business", "data_centre", "vpn", "tor")
log = logging.getLogger(__name__)


class NetworksUnreadable(ValueError):
    """The file says something that is no network or no class: names the line and what to do."""


@dataclass(frozen=True)
class Networks:
    """Classes by (IP version, length of the prefix, the prefix as a number), narrowest first."""

    lengths: dict[int, tuple[int, ...]]
    classes: dict[tuple[int, int, int], str]

    def class_of(self, address: str) -> str:
        """The class of an address; empty for an unknown one and for what is no address."""
        try:
            found = ip_address(address.strip())
        except ValueError:
            return ""
        mapped = getattr(found, "ipv4_mapped", None)
        found = mapped or found
        bits = found.max_prefixlen
        for length in self.lengths.get(found.version, ()):
            known = self.classes.get((found.version, length, int(found) >> (bits - length)))
            if known:
                return known
        return ""


def networks_read(lines: Iterable[str], place: str) -> Networks:
    """Raises NetworksUnreadable, naming `place` and the line."""
    classes: dict[tuple[int, int, int], str] = {}
    for number, line in enumerate(lines, start=1):
        words = line.partition("#")[0].replace(",", " ").split()
        if not words:
            continue
        if len(words) != 2 or words[1] not in CLASSES:
            raise NetworksUnreadable(
                f"{place}:{number}: {line.strip()[:60]!r} - write a network and one of "
                f"{', '.join(CLASSES)}, such as 203.0.113.0/24 data_centre"
            )
        try:
            network = ip_network(words[0])
        except ValueError as error:
            raise NetworksUnreadable(f"{place}:{number}: {error} - correct the network") from None
        shift = network.max_prefixlen - network.prefixlen
        key = (network.version, network.prefixlen, int(network.network_address) >> shift)
        classes[key] = words[1]
    lengths = {
        version: tuple(sorted({key[1] for key in classes if key[0] == version}, reverse=True))
        for version in (4, 6)
    }
    return Networks(lengths, classes)


def networks_at(path: Path) -> Networks:
    """The networks of a file, read again when it changed; none without a file.

    Raises NetworksUnreadable.
    """
    try:
        stat = path.stat()
    except OSError:
        return Networks({}, {})
    return _networks_at(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _networks_at(path: Path, _changed: int, _size: int) -> Networks:
    return networks_read(path.read_text(encoding="utf-8").splitlines(), str(path))


class Watched:
    """The networks of a file for a process that must not stop: a bad edit leaves the last good."""

    def __init__(self, path: Path) -> None:
        """Raises NetworksUnreadable: what is wrong at the start is said at the start."""
        self._path = path
        self._good = networks_at(path)
        self._told = ""

    def class_of(self, address: str) -> str:
        """As `Networks.class_of`, by the file as it stands now."""
        try:
            self._good = networks_at(self._path)
        except (NetworksUnreadable, OSError) as error:
            if str(error) != self._told:
                self._told = str(error)
                log.error("networks: %s; the last good file counts on", error)
        return self._good.class_of(address)
