"""The events of an order."""

from django.db import models
from django.db.models.functions import Now

from matinee.checkout.models.order import TicketOrder
from matinee.core.constraints import moments_check


class OrderEvent(models.Model):
    """One event of an order: what happened, and by whom. A trigger makes the table append-only."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(TicketOrder, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(db_default=Now())
    actor = models.TextField(
        help_text="`customer`, `provider`, `system`, `staff:` and a person's id, `key:` and the id of a"
        " program's key, `operator:` and a login."
    )
    type = models.TextField(help_text="One of those in `emails.kinds`.")
    facts = models.JSONField(db_default={}, default=dict, help_text="Ids and amounts, nothing personal.")

    class Meta:
        db_table = "order_event"
        constraints = [moments_check("order_event", "at")]

    def __str__(self) -> str:
        return f"{self.type} by {self.actor}"
