"""Refunds of payments."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.checkout.models.payment import Payment
from matinee.core.constraints import moments_check, optional_line_check
from matinee.core.model_fields import LineField
from matinee.core.money import DECIMAL_PLACES, HIGHEST_TOTAL, MAX_DIGITS


class RefundStatus(models.TextChoices):
    """QUEUED until the provider has paid the refund or refused it."""

    QUEUED = "QUEUED"
    DONE = "DONE"
    REFUSED = "REFUSED"


class RefundQuerySet(models.QuerySet["Refund"]):
    """Selects refunds by their state."""

    def open(self) -> Self:
        """Refunds that are not paid: queued, or refused by the provider and not settled."""
        return self.exclude(status=RefundStatus.DONE).filter(settled_at__isnull=True)


class Refund(models.Model):
    """An amount to pay back. The seats are already free (B17).

    A refused refund stays REFUSED until staff try it again: then it is QUEUED, with the next `attempt`.
    `settled_at` and `settled_how` record when and how a person paid it in another way.
    """

    id = models.BigAutoField(primary_key=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    status = models.TextField(choices=RefundStatus.choices, db_default=RefundStatus.QUEUED)
    reason = models.TextField(db_default="", blank=True)
    attempt = models.SmallIntegerField(
        db_default=1, help_text="Part of the key of each attempt at the provider."
    )
    message = models.TextField(db_default="", blank=True, help_text="The provider's reason for refusing.")
    created_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_how = LineField(db_default="", blank=True, help_text="How a person paid the refund.")

    objects = RefundQuerySet.as_manager()

    class Meta:
        db_table = "refund"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=HIGHEST_TOTAL), name="refund_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RefundStatus.values), name="refund_status_is_known"
            ),
            optional_line_check("refund", "settled_how"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_how="")
                | (Q(settled_at__isnull=False, status=RefundStatus.REFUSED) & ~Q(settled_how="")),
                name="settled_refund_was_refused_and_says_how",
            ),
            moments_check("refund", "created_at", "done_at", "settled_at"),
        ]
        indexes = [
            models.Index(
                fields=["payment"],
                condition=Q(settled_at__isnull=True) & ~Q(status=RefundStatus.DONE),
                name="open_refund",
            ),
        ]

    def __str__(self) -> str:
        return f"refund of {self.payment}: {self.status}"
