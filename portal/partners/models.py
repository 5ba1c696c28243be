"""Programs, their calendars, partners, and who stands above whom since when."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException

from portal.partners.periods import CALENDARS

CALENDAR_CHOICES = [(name, name) for name in CALENDARS]
models.CharField.register_lookup(Length)


class Program(models.Model):
    """The tenant: everything below carries its `program_id`, and no query crosses two programs."""

    program_id = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=120)
    vertical = models.CharField(
        max_length=12,
        choices=[(v, v) for v in ("igaming", "forex", "prop", "software")],
    )
    time_zone = models.CharField(max_length=64)
    currency_code = models.CharField(max_length=3)
    rate_set = models.CharField(max_length=40, default="ecb")
    window_days = models.PositiveSmallIntegerField(default=30)
    reattribute_after_inactive_days = models.PositiveSmallIntegerField(null=True, blank=True)
    payment_day = models.PositiveSmallIntegerField(default=5)
    # Above this sum of a batch, in the program's currency, two checkers approve. None: never.
    two_checkers_above_minor = models.BigIntegerField(null=True, blank=True)
    # Whose account payments leave.
    debtor_name = models.CharField(max_length=70, blank=True)
    debtor_iban = models.CharField(max_length=34, blank=True)
    debtor_bic = models.CharField(max_length=11, blank=True)
    domain = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("program_id",)
        constraints = (
            models.CheckConstraint(
                name="program_payment_day_in_every_month",
                condition=Q(payment_day__gte=1, payment_day__lte=28),
            ),
            models.CheckConstraint(
                name="program_currency_is_three_letters", condition=Q(currency_code__length=3)
            ),
        )

    def __str__(self) -> str:
        return self.program_id

    def clean(self) -> None:
        """Refuse an account that cannot be, before a bank does."""
        try:
            self.debtor_iban = str(IBAN(self.debtor_iban)) if self.debtor_iban else ""
            self.debtor_bic = str(BIC(self.debtor_bic)) if self.debtor_bic else ""
        except SchwiftyException as error:
            raise ValidationError(f"the debtor's account is wrong: {error}; check it") from None

    @property
    def calendar_ids(self) -> list[str]:
        return [calendar.calendar_id for calendar in self.calendars.all()]


class ProgramCalendar(models.Model):
    """A calendar of a program: exactly one period is open; a committed ledger head moves it on."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="calendars")
    calendar_id = models.CharField(max_length=12, choices=CALENDAR_CHOICES)
    first_period_id = models.CharField(max_length=10)
    open_period_id = models.CharField(max_length=10)

    class Meta:
        ordering = ("program", "pk")
        constraints = (
            models.UniqueConstraint("program", "calendar_id", name="one_calendar_of_a_kind"),
            models.CheckConstraint(
                name="open_period_not_before_the_first",
                condition=Q(open_period_id__gte=F("first_period_id")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.calendar_id}"


class Partner(models.Model):
    """Anyone who earns. `partner_id` (P-2041) is unique inside its program."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="partners")
    partner_id = models.CharField(max_length=20)
    partner_code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=10, choices=[(k, k) for k in ("affiliate", "ib", "sub", "master")]
    )
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in ("applied", "active", "suspended", "closed")]
    )
    country = models.CharField(max_length=2, blank=True)
    payout_currency_code = models.CharField(max_length=3)
    # In the payout currency.
    threshold_minor = models.BigIntegerField(default=0)
    joined_on = models.DateField()
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    own_client_ids = models.JSONField(default=list, blank=True)
    identity_verified_on = models.DateField(null=True, blank=True)
    # The operator's own words for groups of partners; announcements and creatives go by them.
    tags = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("program", "partner_id")
        constraints = (
            models.UniqueConstraint("program", "partner_id", name="partner_id_once_per_program"),
            models.UniqueConstraint("program", "partner_code", name="partner_code_once"),
            models.CheckConstraint(
                name="threshold_not_negative", condition=Q(threshold_minor__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.partner_id}"


class Relation(models.Model):
    """A dated statement that `parent` (None: nobody) stands above `child`. Append-only.

    On each day the relation recorded last rules; see `portal.partners.dated`.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="relations")
    child = models.ForeignKey(Partner, models.PROTECT, related_name="relations_up")
    parent = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="relations_down"
    )
    valid_from = models.DateField()
    valid_to = models.DateField()
    share = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    recorded_at = models.DateTimeField()
    author = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150, blank=True)
    evidence = models.TextField(blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("program", "child", "pk")
        constraints = (
            models.CheckConstraint(
                name="relation_days_in_order", condition=Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="relation_not_to_oneself", condition=~Q(child=F("parent")) | Q(parent=None)
            ),
            models.CheckConstraint(
                name="relation_approved_by_another", condition=~Q(approved_by=F("author"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.child} under {self.parent or 'nobody'} from {self.valid_from}"


class PartnerNote(models.Model):
    """What people of the operator write about a partner, for themselves. Append-only."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="notes")
    text = models.CharField(max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("partner", "-pk")

    def __str__(self) -> str:
        return f"{self.partner}: {self.text[:40]}"
