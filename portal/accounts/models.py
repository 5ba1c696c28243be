"""People and what they may do: staff by roles in programs, partner people by memberships."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """People are found by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One row per person. What it may do stands in ProgramRole and Membership."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, default="en")
    # Empty: times in UTC; amounts in the deal's currency alone.
    time_zone = models.CharField(max_length=64, blank=True)
    display_currency = models.CharField(max_length=3, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_any_case"),)

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        return self.display_name


class StaffRole(models.TextChoices):
    """What a person of the operator may do in one program."""

    MANAGER = "manager", _("Manager")
    COMPLIANCE = "compliance", _("Compliance")
    FINANCE_MAKER = "finance_maker", _("Finance Maker")
    FINANCE_CHECKER = "finance_checker", _("Finance Checker")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")


class MemberRole(models.TextChoices):
    """What a person of a partner may do for that partner."""

    OWNER = "owner", _("Owner")
    FINANCE = "finance", _("Finance")
    MARKETING = "marketing", _("Marketing")
    READ_ONLY = "read_only", _("Read Only")


class ProgramRole(models.Model):
    """One row per person of the operator, program and role."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="program_roles"
    )
    program_id = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=StaffRole)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "program_id", "role"], name="role_once"),
            models.CheckConstraint(condition=models.Q(role__in=StaffRole.values), name="role_ok"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} of {self.program_id}"


class Membership(models.Model):
    """One row per person and partner: the person acts for the partner with this role."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    program_id = models.CharField(max_length=60)
    partner_id = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=MemberRole)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "program_id", "partner_id"], name="membership_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=MemberRole.values), name="membership_ok"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} of {self.program_id}/{self.partner_id}"


class KnownDevice(models.Model):
    """One row per person and browser in which it signed in; only a hash of the browser's mark."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mark_sha256 = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "mark_sha256"], name="device_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.mark_sha256[:8]}"


class KnownAddress(models.Model):
    """One row per person and address that it signed in from; only a keyed hash of the address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="addresses"
    )
    address_hash = models.CharField(max_length=32)
    first_seen_on = models.DateField()
    last_seen_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "address_hash"], name="address_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.address_hash[:8]}"


class UsedTimeStep(models.Model):
    """One row per second factor code that was taken: the same time step is never taken twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    time_step = models.BigIntegerField(help_text="Unix time // 30")
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "time_step"], name="time_step_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.time_step}"


class UsedPasskey(models.Model):
    """One row per showing of a passkey that a deed used up: the same one proves nothing twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    shown_at_ms = models.BigIntegerField(help_text="Unix time in milliseconds")
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "shown_at_ms"], name="passkey_showing_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.shown_at_ms}"
