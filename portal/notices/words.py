"""The words of each notice, by code: made in the reader's language when it is read or mailed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AMOUNT = re.compile(r"-?\d+(?:\.\d+)? [A-Z]{3,4}")
# Code → (topic, sentence).
NOTICES: dict[str, tuple[str, str | Promise]] = {
    "case_opened": ("cases", _("%(case)s was opened by %(who)s. It is answered by %(due)s.")),
    "case_searched": ("cases", _("%(case)s: we have looked for the missing client.")),
    "case_answered": ("cases", _("%(case)s was answered; it is your turn.")),
    "case_settled": ("cases", _("%(case)s is settled.")),
    "application_received": ("network", _("%(name)s applied to join your network.")),
    "application_approved": ("network", _("%(name)s was admitted to your network.")),
    "application_refused": ("network", _("The application of %(name)s was refused.")),
    "applied_approved": ("cases", _("Welcome to %(program)s: your application is approved.")),
    "applied_refused": ("cases", _("%(program)s refused your application: %(reason)s")),
    "network_message": ("messages", _("%(who)s writes to its network: %(text)s")),
    "share_set": ("terms", _("Your share changes to %(share)s on %(day)s.")),
    "deal_changed": ("terms", _("Your terms %(deal)s change on %(day)s.")),
    "deal_back_dated": (
        "terms",
        _(
            "Your terms %(deal)s change from %(day)s on, before the open period. What closed "
            "periods would have given is booked as differences at the next close."
        ),
    ),
    "document_published": ("compliance", _("%(title)s, version %(version)s: please read it.")),
    "finding_opened": ("compliance", _("%(finding)s: something to put right by %(due)s.")),
    "finding_closed": ("compliance", _("%(finding)s is closed.")),
    "message_received": ("messages", _("%(who)s wrote to you.")),
    "announcement_published": ("news", _("News of the program: %(title)s")),
    "member_joined": ("team", _("%(name)s joined the team.")),
    "member_removed": ("team", _("%(name)s is no longer in the team.")),
    "method_changed": (
        "money",
        _(
            "Payments go to %(account)s from %(at)s on. Until then anybody of your team can take "
            "the change back on the page Payments. If it was none of you, do so now."
        ),
    ),
    "method_cancelled": ("money", _("The change to %(account)s was taken back.")),
    "statement_closed": ("money", _("Statement %(period)s is there: %(amount)s.")),
    "payment_requested": (
        "money",
        _("%(who)s asked for a payment of %(amount)s. If it should not be, cancel it on Payments."),
    ),
    "invoice_accepted": ("money", _("Invoice %(number)s was accepted.")),
    "invoice_refused": ("money", _("Invoice %(number)s was refused: %(reason)s")),
    "payment_sent": ("money", _("A payment of %(amount)s is on its way.")),
    "payment_settled": ("money", _("A payment of %(amount)s has arrived.")),
    "payment_returned": ("money", _("A payment of %(amount)s came back.")),
    "line_held": ("cases", _("%(amount)s is held until %(day)s: %(reason)s")),
}
# How a partner is paid, by the code with which a masked account begins.
ACCOUNT_KINDS: dict[str, str | Promise] = {
    "sepa": _("SEPA transfer"),
    "wire": _("Bank wire"),
    "wise": _("Wise"),
    "paypal": _("PayPal"),
    "crypto": _("Crypto address"),
}
# Mailed to everybody whom it is about, whatever they chose.
ALWAYS = frozenset({"method_changed", "method_cancelled"})
# Topic → (its word, whether it is mailed unless the person says otherwise).
TOPICS: dict[str, tuple[str | Promise, bool]] = {
    "money": (_("Statements and payments"), True),
    "cases": (_("Disputes, claims and holds"), True),
    "terms": (_("Changes of terms"), True),
    "compliance": (_("Documents and findings"), True),
    "network": (_("Applications to your network"), True),
    "messages": (_("Messages of your manager"), True),
    "team": (_("Your team"), False),
    "news": (_("News of the program"), False),
}


def sentence_of(code: str, words: dict[str, Any]) -> str:
    """The notice in the present language; an unknown code is shown as it is."""
    found = NOTICES.get(code)
    if found is None:
        return code
    said = {name: _spoken(value) for name, value in words.items()}
    if "account" in said:
        said["account"] = account_spoken(said["account"])
    return str(found[1]) % said


def account_spoken(masked: str) -> str:
    """A masked account with its kind in words; what is masked always runs left to right."""
    kind, _space, rest = masked.partition(" ")
    if rest and kind in ACCOUNT_KINDS:
        return f"{ACCOUNT_KINDS[kind]} {isolated(rest)}"
    return isolated(masked)


def isolated(code: str) -> str:
    """A code in a sentence of either direction: it always runs left to right."""
    return f"\u2066{code}\u2069"


def _spoken(value: Any) -> Any:
    """A day (2026-11-04) or an amount (22947.29 USD) as the present language writes it, a word by
    language in it."""
    if isinstance(value, dict):
        return value.get(get_language() or "en") or value.get("en", "")
    if not isinstance(value, str):
        return value
    locale = to_locale(get_language() or "en")
    known = "en_GB" if locale == "en" else locale
    if DAY.fullmatch(value):
        return format_skeleton("yMMMd", date.fromisoformat(value), locale=known)
    if AMOUNT.fullmatch(value):
        number, _space, code = value.partition(" ")
        digits = "0" * len(number.partition(".")[2])
        said = format_decimal(Decimal(number), f"#,##0.{digits}".rstrip("."), known,
                              numbering_system="latn")  # fmt: skip
        return f"{said}\N{NO-BREAK SPACE}{code}"
    return value


# Where the topic's name would mislead: nobody who applies has a dispute.
SUBJECTS: dict[str, str | Promise] = {
    "applied_approved": _("Your application"),
    "applied_refused": _("Your application"),
}


def subject_of(code: str) -> str:
    """What a mail with the notice is about, in the present language."""
    return str(SUBJECTS.get(code) or TOPICS[topic_of(code)][0])


def topic_of(code: str) -> str:
    """The topic under which a person chooses how to be told."""
    return NOTICES[code][0]
