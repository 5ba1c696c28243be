"""How a program takes partners in: open or by invitation, on which plan, to which first page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.links.destinations import destination_checked
from portal.links.selectors import hosts_of
from portal.onboarding.selectors import policy_get
from portal.onboarding.services import policy_set
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.payouts.money import major, minor_of
from portal.releases.reader import NoRelease, current_release
from portal.releases.selectors.plans import plan_versions
from portal.web.base import fields
from portal.web.staff import deal_words
from portal.web.staff.frame import PROGRAM_OWNERS, Desk, needs, staff_page
from portal.web.staff.programs import tabs_of


class AdmissionForm(forms.Form):
    """Who may come, and what everybody who is admitted begins with."""

    is_open = forms.BooleanField(label=lazy("Anybody may apply"), required=False)
    is_automatic = forms.BooleanField(
        label=lazy("Whoever has confirmed the address and accepted the terms is admitted at once"),
        required=False,
    )
    plan_id = forms.ChoiceField(label=lazy("Plan of a new partner"), widget=fields.choice())
    sub_plan_id = forms.ChoiceField(
        label=lazy("Plan of whoever comes through a partner’s link"), required=False,
        widget=fields.choice(),
    )  # fmt: skip
    landing_url = forms.CharField(
        label=lazy("Page of the first link, on an allowed host"), max_length=500,
        widget=fields.text(dir="ltr", placeholder="https://"),
    )  # fmt: skip
    threshold = forms.DecimalField(
        label=lazy("Threshold of payments, in the program’s currency"), min_value=0, max_digits=18,
        decimal_places=4, widget=fields.text(inputmode="decimal"),
    )  # fmt: skip

    def __init__(self, data: Any, *, plans: Sequence[str], **more: Any) -> None:
        super().__init__(data, **more)
        choices = [(plan, deal_words.plan(plan)) for plan in plans]
        plan_id: Any = self.fields["plan_id"]
        sub_plan_id: Any = self.fields["sub_plan_id"]
        plan_id.choices = choices
        sub_plan_id.choices = [("", _("the same")), *choices]


@staff_page(*PROGRAM_OWNERS)
def admission(desk: Desk) -> HttpResponseBase:
    """How the program takes partners in now."""
    return _page(desk, AdmissionForm(None, plans=_plans(desk), initial=_initial(desk)))


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def change(desk: Desk) -> HttpResponseBase:
    """Change it; whoever is admitted from now on begins so."""
    plans = _plans(desk)
    form = AdmissionForm(desk.request.POST, plans=plans)
    if form.is_valid():
        asked = dict(form.cleaned_data)
        threshold = asked.pop("threshold")
        program_id = desk.program.program_id
        try:
            minor = minor_of(threshold, desk.program.currency_code)
            asked["landing_url"] = destination_checked(asked["landing_url"], hosts_of(program_id))
            policy_set(by=Author.of(desk.user), program=desk.program, plans=plans,
                       threshold_minor=minor, **asked)  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(desk.request, _("Saved."))
            return HttpResponseRedirect(desk.url("admission"))
    return _page(desk, form, status=422)


def _plans(desk: Desk) -> list[str]:
    """The plans that the release in use executes; none before the first one."""
    try:
        release = current_release(desk.program.program_id)
    except NoRelease:
        return []
    return sorted({version.plan_id.rpartition("/")[2] for version in plan_versions(release)})


def _initial(desk: Desk) -> dict[str, Any]:
    policy = policy_get(desk.program.program_id)
    if policy is None:
        return {"threshold": "0"}
    names = ("is_open", "is_automatic", "plan_id", "sub_plan_id", "landing_url")
    exact = major(policy.threshold_minor, desk.program.currency_code)
    return {name: getattr(policy, name) for name in names} | {"threshold": f"{exact:f}"}


def _page(desk: Desk, form: AdmissionForm, status: int = 200) -> HttpResponseBase:
    plan_id: Any = form.fields["plan_id"]
    policy = policy_get(desk.program.program_id)
    context = {
        "form": form,
        "policy": policy,
        "has_plans": bool(plan_id.choices),
        "set_url": desk.url("admission_set"),
        "apply_path": f"/apply/{desk.program.program_id}/",
        "tabs": tabs_of(desk, "admission"),
        "who_may": needs(*PROGRAM_OWNERS),
        "nav_current": "staff:program",
    }
    return desk.render("staff/program/admission.html", context, status=status)
