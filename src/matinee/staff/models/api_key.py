"""The keys of programs."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.core.constraints import line_check, moments_check
from matinee.core.model_fields import NameField
from matinee.staff.models.user import User
from matinee.staff.permissions import Grant, Role
from matinee.venues.models import Venue


class ApiKey(models.Model):
    """A program's key to `/api/staff/`, with one role. The key itself is not stored."""

    id = models.BigAutoField(primary_key=True)
    name = NameField(max_length=100, help_text="What uses it, such as Website.")
    digest = models.BinaryField(unique=True, help_text="SHA-256 of the key.")
    ending = models.TextField(help_text="The last four characters, to tell keys apart.")
    role = models.TextField(choices=Role.choices)
    venue = models.ForeignKey(
        Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="Empty for all."
    )
    created_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: a command.",
    )
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="To the minute.")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "api_key"
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="api_key_role_is_known"),
            line_check("api_key", "name", max_length=100),
            moments_check("api_key", "created_at", "expires_at", "last_used_at", "revoked_at"),
        ]

    def __str__(self) -> str:
        return f"{self.name} …{self.ending}"

    @property
    def grant(self) -> Grant:
        """What the key gives."""
        return Grant(Role(self.role), self.venue_id)
