"""Ticket types, and the supplements of shows without a price card."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from matinee.core.constraints import amount_check, json_check, line_check, range_check
from matinee.core.model_fields import AmountField, CheckedJSONField, LineField
from matinee.core.money import HIGHEST_AMOUNT, validate_amount
from matinee.core.translations import checked_translations, short_line, translated
from matinee.venues.models import SeatType, Venue

OLDEST = 99
"""The highest minimum age, in years."""

MOST_PER_ORDER = 100
"""The highest limit of tickets per order."""


def checked_ticket_type_texts(value: Any) -> dict[str, dict[str, str]]:
    """Return a ticket type's translations as they are stored. Raises: ValidationError."""
    return checked_translations(value, {"name": short_line})


class TicketType(models.Model):
    """A category of moviegoers (adult, child, senior, …) and its adjustment of the price.

    The adjustment applies to shows without a price card. A sold ticket type is archived, never deleted.
    """

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
    minimum_age = models.SmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(OLDEST)],
        help_text="In years; empty for none.",
    )
    needs_proof = models.BooleanField(
        db_default=False, default=False, help_text="Such as a student card, to be shown at the entrance."
    )
    counter_only = models.BooleanField(
        db_default=False, default=False, help_text="Not offered and not accepted online."
    )
    most_per_order = models.SmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PER_ORDER)],
        help_text="Tickets of this type in one order; empty for any number.",
    )
    archived = models.BooleanField(db_default=False, default=False, help_text="Not sold any more.")
    version = models.IntegerField(
        db_default=1, default=1, editable=False, help_text="Counts the changes, against lost updates."
    )

    class Meta:
        db_table = "ticket_type"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "name"], name="one_ticket_type_per_name_in_venue"),
            line_check("ticket_type", "name"),
            json_check("ticket_type", "translations", "object"),
            amount_check("ticket_type", "adjustment", lowest=-HIGHEST_AMOUNT),
            range_check("ticket_type", "minimum_age", 1, OLDEST),
            range_check("ticket_type", "most_per_order", 1, MOST_PER_ORDER),
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
    """The amount that a type of seat adds to the price of shows without a card; without a row, nothing."""

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
