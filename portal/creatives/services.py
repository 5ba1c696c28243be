"""Publishing creatives, version by version, and withdrawing them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.creatives.models import Creative, CreativeVersion
from portal.links.models import LandingPage
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.selectors import program_get
from portal.pictures import picture_remade
from portal.uploads import LARGEST, clean_name, content_store

IMAGES = ("png", "jpg", "jpeg")


@transaction.atomic
def creative_publish(
    *, by: Author, program_id: str, title: str, kind: str, language: str = "",
    upload: UploadedFile | None = None, text: str = "", landing_page: LandingPage | None = None,
    expires_on: date | None = None, alt_text: str = "", tags: Iterable[str] = (),
) -> Creative:  # fmt: skip
    """A new creative with its first version. Raises DomainError and ValidationError."""
    if landing_page is not None and landing_page.program_id != program_id:
        raise DomainError("foreign_page", _("This landing page is not one of the program."))
    creative = Creative(
        alt_text=alt_text,
        tags=sorted({tag.strip().lower()[:40] for tag in tags if tag.strip()}),
        program=program_get(program_id),
        title=title,
        kind=kind,
        language=language,
        landing_page=landing_page,
        expires_on=expires_on,
        created_at=clock.now(),
    )
    creative.full_clean()
    creative.save()
    version_publish(by=by, creative=creative, upload=upload, text=text)
    return creative


@transaction.atomic
def version_publish(
    *, by: Author, creative: Creative, upload: UploadedFile | None = None, text: str = ""
) -> CreativeVersion:
    """A new version; pages that embed the creative show it from now on.

    Raises DomainError: a banner without a PNG or JPEG, a text without words.
    """
    last = creative.versions.order_by("-version_no").first()
    version = CreativeVersion(
        creative=creative,
        version_no=last.version_no + 1 if last else 1,
        text=text.strip(),
        published_at=clock.now(),
    )
    if creative.kind == "banner":
        _take_image(version, upload)
    elif not version.text:
        raise DomainError("no_text", _("A text creative needs its text."))
    version.save()
    audit_record(**by.audit_names(), verb="creative published", object_kind="creative",
                 object_id=str(version), program_id=creative.program_id)  # fmt: skip
    return version


@transaction.atomic
def creative_withdraw(*, by: Author, creative: Creative, reason: str) -> Creative:
    """It must not be used any more, and is served nowhere from now on."""
    creative.withdrawn_at, creative.withdrawn_reason = clock.now(), reason
    creative.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit_record(**by.audit_names(), verb="creative withdrawn", object_kind="creative",
                 object_id=str(creative), program_id=creative.program_id,
                 reason=reason)  # fmt: skip
    return creative


def _take_image(version: CreativeVersion, upload: UploadedFile | None) -> None:
    """Made anew from its pixels: what else the file held is gone."""
    name = clean_name((upload.name or "") if upload else "")
    if upload is None or name.rpartition(".")[2].lower() not in IMAGES:
        raise DomainError("no_image", _("A banner needs a PNG or JPEG file."))
    content = upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise DomainError("too_large", _("%(name)s is larger than 5 MB.") % {"name": name})
    picture = picture_remade(content)
    ending = "png" if picture.format == "PNG" else "jpg"
    version.file_name = f"{name.rpartition('.')[0] or 'banner'}.{ending}"
    version.sha256 = content_store(version.creative.program_id, picture.content)
    version.size_bytes = len(picture.content)
    version.width, version.height = picture.width, picture.height
