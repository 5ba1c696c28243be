"""Drafting a look, publishing it: versioned, with who and why, in the audit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.branding.colours import completed
from portal.branding.logos import logo_checked
from portal.branding.models import Brand
from portal.branding.stylesheets import hash_of, sheet_of
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Program
from portal.partners.selectors import program_lock
from portal.uploads import content_store

HOST = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
LONGEST_TEXT = 600
PARTS = ("welcome", "footer")


@transaction.atomic
def brand_draft(
    *, by: Author, program_id: str, reason: str, product_name: str,
    colours: Mapping[str, tuple[str, str]] | None = None,
    texts: Mapping[str, Mapping[str, str]] | None = None,
    languages: Sequence[str] = (), default_language: str = "en",
    domain: str = "", sender_name: str = "", sender_address: str = "", support_address: str = "",
    logo: tuple[str, bytes] | None = None, keep_logo: bool = True,
) -> Brand:  # fmt: skip
    """The next version, which nobody sees until it is published.

    `colours`: {token: (light, dark)}; `logo`: (file name, bytes), else the last version's is kept.
    Raises DomainError: contrast, logo, domain, languages, texts; ValidationError for a bad field.
    """
    program = program_lock(program_id)
    last = Brand.objects.filter(program=program).first()
    chosen = completed(colours or {})
    made = Brand(
        program=program, version_no=last.version_no + 1 if last else 1,
        product_name=product_name.strip(), domain=_domain(program, domain),
        sender_name=_line(sender_name), sender_address=sender_address.strip(),
        support_address=support_address.strip(),
        languages=_languages(languages, default_language), default_language=default_language,
        colours={token: list(values) for token, values in chosen.items()},
        texts=_texts(texts or {}), sheet_hash=hash_of(sheet_of(chosen)),
        reason=reason.strip(), author=by.name, drafted_at=clock.now(),
    )  # fmt: skip
    if logo:
        found = logo_checked(*logo)
        made.logo_kind = found.kind
        made.logo_sha256 = content_store(program_id, found.content)
    elif last and keep_logo:
        made.logo_kind, made.logo_sha256 = last.logo_kind, last.logo_sha256
    made.full_clean()
    made.save()
    _audit(by, "look drafted", made, made.reason)
    return made


@transaction.atomic
def brand_publish(*, by: Author, brand: Brand, reason: str = "") -> Brand:
    """From now on pages and mails look like this; name and domain become the program's.

    An earlier version is published again by drafting it anew. Raises DomainError for a version
    that was published, or that a later published one has overtaken.
    """
    program = program_lock(brand.program_id)
    brand = Brand.objects.get(pk=brand.pk)
    newer = Brand.objects.filter(program=program, version_no__gt=brand.version_no)
    if brand.published_at or newer.exclude(published_at=None).exists():
        raise DomainError("past", _("This version is past; draft it anew and publish that."))
    _domain(program, brand.domain)
    brand.published_at, brand.published_by = clock.now(), by.name
    brand.save(update_fields=["published_at", "published_by"])
    program.name, program.domain = brand.product_name, brand.domain
    program.save(update_fields=["name", "domain"])
    _audit(by, "look published", brand, reason or brand.reason)
    return brand


def _domain(program: Program, domain: str) -> str:
    host = domain.strip().lower().rstrip(".")
    if host and not HOST.fullmatch(host):
        raise DomainError(
            "bad_domain", _("“%s” is no domain; write it like partners.example.com.") % domain[:60]
        )
    if host and Program.objects.exclude(pk=program.pk).filter(domain=host).exists():
        raise DomainError("taken", _("The domain %s belongs to another program.") % host)
    return host


def _languages(languages: Sequence[str], default: str) -> list[str]:
    known = [code for code, _word in settings.LANGUAGES]
    offered = [code for code in known if code in set(languages)]
    offered = offered or list(settings.OFFERED_LANGUAGES)
    if unknown := sorted(set(languages) - set(known)):
        raise DomainError("bad_language", _("There is no language “%s” here.") % unknown[0])
    if default not in offered:
        raise DomainError("bad_default", _("The default is one of the languages offered."))
    return offered


def _texts(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language, parts in texts.items():
        kept = {part: parts[part].strip() for part in PARTS if parts.get(part, "").strip()}
        if any(len(text) > LONGEST_TEXT for text in kept.values()):
            raise DomainError("too_long", _("A text has at most %s characters.") % LONGEST_TEXT)
        if kept:
            found[language] = kept
    return found


def _line(text: str) -> str:
    """A name for the head of a mail: one line."""
    return " ".join(text.split())


def _audit(by: Author, verb: str, brand: Brand, reason: str) -> None:
    details: dict[str, Any] = {"sheet": brand.sheet_hash, "domain": brand.domain}
    audit_record(**by.audit_names(), verb=verb, object_kind="look", object_id=str(brand),
                 program_id=brand.program_id, reason=reason, details=details)  # fmt: skip
