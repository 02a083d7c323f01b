"""The challenges that passkeys sign."""

from django.db import models
from django.db.models import Q

from matinee.core.constraints import moments_check
from matinee.staff.models.user import User


class Ceremony(models.TextChoices):
    """What a challenge was made for. It is valid for nothing else."""

    REGISTRATION = "registration"
    SIGN_IN = "sign-in"
    SECOND_FACTOR = "second-factor"
    APPROVAL = "approval"


class PasskeyChallenge(models.Model):
    """A challenge that a passkey has not signed yet. Its use deletes the row, so that it is used once.

    It belongs to the browser that asked for it, and to a person, except for a sign-in by passkey alone: who
    signs in is not known before. One for an approval belongs to the approver, and to one action of the person
    whose browser it is.
    """

    id = models.BigAutoField(primary_key=True)
    challenge = models.BinaryField(unique=True)
    ceremony = models.TextField(choices=Ceremony.choices)
    browser = models.BinaryField(help_text="SHA-256 of the secret in the browser's CSRF cookie.")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    action = models.BinaryField(null=True, help_text="SHA-256 of what is approved, as in `approval`.")
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "passkey_challenge"
        constraints = [
            models.CheckConstraint(
                condition=Q(ceremony=Ceremony.SIGN_IN, user=None)
                | Q(
                    ceremony__in=[Ceremony.REGISTRATION, Ceremony.SECOND_FACTOR, Ceremony.APPROVAL],
                    user__isnull=False,
                ),
                name="passkey_challenge_has_its_person",
            ),
            models.CheckConstraint(
                condition=Q(ceremony=Ceremony.APPROVAL, action__isnull=False)
                | Q(~Q(ceremony=Ceremony.APPROVAL), action=None),
                name="passkey_challenge_has_its_action",
            ),
            moments_check("passkey_challenge", "expires_at"),
        ]

    def __str__(self) -> str:
        return f"challenge {self.pk}: {self.ceremony}"
