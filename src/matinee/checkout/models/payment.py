"""Payments of orders."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from matinee.core.constraints import moments_check
from matinee.core.money import DECIMAL_PLACES, HIGHEST_TOTAL, MAX_DIGITS

LAST4 = "^[0-9]{4}$"


class PaymentStatus(models.TextChoices):
    """The state of a payment. Each step is recorded before it is tried."""

    BEGUN = "BEGUN"
    NEEDS_ACTION = "NEEDS_ACTION"
    PENDING = "PENDING"
    AUTHORISED = "AUTHORISED"
    SETTLED = "SETTLED"
    DECLINED = "DECLINED"
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"


class Payment(models.Model):
    """A payment for an order at one provider. It can be tried again after a decline."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey("TicketOrder", on_delete=models.PROTECT, related_name="payments")
    provider = models.TextField()
    reference = models.TextField(db_default="", blank=True, help_text="The provider's id of the payment.")
    status = models.TextField(choices=PaymentStatus.choices, db_default=PaymentStatus.BEGUN)
    amount = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    captured = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES, db_default=0)
    attempt = models.PositiveSmallIntegerField(db_default=1, help_text="Part of the key of each attempt.")
    next_action = models.JSONField(null=True, blank=True, help_text="The next step in the browser.")
    card_last4 = models.TextField(
        db_default="",
        blank=True,
        help_text="The last four digits of the card; empty without a card. Erased with the customer's data.",
    )
    client = models.BigIntegerField(
        null=True,
        editable=False,
        help_text="Digest of the last client, while declines are counted.",
    )
    changed_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "payment"
        indexes = [
            models.Index(
                fields=["client", "changed_at"], condition=Q(client__isnull=False), name="payment_by_client"
            ),
            models.Index(fields=["card_last4", "order"], condition=~Q(card_last4=""), name="payment_by_card"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=~Q(reference=""), name="one_payment_per_reference"
            ),
            models.CheckConstraint(
                condition=Q(status__in=PaymentStatus.values), name="payment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(captured__gte=0, captured__lte=F("amount"), amount__lte=HIGHEST_TOTAL),
                name="captured_fits",
            ),
            models.CheckConstraint(
                condition=Q(card_last4="") | Q(card_last4__regex=LAST4), name="payment_card_has_four_digits"
            ),
            moments_check("payment", "changed_at", "created_at"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference}: {self.status}"
