"""Tills and scanners."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.core.constraints import moments_check, optional_line_check
from matinee.core.model_fields import NameField
from matinee.staff.models.user import User
from matinee.venues.models import Hall, Venue


class DeviceKind(models.TextChoices):
    """What a device does."""

    TILL = "till", "Till"
    DOOR = "door", "Door"


class Device(models.Model):
    """A till or a scanner of one venue. It has a code until it is paired, and then a token; both hashed.

    It is paired at the latest when the code ends. Its address in the audit trail is its id, so that a paired
    device stays when it is revoked.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField(choices=DeviceKind.choices)
    name = NameField(max_length=100, blank=True, help_text="Empty until it is paired.")
    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="+")
    all_halls = models.BooleanField(
        db_default=False, help_text="Of the venue, also later ones. Otherwise those of `halls` alone."
    )
    halls = models.ManyToManyField(Hall, through="DeviceHall", related_name="+")
    code_digest = models.BinaryField(null=True, unique=True, help_text="Keyed; null once it is used.")
    code_expires_at = models.DateTimeField(null=True)
    token_digest = models.BinaryField(null=True, unique=True, help_text="SHA-256; null until it is paired.")
    check_number = models.TextField(
        blank=True, db_default="", help_text="Four digits that both screens show after pairing."
    )
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Empty: a command."
    )
    created_at = models.DateTimeField(db_default=Now())
    paired_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True, help_text="When a person compared the numbers.")
    last_seen_at = models.DateTimeField(null=True, help_text="To the minute.")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "device"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DeviceKind.values), name="device_kind_is_known"),
            models.CheckConstraint(
                condition=Q(paired_at=None, token_digest=None)
                | Q(paired_at__isnull=False, token_digest__isnull=False, code_digest=None),
                name="device_has_a_code_or_a_token",
            ),
            optional_line_check("device", "name", max_length=100),
            moments_check(
                "device",
                *("code_expires_at", "created_at", "paired_at", "confirmed_at", "last_seen_at", "revoked_at"),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.pk}"


class DeviceHall(models.Model):
    """A device works in this hall."""

    id = models.BigAutoField(primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="+")
    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "device_hall"
        constraints = [models.UniqueConstraint(fields=["device", "hall"], name="one_row_per_device_and_hall")]

    def __str__(self) -> str:
        return f"device {self.device_id} in hall {self.hall_id}"
