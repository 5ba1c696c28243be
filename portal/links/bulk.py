"""Many links from one CSV: all of them, or none and a list of what is wrong."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.links.models import SUBS, LandingPage, Link
from portal.links.selectors import landing_pages_of
from portal.links.services import link_build
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner

COLUMNS = ("destination", "campaign", *SUBS, "short_name", "with_partner_code")
MOST_ROWS, MOST_BYTES = 1_000, 512_000
YES = ("1", "true", "yes", "x")


@dataclass
class Bulk:
    """What came of a file: `links` made, or `problems` as (row, text) and nothing made."""

    links: list[Link] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def links_import(*, by: Author, partner: Partner, data: bytes) -> Bulk:
    """Make a link of each row. `destination` is an address or a landing page's title."""
    try:
        rows = _rows(data)
    except DomainError as refusal:
        return Bulk(problems=[(1, str(refusal))])
    pages = {page.title.casefold(): page for page in landing_pages_of(partner.program_id)}
    found = Bulk()
    with transaction.atomic():
        for number, row in rows:
            try:
                found.links.append(_link(by, partner, row, pages))
            except DomainError as refusal:
                found.problems.append((number, str(refusal)))
            except ValidationError as refusal:
                found.problems.append((number, "; ".join(refusal.messages)))
        if found.problems:
            transaction.set_rollback(True)
            found.links.clear()
    return found


def _link(by: Author, partner: Partner, row: dict[str, str], pages: dict[str, LandingPage]) -> Link:
    wanted = row.get("destination", "")
    page = pages.get(wanted.casefold())
    return link_build(
        by=by,
        partner=partner,
        destination="" if page else wanted,
        landing_page=page,
        campaign=row.get("campaign", ""),
        subs={name: row.get(name, "") for name in SUBS},
        link_code=row.get("short_name", ""),
        with_partner_code=row.get("with_partner_code", "").casefold() in YES,
    )


def _rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    if len(data) > MOST_BYTES:
        raise DomainError("too_large", _("the file is larger than 500 KB; split it"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError(
            "bad_encoding", _("the file is not UTF-8 text; save it as CSV UTF-8")
        ) from None
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    try:
        heads = [head.strip().lower() for head in reader.fieldnames or []]
        unknown = sorted(set(heads) - set(COLUMNS))
        if "destination" not in heads or unknown:
            raise DomainError(
                "wrong_header",
                f"the columns are {', '.join(COLUMNS)}; destination must be there"
                + (f", {', '.join(unknown)} is unknown" if unknown else ""),
            )
        reader.fieldnames = heads
        rows = [
            (number, {k: (v or "").strip() for k, v in row.items() if k})
            for number, row in enumerate(reader, start=2)
        ]
    except csv.Error as error:
        raise DomainError(
            "not_csv", _("the file cannot be read as CSV: %(error)s") % {"error": error}
        ) from None
    if not rows or len(rows) > MOST_ROWS:
        raise DomainError(
            "wrong_size",
            _("the file has %(rows)s rows; 1 to %(most_rows)s are taken")
            % {"rows": len(rows), "most_rows": MOST_ROWS},
        )
    return rows
