"""Rows of the network: the tree with volumes, applicants, exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.onboarding.models import Application
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.selectors import Below
from portal.releases.selectors.network import Volume
from portal.web.base.tags.numbers import money_text, percent
from portal.web.partner.figures import exact
from portal.web.partner.frame import Viewer
from portal.web.partner.labels import country_label

Volumes = dict[str, tuple[Volume, ...]]
STATUS: dict[str, tuple[str, str | Promise]] = {
    "applied": ("wait", gettext_lazy("Applied")),
    "active": ("good", gettext_lazy("Active")),
    "suspended": ("wait", gettext_lazy("Suspended")),
    "closed": ("none", gettext_lazy("Closed")),
}
EXPORT_COLUMNS = ("partner_id", "name", "parent_partner_id", "level", "status", "since", "share",
                  "clients", "lots", "earned", "currency_code")  # fmt: skip
APPLIED: dict[str, tuple[str, str | Promise]] = {
    "submitted": ("wait", gettext_lazy("Waiting for you")),
    "approved": ("good", gettext_lazy("Approved")),
    "refused": ("none", gettext_lazy("Refused")),
}


def rows(below: Iterable[Below], volumes: Volumes) -> list[dict[str, Any]]:
    """Partners below, in the order of the tree; then those that brought something and stand
    elsewhere by now, so that the rows add up to the total."""
    found = [_row(one, volumes.get(one.partner.partner_id, ())) for one in below]
    known = {row["id"] for row in found}
    return found + [_gone(name, volumes[name]) for name in sorted(volumes) if name not in known]


def _gone(partner_id: str, volumes: tuple[Volume, ...]) -> dict[str, Any]:
    return {
        "id": partner_id,
        "name": _("No longer below you"),
        "depth": 1,
        "tone": "none",
        "word": "–",
        "since": None,
        "share": "",
        "clients": "",
        "lots": "",
        "is_hidden": False,
        "earned": [_money(v) for v in volumes],
    }


def _row(one: Below, volumes: tuple[Volume, ...]) -> dict[str, Any]:
    tone, word = STATUS[one.partner.status]
    volume = volumes[0] if volumes else None
    is_hidden = volume is not None and volume.clients is None
    return {
        "id": one.partner.partner_id,
        "name": one.partner.name,
        "depth": one.depth,
        "tone": tone,
        "word": str(word),
        "since": one.since,
        "share": percent(one.share) if one.share is not None else "",
        "clients": "" if volume is None or is_hidden else volume.clients,
        "lots": exact(volume.lots) if volume and volume.lots and not is_hidden else "",
        "is_hidden": is_hidden,
        "earned": [_money(v) for v in volumes],
    }


def _money(volume: Volume) -> dict[str, str]:
    code = volume.earned.currency.code
    return {"text": money_text(volume.earned.minor, code, volume.earned.currency.digits),
            "code": code}  # fmt: skip


def currency_codes(volumes: Volumes) -> list[str]:
    """Currencies in which the network earned."""
    return sorted({v.earned.currency.code for found in volumes.values() for v in found})


def totals(volumes: Volumes) -> list[dict[str, str]]:
    """What the whole network earned, one sum a currency."""
    sums: dict[str, int] = {}
    for found in volumes.values():
        for volume in found:
            code = volume.earned.currency.code
            sums[code] = sums.get(code, 0) + volume.earned.minor
    return [{"text": money_text(minor, code), "code": code} for code, minor in sorted(sums.items())]


def export_rows(below: Iterable[Below], volumes: Volumes) -> Iterator[dict[str, Any]]:
    """The tree as rows of a CSV; one more row for each further currency."""
    for one in below:
        for volume in volumes.get(one.partner.partner_id, ()) or (None,):
            yield {
                "partner_id": one.partner.partner_id, "name": one.partner.name,
                "parent_partner_id": one.parent_id, "level": one.depth,
                "status": one.partner.status, "since": one.since, "share": one.share,
                "clients": volume.clients if volume else None,
                "lots": volume.lots if volume else None,
                "earned": volume.earned.amount if volume else None,
                "currency_code": volume.earned.currency.code if volume else "",
            }  # fmt: skip


def applicants(viewer: Viewer, found: list[Application]) -> list[dict[str, Any]]:
    """Who applied under this partner; those that wait first."""
    return [
        {
            "id": one.application_id,
            "name": one.name,
            "country": country_label(one.country),
            "website": one.website,
            "traffic": ", ".join(traffic_label(code) for code in one.traffic),
            "audience": one.audience,
            "submitted_at": one.submitted_at,
            "is_waiting": one.state == "submitted",
            "tone": APPLIED[one.state][0],
            "word": str(APPLIED[one.state][1]),
            "reason": one.reason,
        }
        for one in found
    ]


def begun_count(master: Partner) -> int:
    """How many came by the link and have not handed in yet; nobody is named before."""
    return Application.objects.filter(parent=master, state="begun").count()


TRAFFIC: dict[str, str | Promise] = {
    "website": gettext_lazy("Website or blog"),
    "search": gettext_lazy("Search ads"),
    "social": gettext_lazy("Social media"),
    "video": gettext_lazy("Video"),
    "email": gettext_lazy("E-mail"),
    "community": gettext_lazy("Community or chat"),
    "education": gettext_lazy("Education"),
    "other": gettext_lazy("Other"),
}


def traffic_label(code: str) -> str:
    """A source of traffic in words."""
    return str(TRAFFIC.get(code, code))


def share_typed(text: str) -> Decimal:
    """A percentage that somebody typed, as a share. Raises DomainError for anything else."""
    try:
        value = Decimal(text.strip().removesuffix("%").replace(",", ".").strip())
    except InvalidOperation:
        raise DomainError("not_a_number", _("Write a percentage, such as 40.")) from None
    if not value.is_finite() or not 0 <= value <= 100 or value.as_tuple().exponent < -4:  # type: ignore[operator]
        raise DomainError("not_a_share", _("Write a percentage between 0 and 100."))
    return value / 100
