"""A release that commands and the portal read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures.release import build_release


@pytest.fixture(scope="module")
def release_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a release of larkspur, one for a module."""
    folder = tmp_path_factory.mktemp("release")
    build_release(folder, "larkspur")
    return folder


@pytest.fixture
def reads_the_release(release_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides read that folder."""
    from django.conf import settings

    monkeypatch.setenv("DATA_DIR", str(release_dir))
    monkeypatch.setattr(settings, "DATA_DIR", release_dir, raising=False)
