"""Ticket types and supplements: the parts of a price beyond the show's own."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from matinee.core.constraints import amount_check, json_check, line_check
from matinee.core.model_fields import AmountField, CheckedJSONField, LineField
from matinee.core.money import HIGHEST_AMOUNT, validate_amount
from matinee.core.translations import checked_translations, short_line, translated
from matinee.venues.models import SeatType, Venue


def checked_ticket_type_texts(value: Any) -> dict[str, dict[str, str]]:
    """Return a ticket type's translations as they are stored. Raises: ValidationError."""
    return checked_translations(value, {"name": short_line})


class TicketType(models.Model):
    """A category of moviegoers (adult, child, senior, …) and its adjustment of the price."""

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="ticket_types")
    name = LineField()
    translations = CheckedJSONField(
        check=checked_ticket_type_texts,
        db_default={},
        default=dict,
        blank=True,
        help_text='The name by language, such as {"en": {"name": "Adult"}}.',
    )
    adjustment = AmountField(
        lowest=-HIGHEST_AMOUNT, db_default=Decimal(0), help_text="Added to the price; may be negative."
    )
    position = models.PositiveSmallIntegerField(db_default=0, help_text="The lowest is the default.")

    class Meta:
        db_table = "ticket_type"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "name"], name="one_ticket_type_per_name_in_venue"),
            line_check("ticket_type", "name"),
            json_check("ticket_type", "translations", "object"),
            amount_check("ticket_type", "adjustment", lowest=-HIGHEST_AMOUNT),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Its name in a language (BCP 47), an empty one for the base name."""
        return translated(self.translations, "name", self.name, language)

    def sold_name_in(self, sold_name: str, language: str) -> str:
        """Translate the name of a sold ticket. A name that this type no longer has stays as it is."""
        names = {self.name, *(texts.get("name") for texts in self.translations.values())}
        return self.name_in(language) if sold_name in names else sold_name

    def clean(self) -> None:
        """Check that the adjustment fits the venue's currency. Raises: ValidationError."""
        check_fits_currency("adjustment", self.adjustment, Venue.objects.filter(pk=self.venue_id))


class SeatSupplement(models.Model):
    """The amount that a type of seat adds to the price at a venue; without a row, nothing."""

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="seat_supplements")
    seat_type = models.TextField(choices=SeatType.choices)
    amount = AmountField(lowest=-HIGHEST_AMOUNT)

    class Meta:
        db_table = "seat_supplement"
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "seat_type"], name="one_supplement_per_seat_type_in_venue"
            ),
            models.CheckConstraint(
                condition=Q(seat_type__in=SeatType.values), name="supplement_seat_type_is_known"
            ),
            amount_check("seat_supplement", "amount", lowest=-HIGHEST_AMOUNT),
        ]

    def __str__(self) -> str:
        return self.seat_type

    def clean(self) -> None:
        """Check that the amount fits the venue's currency. Raises: ValidationError."""
        check_fits_currency("amount", self.amount, Venue.objects.filter(pk=self.venue_id))


def check_fits_currency(field: str, amount: object, venues: models.QuerySet[Venue]) -> None:
    """Check that `amount` has no more digits than the currency of `venues`, a query for one venue.

    Raises: ValidationError, for `field`.
    """
    currency = venues.values_list("currency", flat=True).first()
    if currency is None or not isinstance(amount, Decimal | int):
        # Another field is invalid or has its default; that field's own rule reports it.
        return
    try:
        validate_amount(Decimal(amount), currency)
    except ValidationError as error:
        raise ValidationError({field: error}) from error
