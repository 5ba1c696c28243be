"""Reviews and signals, adjustments, ledger heads, and the tables that leave for the warehouse."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipelines.defs.ledger.head import HEAD_COLUMNS
from pipelines.lib.portal_gateway.door import author_of, person_of, through
from pipelines.settings import settings

if TYPE_CHECKING:
    import pyarrow as pa


@through
def review_place(*, author: str, **fields: Any) -> str:
    """See `portal.reviews.services.review_place`; returns the review's id."""
    from portal.reviews import services

    return services.review_place(by=author_of(author), **fields).review_id


@through
def review_decide(*, author: str, **fields: Any) -> None:
    """See `portal.reviews.services.review_decide`."""
    from portal.reviews import services

    services.review_decide(by=author_of(author), **fields)


@through
def signals_record(program_id: str, found: Sequence[Mapping[str, Any]]) -> tuple[int, int, int]:
    """See `portal.reviews.signals.signals_record`; how many are new, vanished, back."""
    from portal.reviews import signals

    made = signals.signals_record(program_id=program_id, found=found)
    return made.new, made.vanished, made.returned


@through
def adjustment_propose(*, author: str, **fields: Any) -> str:
    """See `portal.statements.services.adjustment_propose`; `author` is a person's address."""
    from portal.statements import services

    return services.adjustment_propose(author=person_of(author), **fields).adjustment_id


@through
def adjustment_decide(*, by: str, **fields: Any) -> None:
    """See `portal.statements.services.adjustment_decide`; `by` is a person's address."""
    from portal.statements import services

    services.adjustment_decide(by=person_of(by), **fields)


@through
def export_tables(as_of: datetime) -> dict[str, pa.Table]:
    """The portal's tables for the warehouse (docs/reference/tables.md, section 3)."""
    from portal.releases.outgoing import export_tables as exported

    return exported(as_of)


@through
def people_known(moment: datetime) -> dict[str, list[dict[str, Any]]]:
    """Rows of `portal_relations` and `portal_deals` as they were known at a moment (UTC)."""
    from portal.releases.outgoing import people_known as known

    return known(moment)


def exported_schemas() -> dict[str, pa.Schema]:
    """Columns and types of the portal's tables (docs/reference/tables.md, section 3)."""
    from portal.releases.outgoing_schema import SCHEMAS

    return dict(SCHEMAS)


@through
def heads(program_id: str) -> list[dict[str, Any]]:
    """The ledger heads of a program, as in `portal_ledger_heads`."""
    from portal.statements.selectors import heads_list

    return list(heads_list(program_id).values(*HEAD_COLUMNS))


@through
def closed_until(program_id: str) -> date | None:
    """The last day that every calendar of the program has closed; None before the first close."""
    from portal.statements.selectors import closed_until as until

    return until(program_id)


@through
def period_ends_on(period_id: str) -> date:
    """The last day of a period, whatever its calendar."""
    from portal.partners.periods import period_named

    return period_named(period_id).ends_on


@through
def close_token_mint(*, person: str, program_id: str, calendar_id: str, code: str) -> str:
    """A token for closing the open period, as the portal mints it; `code` is used up."""
    from portal.payouts import services

    text, _token = services.close_token_mint(
        person=person_of(person), program_id=program_id, calendar_id=calendar_id, code=code
    )
    return text


@through
def close_token_use(*, person: str, subject: str, token: str) -> None:
    """Use up a person's token for closing `subject` (`larkspur/month/2026-10`), or refuse."""
    from portal.payouts import services

    services.close_token_use(person=person_of(person), subject=subject, text=token)


@through
def head_commit(*, adjustment_ids: Collection[str] = (), **fields: Any) -> None:
    """Let a sealed segment count; see `portal.statements.services.head_commit`."""
    from portal.statements import services

    services.head_commit(adjustment_ids=adjustment_ids, **fields)


def commit_ledger_head(head: Any) -> None:
    """Commit a `pipelines.defs.ledger.head.LedgerHead`, booking the adjustments in its segment."""
    from datetime import UTC

    fields = {name: getattr(head, name) for name in type(head).__dataclass_fields__}
    if fields["booked_at"].tzinfo is None:
        fields["booked_at"] = fields["booked_at"].replace(tzinfo=UTC)
    head_commit(adjustment_ids=_adjustments_in(head), **fields)


def _adjustments_in(head: Any) -> list[str]:
    import pyarrow.parquet as pq

    folder = settings().ledger / head.program_id / head.calendar_id
    path = folder / f"{head.segment_sha256}.parquet"
    if not path.exists() or "adjustment_id" not in pq.read_schema(path).names:
        return []
    found = pq.read_table(path, columns=["adjustment_id"])["adjustment_id"].unique().to_pylist()
    return sorted(name for name in found if name)
