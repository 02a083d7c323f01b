"""The roles of people."""

from django.db import models
from django.db.models import Q

from matinee.staff.models.user import User
from matinee.staff.permissions import Grant, Role
from matinee.venues.models import Venue


class RoleGrant(models.Model):
    """A person has this role at a venue; at all venues without one."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.TextField(choices=Role.choices)
    venue = models.ForeignKey(
        Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="Empty for all."
    )

    class Meta:
        db_table = "role_grant"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "venue"], name="one_grant_per_role_and_venue", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_grant_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.venue_id or 'all venues'}"

    @property
    def grant(self) -> Grant:
        """The value."""
        return Grant(Role(self.role), self.venue_id)
