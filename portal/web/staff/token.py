"""Minting an approval token: the one thing that the review page does; the deed is in Dagster."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.second_factor import passkey_shown_at
from portal.partners.errors import DomainError
from portal.payouts.models import PayoutBatch
from portal.payouts.policy import refuse_unless_may
from portal.payouts.services import token_mint, token_withdraw
from portal.payouts.services.tokens import try_record
from portal.web.staff.frame import PAYOUT_READERS, Desk, staff_page
from portal.web.staff.payouts import VERBS, batch_at, review_context

POST = ("POST",)


class MintForm(forms.Form):
    """What to do, with which digest in view, and the authenticator's code, now."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in VERBS])
    digest = forms.CharField(max_length=64)
    code = forms.CharField(
        max_length=8, required=False, label=lazy("Code of your authenticator, now")
    )
    payment = forms.CharField(max_length=35, required=False)
    reason = forms.CharField(max_length=300, required=False)


@staff_page(*PAYOUT_READERS, methods=POST)
def mint(desk: Desk, day_name: str) -> HttpResponseBase:
    """A token for this person, verb, batch and digest, shown once with the run config to paste."""
    found = batch_at(desk, day_name)
    form = MintForm(desk.request.POST)
    shown_at = passkey_shown_at(desk.request, desk.user)
    if not form.is_valid() or not (form.cleaned_data["code"] or shown_at):
        return _again(desk, found, _("Choose what to do and give the code of your authenticator."))
    asked = form.cleaned_data
    _refuse(desk, found, asked["verb"])
    if asked["digest"] != found.digest:
        return _again(desk, found, _("The batch changed since you opened it: read it again."))
    try:
        text, token = token_mint(
            person=desk.user,
            verb=asked["verb"],
            program_id=found.program_id,
            subject=found.batch_id,
            digest=found.digest,
            code=asked["code"],
            passkey_shown_at=shown_at,
        )
    except DomainError as refusal:
        return _again(desk, found, str(refusal))
    context = review_context(desk, found)
    context["token"] = {"text": text, "row": token, "run_config": run_config(asked, found, text)}
    return desk.render("staff/payout_review.html", context)


@staff_page(*PAYOUT_READERS, methods=POST)
def withdraw(desk: Desk, day_name: str) -> HttpResponseBase:
    """Make an own token void before it is used."""
    found = batch_at(desk, day_name)
    number = desk.request.POST.get("token", "")
    done = number.isdecimal() and token_withdraw(person=desk.user, token_pk=int(number))
    if done:
        messages.success(desk.request, _("The token is void."))
    else:
        messages.warning(desk.request, _("There is no such token any more."))
    return HttpResponseRedirect(desk.url("payouts_batch", day_name=found.day_name))


def run_config(asked: dict[str, Any], found: PayoutBatch, text: str) -> str:
    """YAML for the launchpad of the job `<verb>_payout_batch`."""
    lines = [
        "ops:",
        f"  {asked['verb']}_batch:",
        "    config:",
        f'      batch: "{found.batch_id}"',
        f'      digest: "{found.digest}"',
        f'      token: "{text}"',
    ]
    if asked["verb"] in ("hold", "release"):
        lines.append(f"      payment: {_quoted(asked['payment'])}")
    if asked["verb"] not in ("submit", "approve"):
        lines.append(f"      reason: {_quoted(asked['reason'])}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _refuse(desk: Desk, found: PayoutBatch, verb: str) -> None:
    """403 for who may not; that it was tried is in the audit."""
    try:
        refuse_unless_may(desk.user, verb, found)
    except DomainError as refusal:
        try_record(desk.user, verb, found.program_id, found.batch_id, refusal)
        raise PermissionDenied(str(refusal)) from None


def _again(desk: Desk, found: PayoutBatch, message: str) -> HttpResponseBase:
    context = {**review_context(desk, found), "mint_error": message}
    return desk.render("staff/payout_review.html", context, status=422)
