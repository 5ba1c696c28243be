"""Setting and cancelling where a partner's money goes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException

from portal import clock
from portal.audit.services import audit_record
from portal.notices.services import notice_send
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.payouts import vault
from portal.payouts.models import PayoutMethod
from portal.payouts.models.methods import KINDS

COOLING_OFF = timedelta(hours=72)
# A network in capitals, then its address as the network writes it: kept as text, never checked on
# a chain.
CRYPTO = re.compile(r"[A-Z0-9-]{2,12} [A-Za-z0-9:]{20,100}")


@transaction.atomic
def method_set(
    *,
    by: Author,
    partner: Partner,
    kind: str,
    account: str,
    holder_name: str,
    bic: str = "",
    town: str = "",
    country: str = "",
    at: datetime | None = None,
) -> PayoutMethod:
    """Send the partner's money to `account` from 72 hours on: an IBAN (sepa), text (wire), an
    e-mail address (wise, paypal), or `NETWORK address` (crypto).

    Until then the partner is carried with a reason, and the change can be cancelled. Everybody in
    the team is mailed, whatever they chose. `at` is the product's moment (default: now). Raises
    DomainError for an account or BIC that cannot be, and ValidationError for another bad field.
    """
    now = at or clock.now()
    number = _account(kind, account)
    Partner.objects.select_for_update().get(pk=partner.pk)
    PayoutMethod.objects.filter(partner=partner, state="active").update(
        state="replaced", ended_at=now
    )
    method = PayoutMethod(
        program_id=partner.program_id,
        partner=partner,
        kind=kind,
        holder_name=holder_name.strip(),
        account_sealed=vault.seal(number),
        account_hash=vault.account_hash(number),
        masked=vault.masked(kind, number),
        bic=_bic(bic),
        town=town,
        country=country.upper(),
        state="active",
        changed_at=now,
        usable_from=now + COOLING_OFF,
        changed_by=by.user,
    )
    method.full_clean()
    method.save()
    _audit(by, "payout method changed", method)
    _tell("method_changed", method, at=method.usable_from.date().isoformat())
    return method


@transaction.atomic
def method_cancel(*, by: Author, partner: Partner, reason: str) -> PayoutMethod | None:
    """Take back a change that still cools off; the account before it (if any) is active again.

    Raises DomainError when no change is cooling off.
    """
    now = clock.now()
    Partner.objects.select_for_update().get(pk=partner.pk)
    changed = PayoutMethod.objects.filter(partner=partner, state="active").first()
    if changed is None or changed.usable_from <= now:
        raise DomainError(
            "not_cooling_off",
            _("%(partner_id)s has no change that waits; set a new account")
            % {"partner_id": partner.partner_id},
        )
    changed.state, changed.ended_at = "cancelled", now
    changed.save(update_fields=["state", "ended_at"])
    before = PayoutMethod.objects.filter(partner=partner, state="replaced").first()
    if before is not None:
        before.state, before.ended_at = "active", None
        before.save(update_fields=["state", "ended_at"])
    _audit(by, "payout method change cancelled", changed, reason)
    _tell("method_cancelled", changed)
    return before


def _account(kind: str, account: str) -> str:
    if kind not in KINDS:
        raise DomainError(
            "unknown_kind",
            _("kind %(kind)r: write one of %(kinds)s") % {"kind": kind, "kinds": ", ".join(KINDS)},
        )
    if kind in ("wise", "paypal"):
        return _email(account)
    if kind == "crypto":
        return _crypto(account)
    compact = "".join(account.split())
    if kind != "sepa":
        if not 4 <= len(compact) <= 34:
            raise DomainError("bad_account", _("an account number has 4 to 34 characters"))
        return compact.upper()
    try:
        iban = IBAN(compact)
    except SchwiftyException as error:
        raise DomainError(
            "bad_account", _("this is not an IBAN (%(error)s): check it") % {"error": error}
        ) from None
    if not iban.in_sepa_zone:
        raise DomainError(
            "not_sepa",
            _("accounts in %(country_code)s are not in SEPA: use kind wire")
            % {"country_code": iban.country_code},
        )
    return str(iban)


def _email(account: str) -> str:
    address = account.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise DomainError(
            "bad_account",
            _("%(address)r is not an e-mail address: check it") % {"address": address},
        ) from None
    return address


def _crypto(account: str) -> str:
    network, _space, address = account.strip().partition(" ")
    text = f"{network.upper()} {address.strip()}"
    if not CRYPTO.fullmatch(text):
        raise DomainError(
            "bad_account",
            _("write the network, a space and the address, as in: BTC bc1q…"),
        )
    return text


def _tell(code: str, method: PayoutMethod, **words: str) -> None:
    """The whole team, each person by mail as well: whoever did it was perhaps none of them."""
    path = f"/{method.program_id}/{method.partner.partner_id}/payments/"
    words["account"] = method.masked
    notice_send(code=code, partner=method.partner, words=words, path=path)


def _bic(bic: str) -> str:
    try:
        return str(BIC(bic)) if bic else ""
    except SchwiftyException as error:
        raise DomainError(
            "bad_bic", _("this is not a BIC (%(error)s): check it") % {"error": error}
        ) from None


def _audit(by: Author, verb: str, method: PayoutMethod, reason: str = "") -> None:
    audit_record(
        **by.audit_names(),
        verb=verb,
        object_kind="payout_method",
        object_id=str(method.partner),
        program_id=method.program_id,
        reason=reason,
        details={"masked": method.masked, "kind": method.kind},
    )
