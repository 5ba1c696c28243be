"""A statement that closed is told once, in the partner's language, to who sees money."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from portal.hooks import closings
from portal.hooks.models import StatementsTold
from portal.notices.models import Notice
from portal.notices.words import sentence_of
from portal.releases.selectors.news import Closed, statements_closed_since
from tests.portal.payouts.world import make_partner, make_program

AUGUST, SEPTEMBER = datetime(2026, 9, 3, tzinfo=UTC), datetime(2026, 10, 3, tzinfo=UTC)


def closed(period_id: str, at: datetime, partner_id: str = "P-2041") -> Closed:
    return Closed("larkspur", partner_id, "month", period_id, "USD", 123456, 2, at)


@pytest.fixture
def told(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Closed]:
    make_program()
    make_partner()
    there: list[Closed] = [closed("2026-08", AUGUST)]

    def since(_release: Any, moment: datetime | None, _most: int) -> list[Closed]:
        return [one for one in there if moment is None or one.closed_at > moment][-50:]

    monkeypatch.setattr(closings, "current_release", lambda _id: object())
    monkeypatch.setattr(closings, "statements_closed_since", since)
    return there


def test_what_was_closed_before_is_told_to_nobody(told: list[Closed]) -> None:
    assert closings.statements_tell() == 0
    assert StatementsTold.objects.get().until == AUGUST
    assert not Notice.objects.filter(code="statement_closed").exists()


def test_a_new_one_is_told_once(told: list[Closed]) -> None:
    closings.statements_tell()
    told += [closed("2026-09", SEPTEMBER), closed("2026-09", SEPTEMBER, "P-9")]
    closings.statements_tell()
    closings.statements_tell()
    notice = Notice.objects.get(code="statement_closed")
    assert notice.path == "/larkspur/P-2041/statements/month/2026-09/USD/"
    assert sentence_of(notice.code, notice.words) == "Statement 2026-09 is there: 1,234.56\xa0USD."


def test_a_program_s_first_statement_is_told(told: list[Closed]) -> None:
    """Regression: a program seen before its first close told nobody of that."""
    told.clear()
    closings.statements_tell()
    told.append(closed("2026-08", AUGUST))
    assert closings.statements_tell() == 1


def test_a_full_turn_ends_with_a_whole_moment() -> None:
    rows = [
        {"partner_id": f"P-{n}", "calendar_id": "month", "period_id": "2026-09",
         "currency_code": "USD", "total_minor": n,
         "closed_at": (AUGUST if n < 2 else SEPTEMBER).replace(tzinfo=None)}
        for n in range(5)
    ]  # fmt: skip
    release: Any = SimpleNamespace(
        rows=lambda *_a, **_k: rows, manifest=SimpleNamespace(program_id="larkspur"),
        currency=lambda _code: SimpleNamespace(digits=2),
    )  # fmt: skip
    found = statements_closed_since(release, datetime(2026, 1, 1, tzinfo=UTC), 3)
    assert [one.partner_id for one in found] == ["P-0", "P-1"]
    assert [one.closed_at for one in found] == [AUGUST, AUGUST]  # in UTC, as a release knows it
    all_at_once = statements_closed_since(release, datetime(2026, 1, 1, tzinfo=UTC), 1)
    assert [one.partner_id for one in all_at_once] == ["P-0", "P-1"]
