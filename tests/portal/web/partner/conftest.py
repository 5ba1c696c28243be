"""Browsers of the fixture's people, on the fixture's releases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from tests.fixtures.release import build_releases
from tests.fixtures.release_people import populate, write_clock

AUREL = "/larkspur/P-2002/"
HALDEN = "/tamarind/P-3001/"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request in a person's language leaves that language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def fixture_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with both releases and a clock."""
    folder = tmp_path_factory.mktemp("partner-pages")
    build_releases(folder)
    write_clock(folder)
    return folder


@pytest.fixture
def browser_of(db: None, fixture_data: Path, settings: object) -> Callable[[str], Client]:
    """`browser_of("nadia")`: a browser in which that person has signed in."""
    settings.DATA_DIR = fixture_data  # type: ignore[attr-defined]
    people = populate()

    def enter(name: str) -> Client:
        browser = Client()
        browser.force_login(people[name])
        return browser

    return enter
