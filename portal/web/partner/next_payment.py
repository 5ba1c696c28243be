"""The next payment, and what stands between now and it: steps with who acts next and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.payouts.models import Payment
from portal.releases.money import Money
from portal.releases.money_out import MoneyOut, Split, next_freeze
from portal.releases.reader import Period, Release
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import moment, money_named
from portal.web.partner.accounts import account_words
from portal.web.partner.frame import Viewer
from portal.web.partner.labels import period_label

BLOCKERS = {
    "partner_suspended": "fail",
    "partner_applied": "now",
    "identity_unverified": "now",
    "no_method": "now",
    "method_cooling_off": "now",
    "method_currency": "fail",
    "account_shared": "fail",
}


@dataclass(frozen=True)
class Step:
    """One step: `css` is '' (done), now, todo or fail."""

    css: str
    title: str
    text: str

    @property
    def icon(self) -> str:
        return {"": "check", "now": "half", "todo": "ring", "fail": "cross"}[self.css]


@dataclass(frozen=True)
class NextPayment:
    """What is paid next from one balance, when it is frozen, and the steps until then.
    `is_frozen`: it has left the balance already and is on its way."""

    amount: Money
    freezes_on: date
    steps: tuple[Step, ...]
    text: str
    heading: str
    is_frozen: bool = False


def next_payment(viewer: Viewer, split: Split, out: MoneyOut, today: date) -> NextPayment:
    """The next payment of one balance, from the release and the portal's tables: the one on its
    way if there is one, else what the next batch would take."""
    on_its_way = out.in_payment[0] if out.in_payment else None
    freezes_on = (
        on_its_way.batch.paid_on if on_its_way else next_freeze(viewer.program.payment_day, today)
    )
    frozen = _("%(day)s; reserves the amount and fixes the exchange rate")
    steps = [
        _closed(viewer.release),
        Step("", _("Holds over, threshold"), _("when the batch was frozen"))
        if on_its_way
        else _available(viewer, split),
        _details(viewer, out),
        Step("" if on_its_way else "todo", _("Batch frozen"),
             frozen % {"day": day_text(freezes_on, "EEEE d MMMM")}),
        *_after_freeze(on_its_way),
    ]  # fmt: skip
    steps = _first_open_is_now(steps)
    ahead = [step for step in steps if step.css]
    yours = [step for step in ahead if step.css == "fail"] + (
        [steps[2]] if steps[2].css == "now" else []
    )
    count = ngettext("one step", "%(n)s steps", len(ahead)) % {"n": len(ahead)}
    whose = _("one of them yours") if yours else _("none of them yours")
    return NextPayment(
        amount=split.in_payment if on_its_way else split.available,
        freezes_on=freezes_on,
        steps=tuple(steps),
        text=_how(viewer, split.available, out),
        heading=_("What stands between: %(count)s, %(whose)s") % {"count": count, "whose": whose},
        is_frozen=on_its_way is not None,
    )


def _after_freeze(payment: Payment | None) -> list[Step]:
    """Who acts after the freeze: finance, then the banks."""
    state = payment.state if payment else ""
    approve = _("Finance approves the batch")
    sent = Step("todo", _("Sent to the bank"), _("one to three banking days"))
    if payment and state == "held":
        return [Step("now", _("Held by finance"), _("your manager can say why")), sent]
    if state in ("exported", "accepted"):
        return [
            Step("", approve, _("a second person has")),
            Step("now", _("On its way to your bank"), _("one to three banking days")),
        ]
    return [Step("todo", approve, _("a second person, after the freeze")), sent]


def _how(viewer: Viewer, amount: Money, out: MoneyOut) -> str:
    target = viewer.partner.payout_currency_code
    where = _(" to %(account)s") % {"account": account_words(out.method)} if out.method else ""
    if target == amount.currency_code:
        return _("In %(currency)s%(where)s, without exchange.") % {
            "currency": target, "where": where,
        }  # fmt: skip
    return _(
        "In %(currency)s%(where)s. The whole sum is converted once, at the last rate dated on or "
        "before the day on which the batch is frozen, and rounded once."
    ) % {"currency": target, "where": where}


def _closed(release: Release) -> Step:
    closed = [p for p in release.periods if not p.is_open and p.closed_at]
    if not closed:
        return Step("now", _("First period open"), _("its close makes the first statement"))
    last: Period = max(closed, key=lambda p: p.ends_on)
    return Step(
        "",
        _("%(period)s closed") % {"period": period_label(last)},
        _("on %(day)s; each line is paid when its hold is over")
        % {"day": day_text(last.closed_at, "d MMMM")},
    )


def _available(viewer: Viewer, split: Split) -> Step:
    threshold = money_named(viewer.partner.threshold_minor, viewer.partner.payout_currency_code)
    if split.available.minor < 0:
        return Step("now", _("Balance below zero"), _("what comes next earns it back first"))
    if split.available.minor == 0:
        return Step("now", _("Nothing available yet"), _("holds are running, or all is paid"))
    same = split.available.currency_code == viewer.partner.payout_currency_code
    if same and split.available.minor < viewer.partner.threshold_minor:
        return Step("now", _("Below your threshold"), _("of %(sum)s; it stays in your balance")
                    % {"sum": threshold})  # fmt: skip
    return Step("", _("Holds over, threshold"), _("from %(sum)s, in the currency you are paid in")
                % {"sum": threshold})  # fmt: skip


def _details(viewer: Viewer, out: MoneyOut) -> Step:
    method = out.method
    words = {
        "partner_suspended": (_("Your account is suspended"), _("your manager can say why")),
        "partner_applied": (_("Your application is open"), _("the program decides")),
        "identity_unverified": (_("Identity to be confirmed"), _("send the documents asked for")),
        "no_method": (_("No bank details yet"), _("yours to add; they then wait 72 hours")),
        "method_cooling_off": (
            _("New bank details cool off"),
            _("usable from %(day)s") % {
                "day": moment(method.usable_from) if method else ""
            },
        ),
        "method_currency": (_("Account and currency do not fit"), _("a SEPA account takes euro")),
        "account_shared": (
            _("Your account is also another partner’s"), _("name one of your own, or wait for us"),
        ),
    }  # fmt: skip
    if out.blocker:
        title, text = words.get(out.blocker, (_("Something blocks it"), out.blocker))
        return Step(BLOCKERS.get(out.blocker, "now"), title, text)
    return Step("", _("Identity and bank details in order"), account_words(method))


def _first_open_is_now(steps: list[Step]) -> list[Step]:
    """Of the steps still to come, the first is the one being waited for."""
    found = any(step.css in ("now", "fail") for step in steps)
    out = []
    for step in steps:
        is_next = step.css == "todo" and not found
        found |= is_next
        out.append(Step("now", step.title, step.text) if is_next else step)
    return out


def payment_note(payment: Payment) -> str:
    """Where a payment is that has left the balance."""
    return _("%(id)s, %(state)s") % {
        "id": payment.end_to_end_id, "state": payment.get_state_display(),
    }  # fmt: skip
