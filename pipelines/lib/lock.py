"""The warehouse lock: an OS file lock, freed by the kernel when its process dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings


class WarehouseBusy(OpenbookError):
    """Another process holds the warehouse; says which and what to do."""


@contextmanager
def warehouse_lock(wait_seconds: int = 600) -> Iterator[None]:
    """Hold the warehouse for one refresh, close or payout.

    Raises `WarehouseBusy` when another process still holds it after `wait_seconds`.
    """
    path = settings().warehouse.parent / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(handle, wait_seconds)
        os.truncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, wait_seconds: int) -> None:
    until = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                holder = os.pread(handle, 20, 0).decode() or "unknown"
                raise WarehouseBusy(
                    f"the warehouse is held by process {holder} for more than {wait_seconds} s; "
                    "wait for it to end, or stop it, and try again"
                ) from None
            time.sleep(0.1)
