"""What a program says about its feeds: `DATA_DIR/programs/<program>/feeds.yaml`.

Every key has a default, and without the file all defaults hold. docs/reference/feeds.md
describes each key with an example.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipelines.defs.feeds.clock_of_server import ServerClock
from pipelines.defs.feeds.contract import FEEDS
from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings

PROGRAM_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


class BadConfig(OpenbookError):
    """A feeds.yaml that cannot be understood; says file, key and what to do."""


class FeedConfig(BaseModel):
    """One feed of one program."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(default="main", pattern=r"^[a-z0-9_.-]{1,40}$")
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    decimal: Literal[".", ","] = "."
    encoding: str = "utf-8"
    columns: dict[str, str] = {}  # ours: theirs
    ignore: tuple[str, ...] = ()  # theirs, left out
    personal: tuple[str, ...] = ()  # theirs, never leave the sealed store
    pseudonymise: tuple[str, ...] = ()  # ours, replaced by a pseudonym
    clock: str = "UTC"
    currency: str | None = None
    quote_currency: str | None = None
    rate_set: str = "ecb"
    restates: Literal["day", "none"] = "none"
    promised_within_hours: int | None = None

    @field_validator("clock")
    @classmethod
    def _clock_is_known(cls, value: str) -> str:
        ServerClock.parse(value)
        return value

    @property
    def declares_clock(self) -> bool:
        return "clock" in self.model_fields_set


def feed_config(program_id: str, feed: str) -> FeedConfig:
    """The configuration in force. Raises `BadConfig` for a file that does not say it well."""
    path = config_path(program_id)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return FeedConfig()
    try:
        stated = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise BadConfig(f"{path}: not YAML: {error}") from error
    if not isinstance(stated, dict) or (unknown := sorted(set(stated) - set(FEEDS))):
        wrong = ", ".join(unknown) if isinstance(stated, dict) else "a list or a text"
        raise BadConfig(f"{path}: {wrong}: the keys are feeds, one of {', '.join(FEEDS)}")
    try:
        return FeedConfig.model_validate(stated.get(feed) or {})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in (feed, *first["loc"]))
        raise BadConfig(f"{path}: {where}: {first['msg']}") from error


def config_path(program_id: str) -> Path:
    """Where the program's file is, or would be. Raises `BadConfig` for an impossible id."""
    if not PROGRAM_ID.fullmatch(program_id):
        raise BadConfig(
            f"program {program_id!r}: an id has lower case letters, digits, - and _ only"
        )
    return settings().data_dir / "programs" / program_id / "feeds.yaml"


def configured_feeds(program_id: str) -> tuple[str, ...]:
    """The feeds that the program's file names: those it waits for."""
    try:
        stated = yaml.safe_load(config_path(program_id).read_text(encoding="utf-8")) or {}
    except (FileNotFoundError, yaml.YAMLError):
        return ()
    return tuple(feed for feed in FEEDS if isinstance(stated, dict) and feed in stated)


def promise_hours(program_id: str, feed: str) -> int | None:
    """Within how many hours the next file is promised; None where nothing is promised.

    A feeds.yaml that cannot be read says nothing here: it must not stop the other programs.
    """
    try:
        stated = feed_config(program_id, feed).promised_within_hours
    except BadConfig:
        stated = None
    return stated if stated is not None else FEEDS[feed].promised_within_hours
