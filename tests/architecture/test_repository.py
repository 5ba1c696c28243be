"""The repository itself: what it may contain, and how large its files may grow."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
LIMITS = {".py": 300, ".sql": 120, ".yml": 250, ".yaml": 250, ".html": 150}
SAYS_WHY = re.compile(r"over \d+ lines", re.IGNORECASE)
TIMES = re.compile(r"\b(started|patience|\w*seconds)\b")  # moments and durations of the machine
NO_LIMIT = ("portal/locale/", "requirements.lock")
INDEX_ADDRESS = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|--(extra-)?index-url [^-]")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPO, capture_output=True, text=True, check=True
    ).stdout
    return [REPO / name for name in listed.split("\0") if name and (REPO / name).is_file()]


def long_files() -> list[str]:
    found = []
    for path in tracked():
        limit = LIMITS.get(path.suffix)
        name = path.relative_to(REPO).as_posix()
        if limit is None or name.startswith(NO_LIMIT) or "/migrations/" in name:
            continue
        lines = path.read_text().splitlines()
        if len(lines) > limit and not SAYS_WHY.search(lines[0]):
            found.append(f"{name}: {len(lines)} lines, at most {limit}")
    return found


def test_no_file_is_longer_than_the_house_likes() -> None:
    """Split it, or say why on line 1 (`Over 120 lines: …`)."""
    assert long_files() == []


def test_no_line_of_sql_is_longer_than_100_columns() -> None:
    wide = [
        f"{path.relative_to(REPO)}:{number}"
        for path in tracked()
        if path.suffix == ".sql"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 100
    ]
    assert wide == []


def test_no_binary_blob_over_a_megabyte() -> None:
    assert [p.name for p in tracked() if p.stat().st_size > 1_000_000] == []


def test_one_lock_and_no_address_of_an_index() -> None:
    names = {p.name for p in tracked()}
    assert not names & {
        "uv.lock",
        "poetry.lock",
        "Pipfile.lock",
        "package-lock.json",
        "pylock.toml",
    }
    texts = [
        p for p in tracked() if p.suffix in {".toml", ".lock", ".txt", ".yaml", ".yml", ".cfg"}
    ]
    assert [p.name for p in texts if INDEX_ADDRESS.search(p.read_text())] == []


@pytest.mark.parametrize(
    "folder", ["commission_rules", "data_tests", "pipelines", "portal/payouts"]
)
def test_money_is_never_a_float_in_python(folder: str) -> None:
    """No call of `float` and no float annotation where amounts live."""
    offending = re.compile(r"(?<![\w.])float\(|: float\b|-> float\b")
    allowed = {"pipelines/lib/lock.py"}
    hits = []
    for path in tracked():
        name = path.relative_to(REPO).as_posix()
        if path.suffix == ".py" and name.startswith(folder + "/") and name not in allowed:
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if offending.search(line) and not TIMES.search(line):
                    hits.append(f"{name}:{number}: {line.strip()}")
    assert hits == []


def test_every_layer_has_a_short_readme() -> None:
    folders = [
        "commission_rules", "dashboards", "data_tests", "pipelines", "portal",
        *(f"dbt_project/models/{layer}" for layer in (
            "staging", "intermediate", "commissions", "statements", "marts", "publish")),
        *(f"pipelines/defs/{part}" for part in (
            "feeds", "rules", "warehouse", "quality", "publish", "ledger", "payouts")),
    ]  # fmt: skip
    missing = [f for f in folders if not (REPO / f / "README.md").exists()]
    too_long = [
        f
        for f in folders
        if (REPO / f / "README.md").exists()
        and len((REPO / f / "README.md").read_text().splitlines()) > 30
    ]
    assert missing == []
    assert too_long == []
