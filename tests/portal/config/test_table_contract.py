"""docs/reference/portal-tables.md names every table of the portal and every column of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "portal-tables.md"
ROW = re.compile(r"^\| (\w+) \| .+ \| (.+) \|$", re.MULTILINE)
OWN = [model for model in apps.get_models() if model.__module__.startswith("portal.")]


def told() -> dict[str, set[str]]:
    """Table → columns, as the page says."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {
        name: {re.split(r"[\s?:(]", column)[0] for column in columns.split("; ")}
        for name, columns in rows
        if name != "table"
    }


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_a_table_stands_there_with_its_columns(model: type[Model]) -> None:
    own = {
        field.name
        for field in model._meta.get_fields()
        if field.concrete and not field.auto_created and field.name != "id"
    }
    assert told().get(model.__name__) == own, f"bring {PAGE.name} up to {model.__name__}"


def test_no_table_stands_there_that_is_gone() -> None:
    assert set(told()) == {model.__name__ for model in OWN}
