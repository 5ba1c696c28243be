"""Where a partner's money goes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.partners.models import Partner, Program

KINDS = ("sepa", "wire", "wise", "paypal", "crypto")


class PayoutMethod(models.Model):
    """One account of a partner. A change is a new row; at most one row of a partner is active.

    The account itself is encrypted (`portal.payouts.vault`); `masked` is what people see, and
    `account_hash` (keyed) tells whether two rows name the same account.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="payout_methods")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="payout_methods")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in KINDS])
    holder_name = models.CharField(max_length=70)
    account_sealed = models.TextField()
    account_hash = models.CharField(max_length=64)
    masked = models.CharField(max_length=60)
    bic = models.CharField(max_length=11, blank=True)
    # A structured address, or none: both or neither.
    town = models.CharField(max_length=35, blank=True)
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ("active", "replaced", "cancelled")]
    )
    changed_at = models.DateTimeField()
    usable_from = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("partner", "-changed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("partner",), condition=Q(state="active"), name="one_active_method"
            ),
            models.CheckConstraint(
                name="method_cools_off", condition=Q(usable_from__gte=F("changed_at"))
            ),
            models.CheckConstraint(
                name="address_structured_or_none",
                condition=Q(town="", country="") | (~Q(town="") & ~Q(country="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner}: {self.masked}"
