"""What a bank or finance answered, in plain words, the code beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _


def bank_reason(code: str) -> str:
    """A bank's reason code in plain words, the code beside it."""
    known = {
        "AC01": _("Your bank answered that the account number does not exist (its code: AC01)."),
        "AC04": _("Your bank answered that the account is closed (its code: AC04)."),
        "AC06": _("Your bank answered that the account is blocked (its code: AC06)."),
        "BE04": _("Your bank asks for the creditor’s address (its code: BE04)."),
        "MD07": _("Your bank answered that the account holder has died (its code: MD07)."),
        "MS03": _("The bank gave no reason (its code: MS03)."),
    }
    return known.get(code) or _("The bank sent it back (its code: %(code)s).") % {
        "code": code or "–"
    }
