"""The fixture releases, opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.releases.reader import Release, open_release
from tests.fixtures.release import build_releases


@pytest.fixture(scope="session")
def release_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with both fixture releases."""
    folder = tmp_path_factory.mktemp("releases")
    build_releases(folder)
    return folder


@pytest.fixture(scope="session")
def release_of(release_data: Path) -> Callable[[str], Release]:
    """`release_of("larkspur")`: its current release."""
    opened: dict[str, Release] = {}

    def get(program_id: str) -> Release:
        if program_id not in opened:
            pointer = release_data / "releases" / program_id / "current"
            opened[program_id] = open_release(pointer.resolve())
        return opened[program_id]

    return get
