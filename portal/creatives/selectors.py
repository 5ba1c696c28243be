"""What a program offers, and what must not be used any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.creatives.models import Creative, CreativeVersion
from portal.partners.models import Partner


@dataclass(frozen=True)
class Offer:
    """A creative in its newest version. `is_usable`: neither withdrawn nor expired."""

    creative: Creative
    version: CreativeVersion
    is_usable: bool

    @property
    def size(self) -> str:
        """Width × height of a banner, else empty."""
        return f"{self.version.width} × {self.version.height}" if self.version.width else ""


def offers_for(partner: Partner, today: date) -> list[Offer]:
    """All creatives of the partner's program, usable ones first. 2 queries."""
    rows = Creative.objects.filter(program_id=partner.program_id).select_related("landing_page")
    found = [
        Offer(creative, versions[0], _is_usable(creative, today))
        for creative in rows.prefetch_related("versions")
        if (versions := list(creative.versions.all()))
    ]
    return sorted(found, key=lambda offer: not offer.is_usable)


def offer_for(partner: Partner, public_id: str, today: date) -> Offer | None:
    """One creative of the partner's program; None for another program's."""
    creative = (
        Creative.objects.filter(program_id=partner.program_id, public_id=public_id)
        .select_related("landing_page")
        .first()
    )
    version = creative.versions.first() if creative else None
    return Offer(creative, version, _is_usable(creative, today)) if creative and version else None


def shown_publicly(public_id: str, today: date) -> CreativeVersion | None:
    """The version that pages on the web show now; None when it is served nowhere."""
    creative = Creative.objects.filter(public_id=public_id, kind="banner").first()
    if creative is None or not _is_usable(creative, today):
        return None
    return creative.versions.first()


def _is_usable(creative: Creative, today: date) -> bool:
    return creative.withdrawn_at is None and (
        creative.expires_on is None or today <= creative.expires_on
    )


def creatives_of(program_id: str, today: date) -> list[Offer]:
    """Every creative of a program for its staff, usable ones first."""
    rows = Creative.objects.filter(program_id=program_id).prefetch_related("versions")
    found = [Offer(c, v[0], _is_usable(c, today)) for c in rows if (v := list(c.versions.all()))]
    return sorted(found, key=lambda offer: not offer.is_usable)


def creative_get(program_id: str, public_id: str) -> Creative | None:
    """One creative of a program with its versions; None for another program's."""
    found = Creative.objects.filter(program_id=program_id, public_id=public_id)
    return found.select_related("landing_page").prefetch_related("versions").first()
