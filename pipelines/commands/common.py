"""What several commands share: options with one meaning, authors, answers as JSON or a line."""

from __future__ import annotations

import getpass
import json
import os
from datetime import date, datetime
from typing import Annotated, Any

import typer

AuthorOption = Annotated[
    str, typer.Option("--author", help="Who does it (default: OPENBOOK_AUTHOR, else your login).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DayOption = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="First day (default: today)."),
]


class FourEyes:
    """Words of the options that an early start needs."""

    approved_by = "Another person who approved a start before the open period."
    evidence = "What that person saw: needed for a start before the open period."


def author_name(given: str) -> str:
    """Who acts: what was given, else OPENBOOK_AUTHOR, else the login name."""
    return given or os.environ.get("OPENBOOK_AUTHOR", "") or getpass.getuser()


def day_of(moment: datetime | None) -> date | None:
    """The day of an option, None when it was not given."""
    return moment.date() if moment else None


def told(facts: Any, as_json: bool, sentence: str) -> None:
    """Print the facts as JSON, or the sentence."""
    typer.echo(json.dumps(facts, indent=1, default=str) if as_json else sentence)
