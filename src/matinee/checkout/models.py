"""What was sold to whom: orders, their lines, and the keys that make a retry find its first answer."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.core.money import DECIMAL_PLACES, MAX_DIGITS
from matinee.tickets.models import Ticket


class TicketOrder(models.Model):
    """One purchase. `reference` is for people, `secret` opens the order's page."""

    id = models.BigAutoField(primary_key=True)
    reference = models.TextField(unique=True)
    secret = models.TextField(unique=True)
    hold_id = models.UUIDField(
        unique=True, editable=False, help_text="The hold that became this order: one each."
    )
    customer_name = models.TextField(db_default="", blank=True)
    customer_email = models.TextField(db_default="", blank=True)
    total = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    currency = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ticket_order"
        constraints = [models.CheckConstraint(condition=Q(total__gte=0), name="order_total_is_not_negative")]

    def __str__(self) -> str:
        return self.reference


class OrderLine(models.Model):
    """One position of an order."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(TicketOrder, on_delete=models.PROTECT, related_name="lines")
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)

    class Meta:
        db_table = "order_line"

    def __str__(self) -> str:
        return f"{self.ticket}: {self.amount}"


class IdempotencyKey(models.Model):
    """The answer that a repeated `book-seat` gets again (B15). References only, no personal data."""

    key_digest = models.BinaryField(primary_key=True)
    request_digest = models.BinaryField()
    order = models.ForeignKey(TicketOrder, on_delete=models.CASCADE, null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "idempotency_key"
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_by_age")]

    def __str__(self) -> str:
        return f"key of order {self.order_id}"
