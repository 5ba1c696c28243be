"""The app of payout batches, reservations, payments and approvals."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "portal.payouts"
    label = "payouts"
