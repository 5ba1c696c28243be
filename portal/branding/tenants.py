"""Opening a program: the tenant, its first administrator and its first look, in one deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import StaffRole, User
from portal.accounts.services import role_grant
from portal.branding.services import brand_draft, brand_publish
from portal.partners.authors import Author
from portal.partners.models import Program
from portal.partners.services import program_create


@transaction.atomic
def tenant_open(
    *, by: User, program_id: str, name: str, calendar_ids: Sequence[str],
    languages: Sequence[str], default_language: str, domain: str = "",
    colours: Mapping[str, tuple[str, str]] | None = None, **settings: Any,
) -> Program:  # fmt: skip
    """A new program with a published look; `by` is its administrator.

    `settings` are those of `program_create`; the first period is named in the first of
    `calendar_ids`. `colours`: {token: (light, dark)}. All or nothing: raises DomainError,
    PeriodError and ValidationError as its parts do.
    """
    author = Author.of(by)
    program = program_create(
        by=author, program_id=program_id, name=name, calendar_ids=tuple(calendar_ids), **settings
    )
    role_grant(by, program_id, StaffRole.ADMINISTRATOR, by=by)
    look = brand_draft(
        by=author, program_id=program_id, reason=_("The program was opened"), product_name=name,
        languages=languages, default_language=default_language, domain=domain,
        colours=dict(colours or {}),
    )  # fmt: skip
    brand_publish(by=author, brand=look)
    program.refresh_from_db()
    return program
