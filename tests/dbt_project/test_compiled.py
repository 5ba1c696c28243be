"""What may not stand in the SQL of the warehouse, whatever the engine (DESIGN, Engines)."""

from __future__ import annotations

import json
import re

import pytest

#: Text that may not stand in compiled models, and why.
FORBIDDEN = {
    r"(?<![/*])/(?![/*])": "a division of decimals is a float: divide_12",
    r"\bavg\(": "an average of decimals is a float: divide_12",
    r"\bround_even\(": "rounding is half away from zero",
    r"::\s*(double|float|real)\b|\bas (double|float|real)\b": "no float anywhere",
    r"\basof\b": "only one engine has it",
    r"\bunnest\(": "only one engine has it",
    r"\bexclude\s*\(": "only one engine has it",
}
HALF = ("models/staging/", "models/intermediate/", "models/commissions/")


@pytest.fixture(scope="module")
def compiled(examples) -> dict[str, str]:
    """Compiled SQL of the commissions half by path, without comments and texts."""
    manifest = json.loads((examples.parent / "dbt_target" / "manifest.json").read_text())
    return {
        node["original_file_path"]: re.sub(r"--.*|'[^']*'", "", node["compiled_code"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["original_file_path"].startswith(HALF)
        and node.get("compiled_code")
    }


@pytest.mark.parametrize("pattern", FORBIDDEN, ids=FORBIDDEN.values())
def test_no_model_has(compiled, pattern):
    assert len(compiled) > 50
    found = [path for path, sql in compiled.items() if re.search(pattern, sql, re.IGNORECASE)]
    # the one integer division of the project stands behind divide_12
    assert [path for path in found if "int_fx_rates__daily" not in path] == []


def test_only_staging_reads_what_arrived(examples):
    """Of the commissions half; incremental models also read which partitions are touched."""
    manifest = json.loads((examples.parent / "dbt_target" / "manifest.json").read_text())
    wrong = {
        node["name"]
        for node in manifest["nodes"].values()
        for parent in node["depends_on"].get("nodes", [])
        if node["original_file_path"].startswith(HALF[1:])
        and parent.startswith("source.")
        and not parent.endswith("touched_partitions")
    }
    assert wrong == set()
