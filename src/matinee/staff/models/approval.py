"""Approvals: the PIN of a person who approves, and what they have approved."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from matinee.core.constraints import moments_check, range_check
from matinee.staff.models.user import User
from matinee.venues.models import Venue

MAX_TRIES = 5


class ApprovalPin(models.Model):
    """The PIN with which a person approves what another person does. After five wrong tries it is locked."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="approval_pin")
    pin = models.TextField(help_text="A hash, as of a password.")
    tries = models.SmallIntegerField(db_default=0, help_text="Since the last correct one.")
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "approval_pin"
        constraints = [
            range_check("approval_pin", "tries", 0, MAX_TRIES),
            moments_check("approval_pin", "set_at"),
        ]

    def __str__(self) -> str:
        return f"PIN of person {self.pk}"

    @property
    def is_locked(self) -> bool:
        """Whether it approves nothing until a new one is set."""
        return self.tries >= MAX_TRIES


class Approval(models.Model):
    """One person's approval of one action of another person, for a minute."""

    id = models.BigAutoField(primary_key=True)
    digest = models.BinaryField(unique=True, help_text="SHA-256 of the token.")
    action = models.BinaryField(help_text="SHA-256 of what is approved, with the person who does it.")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    approver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    permission = models.TextField(help_text="The one that the person lacks.")
    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "approval"
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("approver")), name="approval_is_by_another_person"),
            moments_check("approval", "expires_at", "used_at"),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk} by person {self.approver_id}"
