"""What the navigation lists, by side. A page that has no address yet is absent, not greyed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    """One entry: the name of its view, and its word."""

    view: str
    label: str | Promise


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    label: str | Promise
    pages: tuple[Page, ...]


NAVIGATION: dict[str, tuple[Group, ...]] = {
    "partner": (
        Group(
            _("Earnings"),
            (
                Page("partner:overview", _("Overview")),
                Page("partner:reports", _("Reports")),
                Page("partner:commissions", _("Commissions")),
                Page("partner:statements", _("Statements")),
                Page("partner:payments", _("Payments")),
            ),
        ),
        Group(
            _("Promotion"),
            (
                Page("partner:clients", _("Clients")),
                Page("partner:links", _("Links")),
                Page("partner:creatives", _("Creatives")),
                Page("partner:developers", _("Developers")),
            ),
        ),
        Group(
            _("Agreement"),
            (
                Page("partner:terms", _("My terms")),
                Page("partner:network", _("Network")),
                Page("partner:cases", _("Cases")),
                Page("partner:compliance", _("Compliance")),
            ),
        ),
        Group(
            _("Account"),
            (
                Page("partner:help", _("Help and notices")),
                Page("partner:team", _("Team")),
                Page("partner:settings", _("Settings")),
            ),
        ),
    ),
    "staff": (
        Group(
            _("Work"),
            (
                Page("staff:home", _("Today")),
                Page("staff:reviews", _("Review queue")),
                Page("staff:cases", _("Cases")),
                Page("staff:findings", _("Findings")),
                Page("staff:payouts", _("Payouts")),
                Page("staff:invoices", _("Invoices")),
                Page("staff:adjustments", _("Adjustments")),
            ),
        ),
        Group(
            _("Program"),
            (
                Page("staff:applications", _("Applications")),
                Page("staff:partners", _("Partners")),
                Page("staff:deals", _("Deals")),
                Page("staff:creatives", _("Creatives")),
                Page("staff:documents", _("Documents")),
                Page("staff:announcements", _("Announcements")),
                Page("staff:feeds", _("Feeds")),
                Page("staff:audit", _("Audit")),
                Page("staff:program", _("Program")),
            ),
        ),
    ),
    "account": (
        Group(
            _("Account"),
            (
                Page("mfa_index", _("Second factor")),
                Page("account_change_password", _("Password")),
                Page("account_email", _("E-mail address")),
                Page("usersessions_list", _("Sessions")),
            ),
        ),
    ),
}
