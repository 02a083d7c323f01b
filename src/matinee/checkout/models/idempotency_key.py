"""The keys of repeated requests."""

from django.db import models
from django.db.models.functions import Now

from matinee.checkout.models.order import TicketOrder
from matinee.core.constraints import moments_check


class IdempotencyKey(models.Model):
    """The response to a repeated request (B15). References only, no personal data."""

    key_digest = models.BinaryField(primary_key=True)
    request_digest = models.BinaryField()
    order = models.ForeignKey(TicketOrder, on_delete=models.CASCADE, null=True)
    completed = models.BooleanField(db_default=False)
    decline_code = models.TextField(
        db_default="", blank=True, help_text="If the response was a declined payment."
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "idempotency_key"
        constraints = [moments_check("idempotency_key", "created_at")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_by_age")]

    def __str__(self) -> str:
        return f"key of order {self.order_id}"
