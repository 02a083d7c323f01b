"""The link with which the first owner of a new installation creates an account."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.core.constraints import moments_check


class SetupLink(models.Model):
    """The open set-up link: it creates the first owner, once. A new one replaces it.

    The database has one row at most. The secret of the link is not stored.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    digest = models.BinaryField(help_text="SHA-256 of the secret.")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "setup_link"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_setup_link"),
            moments_check("setup_link", "created_at", "expires_at"),
        ]

    def __str__(self) -> str:
        return "set-up link"
