"""Links with which a person sets the password of an account."""

from django.db import models
from django.db.models.functions import Now

from matinee.core.constraints import line_check, moments_check
from matinee.staff.models.user import User


class Invitation(models.Model):
    """An open invitation: its link sets the password, once. A new one replaces it.

    The link is signed and contains `nonce`, so that neither a copy of the table nor an old link is enough.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="invitation")
    nonce = models.BinaryField()
    language = models.TextField(db_default="en", help_text="Of the email: that of the inviter.")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "invitation"
        constraints = [
            moments_check("invitation", "created_at", "expires_at"),
            line_check("invitation", "language"),
        ]

    def __str__(self) -> str:
        return f"invitation of person {self.pk}"
