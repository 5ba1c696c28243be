# ruff: noqa: S608 - names in a statement are constants of this file; values are bound
"""Sub-ids 2 to 5 and the device: what a report knows of a line by the client's click.

Lines carry sub1 alone; the rest stands with the partner's own clients. Above the direct partner
nothing of it is known, so such lines are grouped under nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from portal.releases.reader import Release

TRAITS = ("sub2", "sub3", "sub4", "sub5", "device")
MOST_VALUES = 200


def traits_asked(names: Iterable[str]) -> list[str]:
    """Those of `names` that only the client's click says."""
    asked = set(names)
    return [name for name in TRAITS if name in asked]


def lines_sql(release: Release, asked: list[str]) -> str:
    """The lines of `$files` as a relation, with the traits that are asked for."""
    if not asked:
        return "read_parquet($files)"
    own = ", ".join(
        f"any_value({name}) as {name}" if name in release.client_columns else f"null as {name}"
        for name in asked
    )
    columns = ", ".join(f"client.{name}" for name in asked)
    return f"""(
        select line.*, {columns} from read_parquet($files) as line
        left join (
            select client_ref, {own} from pub_portal__clients
            where partner_id = $partner group by client_ref
        ) as client on line.level = 0 and line.client_ref = client.client_ref
    )"""


def values_sql(release: Release) -> str:
    """What the partner's clients have of each trait, as a list of one row; NULL for none."""
    known = [name for name in TRAITS if name in release.client_columns]
    if not known:
        return "null"
    lists = ", ".join(
        f"list_slice(list(distinct {name}) filter ({name} <> ''), 1, {MOST_VALUES}) as {name}"
        for name in known
    )
    return f"""(
        select list(t) from (
            select {lists} from pub_portal__clients where partner_id = $partner
        ) as t
    )"""
