"""Words of partners: standing, kind, and what each step does to the people and the money."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

STATUSES = {
    "applied": lazy("not admitted yet"),
    "active": lazy("active"),
    "suspended": lazy("suspended"),
    "closed": lazy("closed"),
}
TONES = {"applied": "wait", "active": "good", "suspended": "bad", "closed": "none"}
KINDS = {
    "affiliate": lazy("Affiliate"),
    "ib": lazy("Introducing broker"),
    "sub": lazy("Sub-partner"),
    "master": lazy("Master partner"),
}
DEEDS = {"active": lazy("Make active"), "suspended": lazy("Suspend"), "closed": lazy("Close")}
# What a step does: to signing in, to attribution and earning, to payouts.
EFFECTS = {
    "active": (
        lazy("Its people sign in as before."),
        lazy("Links and clients count as they did."),
        lazy("What is available is paid with the next batch."),
    ),
    "suspended": (
        lazy("Its people still sign in and read everything."),
        lazy("Links go on to count and it earns: suspension stops payment, not earning."),
        lazy("Nothing is paid, and a frozen payment is left out of its batch."),
    ),
    "closed": (
        lazy("Its people still sign in and read; nobody can make new links."),
        lazy("Clients stay with it and earn until its deals end: propose their end."),
        lazy("What is available is still paid."),
    ),
}
