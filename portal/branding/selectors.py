"""How a program looks now, for pages, mails and file names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import formataddr

from django.conf import settings
from django.db.models import QuerySet

from portal.branding.models import Brand
from portal.partners.models import Program


@dataclass(frozen=True)
class Look:
    """What pages take: plain values, made of the version that rules, or of the house's own."""

    program_id: str = ""
    product_name: str = "Openbook"
    sheet_hash: str = ""
    logo_sha256: str = ""
    logo_kind: str = ""
    support_address: str = ""
    sender: str = ""
    languages: tuple[str, ...] = ()
    default_language: str = "en"
    texts: dict[str, dict[str, str]] = field(default_factory=dict)

    def text(self, part: str, language: str) -> str:
        """A text of the program in a language, else in its default one; may be empty."""
        for code in (language, self.default_language, "en"):
            if found := self.texts.get(code, {}).get(part):
                return found
        return ""

    @property
    def file_stem(self) -> str:
        """The product's name as the beginning of a file's name."""
        return re.sub(r"[^a-z0-9]+", "-", self.product_name.lower()).strip("-") or self.program_id


def brands_of(program_id: str) -> QuerySet[Brand]:
    """All versions, the newest first."""
    return Brand.objects.filter(program_id=program_id)


def ruling(program_id: str) -> Brand | None:
    """The version published last."""
    return brands_of(program_id).exclude(published_at=None).first()


def look_of(program: Program) -> Look:
    """The look of a program; one that has published none has the house's, and its own name."""
    brand = ruling(program.program_id)
    if brand is None:
        return Look(program.program_id, program.name, languages=settings.OFFERED_LANGUAGES)
    return look_in(brand)


def look_in(brand: Brand) -> Look:
    """The look that a version gives, published or not."""
    name = brand.sender_name or brand.product_name
    return Look(
        brand.program_id, brand.product_name, brand.sheet_hash, brand.logo_sha256, brand.logo_kind,
        brand.support_address,
        formataddr((name, brand.sender_address)) if brand.sender_address else "",
        tuple(brand.languages), brand.default_language, brand.texts,
    )  # fmt: skip


def sender_of(program: Program) -> str:
    """From whom mails of the program come."""
    return look_of(program).sender or settings.DEFAULT_FROM_EMAIL


def address_of(program: Program) -> str:
    """How mails name the portal: the program's own domain, else this installation's address."""
    if program.domain and settings.HTTPS:
        return f"https://{program.domain}"
    found: str = settings.PORTAL_URL
    return found


def brand_with_sheet(program_id: str, sheet_hash: str) -> Brand | None:
    """A version whose colours make the sheet of that hash."""
    return Brand.objects.filter(program_id=program_id, sheet_hash=sheet_hash).first()


def has_logo(program_id: str, sha256: str, kind: str) -> bool:
    """Whether a version of the program has this logo."""
    found = Brand.objects.filter(program_id=program_id, logo_sha256=sha256, logo_kind=kind)
    return found.exists()


def program_at(host: str) -> Program | None:
    """The program whose own domain a host is."""
    return Program.objects.filter(domain=host).first() if host else None
