"""SQLMesh, the preview, can load the dbt project (DESIGN, Known traps)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

from tests.fixtures.warehouse import DBT_PROJECT

LOAD = """
from pathlib import Path
from sqlmesh import Context
from sqlmesh.dbt.loader import sqlmesh_config

context = Context(paths=".", config=sqlmesh_config(Path(".")))
for model in context.models.values():
    if model.is_sql:
        model.render_query_or_raise()
print(sorted(model.view_name for model in context.models.values()))
"""


def test_sqlmesh_loads_and_renders_every_model_of_a_copy(tmp_path):
    project = tmp_path / "dbt_project"
    shutil.copytree(DBT_PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    settings = project / "dbt_project.yml"
    # SQLMesh asks for a first day; dbt has no such word, so only the copy says it
    settings.write_text(
        re.sub(r"^models:$", 'models:\n  +start: "2022-01-01"', settings.read_text(), flags=re.M)
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOAD],
        cwd=project,
        env={**os.environ, "OPENBOOK_WAREHOUSE": str(tmp_path / "w.duckdb"), "DO_NOT_TRACK": "1",
             "MAX_FORK_WORKERS": "1", "HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    models = {path.stem for path in DBT_PROJECT.glob("models/**/*.sql")}
    assert models <= set(re.findall(r"'(\w+)'", done.stdout.splitlines()[-1]))


def test_a_subquery_on_this_names_its_columns():
    """Regression: SQLMesh loses rows where `{{ this }}` has no alias or a column no owner."""
    for path in DBT_PROJECT.glob("models/**/*.sql"):
        for line in path.read_text().splitlines():
            if "{{ this }}" in line:
                assert re.search(r"\{\{ this \}\} as \w+", line), f"{path.name}: {line}"
