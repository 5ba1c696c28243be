"""Run several `openbook` commands in one process: python -m tests.end_to_end.run_commands.

Standard input: {"commands": [argument lists], "on": a moment or null}; standard output: what each
did. One start of Python instead of one for each command; what runs is the command line itself.
With `on`, this machine's clock says so meanwhile (the product's own clock is a file).
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True)
class Did:
    """One command: its arguments, exit code and both outputs."""

    args: list[str]
    code: int
    out: str
    err: str


def run(args: list[str]) -> Did:
    """Run one command as `openbook ARGS` would."""
    from pipelines import cli

    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["openbook", *args]
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Did(args, code, out.getvalue(), err.getvalue())


def main() -> None:
    """Read, run, answer."""
    asked = json.load(sys.stdin)
    with contextlib.ExitStack() as stack:
        if asked["on"]:
            import time_machine

            stack.enter_context(time_machine.travel(datetime.fromisoformat(asked["on"])))
        did = [asdict(run(args)) for args in asked["commands"]]
    json.dump(did, sys.stdout)


if __name__ == "__main__":
    main()
