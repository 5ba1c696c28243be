"""What a page costs before anything is cached: its bytes with style and script, its questions.

Every page of portal/policy/routes.py is asked for, by somebody who may see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation

from portal.releases.reader import counted_queries
from tests.end_to_end.every_page import Shot, _staff, pages
from tests.end_to_end.stage import PARTNER, session_of
from tests.end_to_end.things import make_things
from tests.fixtures.release import build_releases
from tests.fixtures.release_people import populate, write_clock

HEAVIEST, MOST_QUERIES = 200_000, 2
LINKED = re.compile(r'(?:href|src)="/static/([^"?]+)')
HASHED = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")


@pytest.fixture
def shots(
    db: None, settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Shot]]:
    """The fixture with one of each thing, and a page of each address."""
    folder = tmp_path_factory.mktemp("weights")
    build_releases(folder)
    write_clock(folder)
    settings.DATA_DIR = folder
    _staff.cache_clear()
    with translation.override("en"):
        make_things(populate(), *PARTNER)
        yield pages(*PARTNER)
    _staff.cache_clear()


def browsers(shots: list[Shot], cookie: str) -> dict[str, Client]:
    found = {}
    for email in {shot.email for shot in shots}:
        found[email] = Client()
        if email:
            found[email].cookies[cookie] = session_of(email)
    return found


def weight(page: str) -> int:
    """The page and what it links to from our own origin, in bytes as they lie on the disk."""
    assets = {HASHED.sub("", name) for name in LINKED.findall(page)}
    paths = [finders.find(name) for name in assets]
    assert all(paths), sorted(assets)
    return len(page.encode()) + sum(Path(path).stat().st_size for path in paths)


def test_no_page_weighs_more_than_200_kb_or_asks_a_release_more_than_twice(
    shots: list[Shot], settings: Any
) -> None:
    own = browsers(shots, settings.SESSION_COOKIE_NAME)
    read, heavy, curious = 0, [], []
    for shot in shots:
        with counted_queries() as statements:
            answer = own[shot.email].get(shot.path)
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        read += 1
        if (found := weight(answer.content.decode())) > HEAVIEST:
            heavy.append((shot.name, found))
        if len(statements) > MOST_QUERIES:
            curious.append((shot.name, len(statements)))
    assert read > 80, "almost every page answers"
    assert (heavy, curious) == ([], [])
