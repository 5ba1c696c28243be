"""What My terms reads: each deal's sentences by day, and how far a tier's steps are reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from portal.releases.lines import FACT_COLUMNS, LINE_COLUMNS, Fact, Line, fact_of, line_of
from portal.releases.reader import Release, Row
from portal.releases.sentences import shown


@dataclass(frozen=True, slots=True)
class Part:
    """The sentences about one component, or (component_id '') about the whole deal."""

    component_id: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A deal as agreed from one day to another, both included."""

    valid_from: date
    valid_to: date
    plan_id: str
    plan_version_no: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class DealTerms:
    """A deal with all its versions, the oldest first."""

    deal_id: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version | None:
        """The version that rules on a day."""
        return next((v for v in self.versions if v.valid_from <= day <= v.valid_to), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """The line of a tiered component in its present period, with the facts of its steps."""

    line: Line
    facts: tuple[Fact, ...]


_TERMS = """
select deal_id, plan_id, plan_version_no, component_id, valid_from, valid_to, language, sentence
from pub_portal__terms
where partner_id = $partner and language in ($language, 'en')
order by deal_id, valid_from, position
"""


def terms_list(release: Release, partner_id: str, language: str = "en") -> tuple[DealTerms, ...]:
    """The partner's deals with their sentences; in English where a language has none. 1 query.

    Components change on days of their own, so a deal is cut at every such day.
    """
    by_deal: dict[str, list[Row]] = {}
    for row in release.rows(_TERMS, partner=partner_id, language=language):
        by_deal.setdefault(row["deal_id"], []).append(row)
    return tuple(DealTerms(deal, _versions(rows, language)) for deal, rows in by_deal.items())


def progress_list(release: Release, partner_id: str) -> tuple[Progress, ...]:
    """Own lines of the present periods that stand on steps. 1 query."""
    presents = [period.period_id for period in release.presents()]
    lines = release.files("pub_portal__lines", presents)
    facts = release.files("pub_portal__line_facts", presents)
    if not (lines and facts):
        return ()
    row = release.row(
        f"""
        with stepped as materialized (
            select {FACT_COLUMNS}, line_id from read_parquet($facts)
            where partner_id = $partner and section = 'step'
        ),
        own as materialized (
            select {LINE_COLUMNS} from read_parquet($lines)
            where partner_id = $partner and family = 'period' and level = 0
        )
        select
            (select list(o order by o.component_id) from own as o
             where o.line_id in (select line_id from stepped)) as lines,
            (select list(s order by s.position) from stepped as s) as facts
        """,  # noqa: S608  names are constants of portal.releases.lines
        partner=partner_id, lines=lines, facts=facts,
    )  # fmt: skip
    facts_of: dict[str, list[Fact]] = {}
    for fact in row["facts"] or []:
        facts_of.setdefault(fact.pop("line_id"), []).append(fact_of(fact))
    return tuple(
        Progress(line_of(release, line), tuple(facts_of.get(line["line_id"], ())))
        for line in row["lines"] or []
    )


def _versions(rows: list[Row], language: str) -> tuple[Version, ...]:
    spoken = [r for r in rows if r["language"] == language] or rows
    days = sorted({r["valid_from"] for r in spoken} | {_after(r["valid_to"]) for r in spoken})
    found = []
    for first, following in pairwise(days):
        ruling = [r for r in spoken if r["valid_from"] <= first <= r["valid_to"]]
        if not ruling:
            continue
        found.append(
            Version(
                valid_from=first, valid_to=_before(following), plan_id=ruling[0]["plan_id"],
                plan_version_no=ruling[0]["plan_version_no"], parts=tuple(_parts(ruling)),
            )
        )  # fmt: skip
    return tuple(found)


def _parts(rows: Iterable[Row]) -> Iterable[Part]:
    sentences: dict[str, list[str]] = {}
    for row in rows:
        sentences.setdefault(row["component_id"] or "", []).append(shown(row["sentence"]))
    for component_id in sorted(sentences, key=lambda c: (c != "", c)):
        yield Part(component_id, tuple(sentences[component_id]))


def _after(day: date) -> date:
    return day if day == date.max else date.fromordinal(day.toordinal() + 1)


def _before(day: date) -> date:
    return day if day == date.max else date.fromordinal(day.toordinal() - 1)
