# mypy: disable-error-code="misc, no-any-return"
"""Forms of signing in: allauth's, without placeholders, codes checked by our own module."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts import second_factor
from portal.accounts.models import User

CODE_INPUT = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autofocus": True,
    "class": "field code",
    "spellcheck": "false",
}


class Plain(forms.Form):
    """Labels stand above their fields; nothing is written inside them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, field in enumerate(self.fields.values()):
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = "field"
            field.help_text = ""
            if place == 0:
                field.widget.attrs["autofocus"] = True


class LoginForm(Plain, account_forms.LoginForm):
    """E-mail address and password."""


class ChangePasswordForm(Plain, account_forms.ChangePasswordForm):
    """The present password, and a new one twice."""


class ResetPasswordForm(Plain, account_forms.ResetPasswordForm):
    """The address to which a link is sent, if it belongs to anybody."""


class ResetPasswordKeyForm(Plain, account_forms.ResetPasswordKeyForm):
    """A new password, reached by the link."""


class PasswordAgainForm(Plain, account_forms.ReauthenticateForm):
    """The password once more."""


class NewAddressForm(Plain, account_forms.AddEmailForm):
    """The address that replaces the present one once its link was opened."""


class PasskeyForm(AddWebAuthnForm):
    """A name for a passkey; the browser fills the rest in. It signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name, so that you know it again")
        self.fields["name"].widget.attrs.update({"class": "field", "maxlength": "60"})
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name, so that you know it again")
        self.fields["name"].widget.attrs.update({"class": "field", "maxlength": "60"})


class CodeChecked(BaseAuthenticateForm):
    """A code of the authenticator, or a recovery code; each is taken once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs = dict(CODE_INPUT)

    def clean_code(self) -> str:
        forget_tries = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        for authenticator in Authenticator.objects.filter(user=self.user).order_by("-type"):
            if self._takes(authenticator, code):
                authenticator.user = self.user
                self.authenticator = authenticator
                forget_tries()
                return code
        totp = second_factor.totp_of(self.user)
        if totp is not None:
            self._emit_authentication_failed(totp)
        raise get_adapter().validation_error("incorrect_code")

    def _takes(self, authenticator: Authenticator, code: str) -> bool:
        if authenticator.type == Authenticator.Type.TOTP:
            return second_factor.second_factor_verify(self.user, code)
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return bool(authenticator.wrap().validate_code(code))
        return False


class SecondFactorForm(CodeChecked, AuthenticateForm):
    """At sign-in."""


class SecondFactorAgainForm(CodeChecked, ReauthenticateForm):
    """When allauth wants to be sure."""


class SecondFactorSetUpForm(ActivateTOTPForm):
    """The first code proves that the app holds the secret; it is used up like any other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs = {**CODE_INPUT, "maxlength": "6"}

    def clean_code(self) -> str:
        code = super().clean_code()
        step = second_factor.time_step_matching(self.secret, code)
        if step is None or not second_factor.time_step_take(self.user, step):
            raise get_adapter().validation_error("incorrect_code")
        return code


class StepUpForm(forms.Form):
    """The authenticator's code, anew; recovery codes do not count here."""

    code = forms.CharField(
        label=_("Code of your authenticator, now"),
        max_length=8,
        widget=forms.TextInput(attrs={**CODE_INPUT, "maxlength": "6"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        forget_tries = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        if not second_factor.second_factor_verify(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        forget_tries()
        return code
