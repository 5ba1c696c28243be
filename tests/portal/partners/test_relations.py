"""Relations: dated, append-only, never a circle at any date, early ones with four eyes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from portal.partners.dated import Span, resolve
from portal.partners.errors import DomainError
from portal.partners.models import ProgramCalendar, Relation
from portal.partners.periods import FOREVER
from portal.partners.relations import chain_on, spans_by_child
from portal.partners.services import relation_create
from tests.portal.payouts.world import OPERATOR, make_partner, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree() -> None:
    make_program()
    for name in ("P-1", "P-2", "P-3"):
        make_partner(partner_id=name, account="")


def put(child: str, parent: str | None, day: date, **fields: object) -> Relation:
    facts = {"reason": "agreed", **fields}
    return relation_create(
        by=OPERATOR,
        program_id="larkspur",
        child_id=child,
        parent_id=parent,
        valid_from=day,
        **facts,  # type: ignore[arg-type]
    )


def chain(child: str, day: date) -> list[str]:
    relations = list(Relation.objects.select_related("child", "parent").order_by("pk"))
    names = {r.child_id: r.child.partner_id for r in relations}
    names |= {r.parent_id: r.parent.partner_id for r in relations if r.parent}
    pk = next(pk for pk, name in names.items() if name == child)
    found, _ = chain_on(spans_by_child(relations), pk, day)
    return [names[pk] for pk in found]


def test_a_change_ends_where_the_next_one_starts() -> None:
    put("P-3", "P-1", date(2025, 10, 1))
    put("P-3", "P-2", date(2026, 3, 15))
    put("P-3", None, date(2026, 6, 1))
    assert chain("P-3", date(2025, 9, 30)) == ["P-3"]
    assert chain("P-3", date(2026, 3, 14)) == ["P-3", "P-1"]
    assert chain("P-3", date(2026, 3, 15)) == ["P-3", "P-2"]
    assert chain("P-3", date(2026, 6, 1)) == ["P-3"]


def test_a_circle_is_refused_on_whichever_day_it_would_be() -> None:
    put("P-2", "P-1", date(2025, 10, 1))
    put("P-3", "P-2", date(2025, 10, 1))
    with pytest.raises(DomainError) as refused:
        put("P-1", "P-3", date(2026, 1, 1))
    assert refused.value.code == "cycle"
    put("P-3", None, date(2026, 2, 1))
    put("P-1", "P-3", date(2026, 2, 1))
    with pytest.raises(DomainError):
        put("P-1", "P-3", date(2026, 1, 31))
    assert Relation.objects.count() == 4


def test_a_circle_in_the_middle_of_other_spans_is_found() -> None:
    put("P-1", "P-2", date(2026, 5, 1), valid_to=date(2026, 5, 31))
    with pytest.raises(DomainError, match="2026-05-01"):
        put("P-2", "P-1", date(2025, 10, 1))
    put("P-2", "P-1", date(2025, 10, 1), valid_to=date(2026, 4, 30))


def test_a_start_before_the_open_period_needs_another_person_and_evidence() -> None:
    ProgramCalendar.objects.update(open_period_id="2026-03")
    with pytest.raises(DomainError) as refused:
        put("P-2", "P-1", date(2026, 2, 28))
    assert refused.value.code == "too_early"
    for incomplete in (
        {"approved_by": "ines"},
        {"evidence": "contract"},
        {"approved_by": "operator", "evidence": "contract"},
    ):
        with pytest.raises(DomainError):
            put("P-2", "P-1", date(2026, 2, 28), **incomplete)
    put("P-2", "P-1", date(2026, 2, 28), approved_by="ines", evidence="contract")
    put("P-3", "P-1", date(2026, 3, 1))


def test_a_partner_of_another_program_is_not_there() -> None:
    make_program("tamarind")
    make_partner("tamarind", "P-9", account="")
    with pytest.raises(DomainError) as refused:
        put("P-1", "P-9", date(2026, 1, 1))
    assert refused.value.code == "not_found"


def test_the_database_refuses_oneself_as_parent() -> None:
    relation = put("P-2", "P-1", date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.filter(pk=relation.pk).update(parent=relation.child_id)


def test_the_row_recorded_last_rules_its_days() -> None:
    rows = [
        (date(2026, 1, 1), FOREVER, "first"),
        (date(2026, 3, 1), date(2026, 3, 15), "correction"),
    ]
    assert resolve(rows) == [
        Span(date(2026, 1, 1), date(2026, 2, 28), "first"),
        Span(date(2026, 3, 1), date(2026, 3, 15), "correction"),
        Span(date(2026, 3, 16), FOREVER, "first"),
    ]
