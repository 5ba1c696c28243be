"""Asking to be paid: an amount of one balance, up to what is available, with the next batch."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.audit.services import audit_record
from portal.notices.services import notice_send
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.selectors import program_lock
from portal.payouts.models import Payment, PayoutRequest, PayoutSchedule
from portal.payouts.models.requests import SCHEDULES
from portal.payouts.money import NoRate, Rates, convert, major
from portal.payouts.plan import blocker_of
from portal.payouts.selectors import method_of
from portal.payouts.sharing import shares_account


@transaction.atomic
def request_make(
    *,
    by: User,
    partner: Partner,
    currency_code: str,
    amount_minor: int,
    available_minor: int,
    rates: Rates,
    on: date,
) -> PayoutRequest:
    """Ask for `amount_minor` of the balance in `currency_code`, in minor units.

    `available_minor` is what the caller read: cleared less living reservations; the freeze reads it
    anew. The caller has seen a fresh second factor. Raises DomainError: a blocker of payments
    (identity, no account, one that cools off), an amount of nothing, above what is available or
    below the partner's threshold at the last rate up to `on`, another open request.
    """
    program_lock(partner.program_id)
    now = clock.now()
    method = method_of(partner)
    shares = shares_account(partner, on)
    blocked = blocker_of(partner, method, now, shares_account=shares)
    if blocked:
        raise DomainError(blocked[0], blocker_words(blocked[0]))
    if amount_minor <= 0:
        raise DomainError("nothing", _("Write an amount above 0."))
    if amount_minor > available_minor:
        raise DomainError(
            "above_available",
            _("%(amount)s are available: ask for that or less.")
            % {"amount": _named(max(available_minor, 0), currency_code)},
        )
    _refuse_below(partner, currency_code, amount_minor, rates, on)
    try:
        with transaction.atomic():
            made = PayoutRequest.objects.create(
                program_id=partner.program_id,
                partner=partner,
                request_id=_next_id(partner),
                currency_code=currency_code,
                amount_minor=amount_minor,
                state="requested",
                requested_at=now,
                requested_by=by,
            )
    except IntegrityError:
        raise DomainError(
            "open_already", _("There is an open request for this balance. Cancel it first.")
        ) from None
    _audit(by, "payment requested", made)
    _tell("payment_requested", made)
    return made


@transaction.atomic
def request_cancel(*, by: User, partner: Partner, request_id: str) -> PayoutRequest:
    """Take a request back. Raises DomainError for an unknown one and once a batch has it."""
    program_lock(partner.program_id)
    found = PayoutRequest.objects.filter(partner=partner, request_id=request_id).first()
    if found is None:
        raise DomainError("not_found", _("There is no such request."))
    if found.state != "requested":
        raise DomainError("not_open", _("It is in a batch already, or was cancelled."))
    found.state, found.cancelled_at = "cancelled", clock.now()
    found.save(update_fields=["state", "cancelled_at"])
    _audit(by, "payment request cancelled", found)
    return found


@transaction.atomic
def schedule_set(*, by: User, partner: Partner, pays: str) -> PayoutSchedule:
    """Be paid whatever is available on each payment day (`automatic`), or `on_request` alone."""
    if pays not in SCHEDULES:
        raise DomainError(
            "unknown_schedule",
            _("%(pays)r: write one of %(schedules)s")
            % {"pays": pays, "schedules": ", ".join(SCHEDULES)},
        )
    found, _new = PayoutSchedule.objects.update_or_create(
        partner=partner, defaults={"pays": pays, "changed_at": clock.now()}
    )
    audit_record(
        who=by,
        verb="payout schedule set",
        object_kind="partner",
        object_id=str(partner),
        program_id=partner.program_id,
        details={"pays": pays},
    )
    return found


def requests_take(payments: dict[tuple[int, str], Payment], carried: dict[tuple[int, str], str],
                  program_id: str) -> None:  # fmt: skip
    """Called by the freeze, in its transaction: open requests get their payment, or why not.

    Both are by the partner's primary key and currency.
    """
    for request in PayoutRequest.objects.filter(program_id=program_id, state="requested"):
        key = (request.partner_id, request.currency_code)
        request.payment = payments.get(key)
        request.state = "taken" if request.payment else "requested"
        request.waits_for = "" if request.payment else carried.get(key, "nothing_available")
        request.save(update_fields=["payment", "state", "waits_for"])


def requests_reopen(payments: list[Payment]) -> int:
    """A batch was given up before any file: its requests are open again, unless the partner has
    asked anew meanwhile. Returns how many."""
    count = 0
    for request in PayoutRequest.objects.filter(payment__in=payments, state="taken"):
        newer = PayoutRequest.objects.filter(
            partner=request.partner_id, currency_code=request.currency_code, state="requested"
        )
        if not newer.exists():
            request.state, request.payment, request.waits_for = "requested", None, "batch_recalled"
            request.save(update_fields=["state", "payment", "waits_for"])
            count += 1
    return count


def blocker_words(code: str) -> str:
    """What to do about a blocker of payments, in the reader's language."""
    return {
        "partner_suspended": _("Payments are suspended: ask your manager."),
        "partner_applied": _("Payments begin when you are admitted."),
        "identity_unverified": _("Your identity is not verified yet: ask your manager."),
        "no_method": _("There are no bank details yet: an owner of your team adds them."),
        "method_cooling_off": _("The new account is not used yet: its 72 hours are running."),
        "method_currency": _("A SEPA account takes euro only: change the account."),
        "account_shared": _("Your account is also another partner’s: name one of your own."),
    }.get(code, code)


def _refuse_below(
    partner: Partner, currency_code: str, amount_minor: int, rates: Rates, on: date
) -> None:
    target = partner.payout_currency_code
    try:
        rate = rates.between(currency_code, target, on)
    except NoRate:
        raise DomainError(
            "no_rate", _("There is no exchange rate yet; try again tomorrow.")
        ) from None
    if convert(amount_minor, currency_code, target, rate.value) < max(partner.threshold_minor, 1):
        raise DomainError(
            "below_threshold",
            _("Your threshold is %(amount)s: ask for more, or wait.")
            % {"amount": _named(partner.threshold_minor, target)},
        )


def _next_id(partner: Partner) -> str:
    count = PayoutRequest.objects.filter(program_id=partner.program_id).aggregate(n=Count("pk"))
    return f"PR-{1001 + count['n']}"


def _named(minor: int, currency_code: str) -> str:
    return f"{major(minor, currency_code):f} {currency_code}"


def _tell(code: str, request: PayoutRequest) -> None:
    notice_send(
        code=code,
        partner=request.partner,
        words={
            "amount": _named(request.amount_minor, request.currency_code),
            "who": request.requested_by.display_name,
        },
        path=f"/{request.program_id}/{request.partner.partner_id}/payments/",
        roles=("owner", "finance"),
    )


def _audit(by: User, verb: str, request: PayoutRequest) -> None:
    audit_record(
        who=by,
        verb=verb,
        object_kind="payout request",
        object_id=str(request),
        program_id=request.program_id,
        details={"amount_minor": request.amount_minor, "currency_code": request.currency_code},
    )
