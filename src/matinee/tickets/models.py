"""Tickets."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.core.constraints import line_check, moments_check, optional_line_check, range_check
from matinee.core.model_fields import LineField
from matinee.core.money import DECIMAL_PLACES, HIGHEST_TOTAL, MAX_DIGITS
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.tickets.codes import FIRST_VERSION, LAST_VERSION, new_short_code
from matinee.venues.models import Seat

LONGEST_CODE = 1000
"""Characters. A signed code has far fewer; a QR code with many more cannot be scanned."""


class TicketStatus(models.TextChoices):
    """A ticket is valid until it is voided; it is never deleted."""

    VALID = "VALID"
    VOIDED = "VOIDED"


class Ticket(models.Model):
    """One sold seat of a show: its type, all-in price, and the codes for the door."""

    id = models.BigAutoField(primary_key=True)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="tickets")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="tickets")
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, null=True, related_name="tickets")
    ticket_type_name = LineField(blank=True, help_text="The name at the time of sale.")
    price = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    currency = models.TextField()
    version = models.SmallIntegerField(
        db_default=1, help_text="The version of the signed code; each replacement increases it."
    )
    code = models.TextField(unique=True, help_text="Signed; in the QR code.")
    short_code = models.TextField(
        unique=True, default=new_short_code, help_text="For typing by hand; stored without dashes."
    )
    status = models.TextField(choices=TicketStatus.choices, db_default=TicketStatus.VALID)
    created_at = models.DateTimeField(db_default=Now())
    admitted_at = models.DateTimeField(null=True, blank=True)
    admitted_by_door = LineField(db_default="", blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "ticket"
        constraints = [
            models.UniqueConstraint(
                fields=["show", "seat"],
                condition=Q(status=TicketStatus.VALID),
                name="one_valid_ticket_per_seat",
            ),
            models.CheckConstraint(
                condition=Q(status__in=TicketStatus.values), name="ticket_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0, price__lte=HIGHEST_TOTAL), name="ticket_price_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(admitted_at__isnull=True, admitted_by_door="")
                | (Q(admitted_at__isnull=False) & ~Q(admitted_by_door="")),
                name="ticket_admission_names_its_door",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(status=TicketStatus.VOIDED),
                name="ticket_with_end_is_voided",
            ),
            range_check("ticket", "version", FIRST_VERSION, LAST_VERSION),
            line_check("ticket", "code", max_length=LONGEST_CODE),
            optional_line_check("ticket", "ticket_type_name"),
            optional_line_check("ticket", "admitted_by_door"),
            moments_check("ticket", "created_at", "admitted_at", "voided_at"),
        ]

    def __str__(self) -> str:
        return self.code
