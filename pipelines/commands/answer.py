"""`openbook answer`: what partners asked of the engine and of the warehouse is answered."""

from __future__ import annotations

import itertools
import logging
import time
from typing import Annotated

import typer

from pipelines.lib.quiet import be_quiet

app = typer.Typer()
EVERY_SECONDS = 0.5
AFTER_ERROR_SECONDS = 5


@app.command()
def answer(
    watch: Annotated[bool, typer.Option("--watch", help="Stay and answer what comes.")] = False,
) -> None:
    """Answer open calculation requests and claims for missing clients; prints how many.

    `openbook up` runs it with --watch, so that an answer takes seconds.
    """
    be_quiet()
    from pipelines.lib.calculations import answer_calculations, warm_up
    from pipelines.lib.claims import answer_claims

    if not watch:
        typer.echo(f"{answer_calculations()} calculations, {answer_claims()} claims answered")
        return
    for deed in itertools.chain([warm_up], itertools.repeat(_answer_both)):
        try:
            time.sleep(0 if deed() else EVERY_SECONDS)
        except Exception:
            # One question must not end the service; its own state says that it failed.
            logging.exception("answering failed; going on in %s s", AFTER_ERROR_SECONDS)
            time.sleep(AFTER_ERROR_SECONDS)


def _answer_both() -> int:
    from pipelines.lib.calculations import answer_calculations
    from pipelines.lib.claims import answer_claims

    return answer_calculations() + answer_claims()
