"""The lines of an order: tickets, fees and products."""

from django.db import models
from django.db.models import F, Q

from matinee.core.constraints import optional_line_check, tax_rate_check
from matinee.core.model_fields import LineField, TaxRateField
from matinee.core.money import DECIMAL_PLACES, MAX_DIGITS
from matinee.pricing.models import TicketType
from matinee.tickets.models import Ticket
from matinee.venues.models import Seat


class LineKind(models.TextChoices):
    """The kind of an order line."""

    TICKET = "ticket"
    FEE = "fee"
    PRODUCT = "product"


class OrderLine(models.Model):
    """One line of an order. Its amounts are frozen when Pay is pressed: net + tax = gross."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey("TicketOrder", on_delete=models.PROTECT, related_name="lines")
    kind = models.TextField(choices=LineKind.choices, db_default=LineKind.TICKET)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, null=True, related_name="+")
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, null=True, related_name="order_line")
    name = LineField(db_default="", blank=True, help_text="The name at the time of sale.")
    net = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    tax_rate = TaxRateField(help_text="Per cent.")
    tax = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    gross = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)

    class Meta:
        db_table = "order_line"
        constraints = [
            models.UniqueConstraint(fields=["order", "seat"], name="one_line_per_seat"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="net_and_tax_make_gross"),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="line_kind_is_known"),
            optional_line_check("order_line", "name"),
            tax_rate_check("order_line", "tax_rate"),
        ]

    def __str__(self) -> str:
        return self.name or self.kind
