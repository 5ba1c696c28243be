"""One Openbook in a folder of its own: commands, landing files, releases and pages of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import lxml.html

from tests.end_to_end.run_commands import Did

REPO = Path(__file__).resolve().parents[2]
PLANS = REPO / "tests" / "fixtures" / "plans"
SECONDS_PER_CALL = 3600
DETAIL = {
    f"pub_portal__{name}" for name in ("lines", "line_facts", "unpaid_events", "line_versions")
}


@dataclass(frozen=True)
class Page:
    """What the portal answered to a GET."""

    path: str
    status: int
    html: str

    def texts(self, name: str) -> list[str]:
        """The text of each element with this class, or tag, white space made single."""
        found = lxml.html.fromstring(self.html).xpath(
            "//*[self::*[name() = $name] or contains(concat(' ', @class, ' '), $spaced)]",
            name=name,
            spaced=f" {name} ",
        )
        return [" ".join(element.text_content().split()) for element in found]


@dataclass(frozen=True)
class Product:
    """One `DATA_DIR` with its plans in it; every call is a process of its own, as for people.

    `on` is what this machine's clock says to commands, where a test cares.
    """

    data_dir: Path
    on: str | None = None

    @property
    def plans(self) -> Path:
        return self.data_dir / "plans"

    def take_plans(self, program: str, folder: str) -> None:
        """Give a program the plans of a folder of tests/fixtures/plans."""
        shutil.copytree(PLANS / folder, self.plans / program, dirs_exist_ok=True)

    def use_the_repository_plans(self) -> None:
        """The plans of the demo programs instead of a test's own."""
        shutil.copytree(REPO / "commission_rules" / "plans", self.plans)

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Ours, without what a test runner leaves in it."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "PYTEST_"))}
        here = {"DATA_DIR": str(self.data_dir), "OPENBOOK_PLANS": str(self.plans)}
        return {**kept, **here, "OPENBOOK_AUTHOR": "ops@example.org", **(more or {})}

    def commands(self, *lines: str | Sequence[str], codes: Sequence[int] = (0,)) -> list[Did]:
        """Run `openbook` with each line, in one process; each must end with one of `codes`."""
        asked = [line.split() if isinstance(line, str) else list(line) for line in lines]
        said = self.python("tests.end_to_end.run_commands", {"commands": asked, "on": self.on})
        did = [Did(**one) for one in said]
        for one in did:
            assert one.code in codes, f"openbook {' '.join(one.args)}: {one.out}\n{one.err}"
        return did

    def ask(self, line: str | Sequence[str]) -> Any:
        """The JSON that one command prints."""
        words = line.split() if isinstance(line, str) else list(line)
        return json.loads(self.commands([*words, "--json"])[0].out)

    def stand_still_at(self, moment: str) -> None:
        """The product's clock, as docs/reference/tables.md, section 1, describes its file."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        (self.data_dir / "clock.json").write_text(json.dumps({"now": moment}))

    def drop(self, program: str, feed: str, name: str, content: bytes | str) -> Path:
        """A file into landing, old enough to be taken at once."""
        folder = self.data_dir / "landing" / program / feed
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (time.time() - 60,) * 2)
        return path

    def pages(self, email: str, password: str, paths: Sequence[str]) -> list[Page]:
        """Sign in with the password at the portal and get each path, in one process."""
        asked = {"email": email, "password": password, "paths": list(paths)}
        return [Page(**one) for one in self.python("tests.end_to_end.read_pages", asked)]

    def rows(self, program: str, table: str) -> list[dict[str, Any]]:
        """The rows of a published table of the current release, whole."""
        return list(released(self.data_dir, program, table))

    def manifest(self, program: str) -> dict[str, Any]:
        """The current release's manifest."""
        folder = self.data_dir / "releases" / program
        return dict(json.loads((folder / "current").read_text()))

    def digest(self, program: str) -> str:
        """The current release's digest."""
        return str(self.manifest(program)["digest"])

    def python(self, module: str, asked: Any) -> Any:
        """What a module answers in JSON to a question in JSON, in this product's environment."""
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            env=self.environment(),
            cwd=REPO,
            timeout=SECONDS_PER_CALL,
            check=False,
        )
        assert done.returncode == 0, f"{module} ended with {done.returncode}: {done.stderr[-4000:]}"
        return json.loads(done.stdout)


def released(data_dir: Path, program: str, table: str) -> list[dict[str, Any]]:
    """Rows of a table in the current release: from its Parquet files, or the serving file."""
    folder = data_dir / "releases" / program
    files = json.loads((folder / "current").read_text())["files"]
    mine = [f for f in files if f["table"] == table]
    con = duckdb.connect()
    if mine:
        paths = [str(folder / f["path"]) for f in mine]
        cursor = con.execute("select * from read_parquet(?)", [paths])
    elif table in DETAIL:
        return []
    else:
        serving = next(f for f in files if f["path"].endswith(".duckdb"))
        con.execute(f"attach '{folder / serving['path']}' as serving (read_only)")
        cursor = con.execute(f"select * from serving.{_place(con, table)}")
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _place(con: duckdb.DuckDBPyConnection, table: str) -> str:
    found = con.execute(
        "select schema_name from duckdb_tables() where database_name = 'serving' "
        "and table_name = ? union select schema_name from duckdb_views() "
        "where database_name = 'serving' and view_name = ?",
        [table, table],
    ).fetchall()
    assert found, f"the release has no table {table}"
    return f"{found[0][0]}.{table}"
