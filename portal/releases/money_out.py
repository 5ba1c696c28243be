"""What the portal's own tables say about a partner's money: reserved, in payment, paid, next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from portal import clock
from portal.partners.models import Partner
from portal.payouts.models import Payment, PayoutMethod
from portal.payouts.plan import blocker_of
from portal.payouts.selectors import method_of
from portal.payouts.sharing import shares_account
from portal.releases.money import Money
from portal.releases.selectors.overview import Balance
from portal.releases.selectors.statements import StatementPage

IN_PAYMENT = ("frozen", "held", "exported", "accepted")


@dataclass(frozen=True)
class MoneyOut:
    """One partner and currency. Sums are minor units of living reservations, by payment state."""

    in_payment_minor: int
    settled_minor: int
    in_payment: tuple[Payment, ...]
    method: PayoutMethod | None
    blocker: str

    @property
    def reserved_minor(self) -> int:
        return self.in_payment_minor + self.settled_minor


@dataclass(frozen=True)
class Split:
    """Where a balance is: every amount earned is in exactly one of these states."""

    pending: Money
    on_hold: Money
    locked: Money
    held: Money
    available: Money
    in_payment: Money
    paid: Money

    @property
    def not_received(self) -> Money:
        """Earned and not yet on the partner's account; what is locked is not earned for good."""
        return (
            self.pending + self.on_hold + self.locked + self.held + self.available + self.in_payment
        )


def payments_of(partner: Partner, currency_code: str = "") -> list[Payment]:
    """All payments of one partner, newest first, with batch, method and answers."""
    rows = Payment.objects.filter(partner=partner).select_related("batch", "method", "reservation")
    if currency_code:
        rows = rows.filter(currency_code=currency_code)
    return list(rows.prefetch_related("answers").order_by("-batch__paid_on", "-pk"))


def money_out(partner: Partner, currency_code: str) -> MoneyOut:
    """Living reservations of one balance, and what stands between the partner and a payment."""
    living = list(
        Payment.objects.filter(
            Q(reservation__ended_at=None), partner=partner, currency_code=currency_code
        )
        .filter(reservation__isnull=False)
        .select_related("batch", "method", "reservation")
        .order_by("-batch__paid_on")
    )
    method = method_of(partner)
    now = clock.now()
    shares = shares_account(partner, now.date())
    blocked = blocker_of(partner, method, now, shares_account=shares)
    settled = [p for p in living if p.state == "settled"]
    moving = [p for p in living if p.state != "settled"]
    return MoneyOut(
        in_payment_minor=sum(p.reservation.amount_minor for p in moving),
        settled_minor=sum(p.reservation.amount_minor for p in settled),
        in_payment=tuple(moving),
        method=method,
        blocker=blocked[0] if blocked else "",
    )


def split_of(balance: Balance, out: MoneyOut, held_open: Money) -> Split:
    """The six states of a balance. `held_open`: under review in the open period, which the
    release counts as pending and people read as held."""
    code = balance.cleared.currency
    return Split(
        pending=balance.pending - held_open,
        on_hold=balance.on_hold,
        locked=balance.locked,
        held=balance.held + held_open,
        available=balance.cleared - Money(out.reserved_minor, code),
        in_payment=Money(out.in_payment_minor, code),
        paid=Money(out.settled_minor, code),
    )


def next_freeze(payment_day: int, today: date) -> date:
    """The next day on which the program's batch is frozen: today, if it is that day."""
    if today.day <= payment_day:
        return today.replace(day=payment_day)
    return (today.replace(day=1) + timedelta(days=32)).replace(day=payment_day)


@dataclass(frozen=True)
class Around:
    """A balance around a statement: what was left of earlier ones at the close before, what was
    frozen for payment since, and what this one leaves. Payments as they stand now."""

    opening: Money
    payments: tuple[Payment, ...]
    closing: Money


def around(partner: Partner, page: StatementPage) -> Around:
    """Of payments that came back nothing is left: their money is in the balance again."""
    total, closed_at = page.statement.total, clock.utc(page.statement.closed_at)
    living = Payment.objects.filter(
        partner=partner, currency_code=total.currency_code, reservation__isnull=False,
        reservation__ended_at=None, batch__frozen_at__lte=closed_at,
    )  # fmt: skip
    before: list[Payment] = []
    since: list[Payment] = []
    for payment in living.select_related("batch", "reservation").order_by("batch__frozen_at"):
        last = page.before_closed_at
        is_earlier = last is not None and payment.batch.frozen_at <= clock.utc(last)
        (before if is_earlier else since).append(payment)
    opening = page.before - _sum(before, total)
    return Around(opening, tuple(since), opening - _sum(since, total) + total)


def _sum(payments: list[Payment], like: Money) -> Money:
    return Money(sum(p.reservation.amount_minor for p in payments), like.currency)
