"""The app of payout batches, reservations, payments and approvals."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "portal.payouts"
    label = "payouts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from portal.payouts.services.tokens import tokens_end_at_sign_out

        user_logged_out.connect(tokens_end_at_sign_out, dispatch_uid="tokens-end-at-sign-out")
