"""Venues, halls and seats."""

from datetime import time
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from matinee.core import web_address
from matinee.core.constraints import (
    country_check,
    email_check,
    json_check,
    line_check,
    optional_line_check,
    range_check,
    region_check,
    web_address_check,
)
from matinee.core.countries import validate_country, validate_region
from matinee.core.currencies import CODE_PATTERN, DIGITS, validate_currency
from matinee.core.model_fields import CheckedJSONField, EmailTextField, LineField
from matinee.core.time_zones import TIME_ZONES
from matinee.core.time_zones import validate_timezone as validate_timezone
from matinee.core.translations import checked_names, checked_translations, short_line, translated
from matinee.core.web_address import WebAddressValidator
from matinee.venues.opening_hours import checked_opening_hours

MAX_CLEANING_MINUTES = 1440
MAX_ROW_LENGTH = 20
MAX_PHONE_LENGTH = 50
MAX_SECTION_LENGTH = 100
MAX_LABEL_LENGTH = 20
MAX_PLAN_SEAT_ID_LENGTH = 200


class SeatType(models.TextChoices):
    """The type of a seat. It determines the shape on the map and the supplement."""

    STANDARD = "standard"
    PREMIUM = "premium"
    WHEELCHAIR = "wheelchair"
    COMPANION = "companion"
    SOFA = "sofa"


def checked_seat_type_names(value: Any) -> dict[str, dict[str, str]]:
    """Return a venue's names of seat types as they are stored. Raises: ValidationError."""
    return checked_translations(value, dict.fromkeys(SeatType.values, short_line))


class Venue(models.Model):
    """A cinema: one address, one time zone, one currency."""

    id = models.BigAutoField(primary_key=True)
    name = LineField()
    address = LineField()
    city = LineField()
    country = LineField(
        db_default="",
        blank=True,
        validators=[validate_country],
        help_text="ISO 3166, such as DE. Age ratings follow it.",
    )
    region = LineField(
        db_default="",
        blank=True,
        validators=[validate_region],
        help_text="ISO 3166-2 without the country, such as BE. Public holidays follow it.",
    )
    timezone = LineField(
        db_default="UTC", validators=[validate_timezone], help_text="IANA, such as Europe/Berlin."
    )
    currency = LineField(db_default="EUR", validators=[validate_currency], help_text="ISO 4217, such as EUR.")
    day_starts_at = models.TimeField(
        db_default=time(5),
        help_text="When the business day begins: a 00:15 show belongs to the evening before.",
    )
    seat_type_names = CheckedJSONField(
        check=checked_seat_type_names,
        db_default={},
        default=dict,
        blank=True,
        help_text='Own names of seat types by language, such as {"de": {"sofa": "Kuschelsofa"}}.',
    )
    format_names = CheckedJSONField(
        check=checked_names,
        db_default={},
        default=dict,
        blank=True,
        help_text='Names of formats by language, such as {"de": {"Preview": "Vorpremiere"}}.',
    )

    phone = LineField(
        max_length=MAX_PHONE_LENGTH, db_default="", default="", blank=True, help_text="For customers."
    )
    email = EmailTextField(db_default="", default="", blank=True, help_text="For customers.")
    website = LineField(
        max_length=web_address.MAX_LENGTH,
        db_default="",
        default="",
        blank=True,
        validators=[WebAddressValidator("http", "https")],
        help_text="The address of the cinema's own site.",
    )
    opening_hours = CheckedJSONField(
        check=checked_opening_hours,
        db_default=[],
        default=list,
        blank=True,
        help_text='Of the box office, such as [{"weekday": 1, "opens": "14:00", "closes": "23:30"}].',
    )
    version = models.IntegerField(
        db_default=1, editable=False, help_text="Grows with each change of the cinema and its terms."
    )

    demo = models.BooleanField(
        db_default=False,
        editable=False,
        help_text="Made by the demo: `matinee demo --remove` deletes it with everything sold there.",
    )

    class Meta:
        db_table = "venue"
        constraints = [
            models.UniqueConstraint(fields=["name", "city"], name="one_venue_per_name_and_city"),
            models.CheckConstraint(
                condition=Q(currency__regex=CODE_PATTERN), name="venue_currency_is_iso_4217"
            ),
            models.CheckConstraint(condition=Q(currency__in=sorted(DIGITS)), name="venue_currency_is_known"),
            models.CheckConstraint(
                condition=Q(timezone__in=sorted(TIME_ZONES)), name="venue_timezone_is_known"
            ),
            # PostgreSQL has a time 24:00, which Python cannot read.
            models.CheckConstraint(
                condition=Q(day_starts_at__lte=time.max), name="venue_day_starts_in_the_day"
            ),
            line_check("venue", "name"),
            line_check("venue", "address"),
            line_check("venue", "city"),
            country_check("venue", "country"),
            region_check("venue", "region"),
            json_check("venue", "seat_type_names", "object"),
            json_check("venue", "format_names", "object"),
            optional_line_check("venue", "phone", max_length=MAX_PHONE_LENGTH),
            email_check("venue", "email"),
            web_address_check("venue", "website"),
            json_check("venue", "opening_hours", "array"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"

    def format_in(self, name: str, language: str) -> str:
        """The cinema's name of a format in a language (BCP 47), an empty one for the name itself."""
        return translated(self.format_names, name, name, language)

    def own_seat_types(self, language: str) -> dict[str, str]:
        """The cinema's own names of seat types in a language; a type that it calls as usual is missing."""
        names = {kind: translated(self.seat_type_names, kind, "", language) for kind in SeatType.values}
        return {kind: name for kind, name in names.items() if name}

    @property
    def full_address(self) -> str:
        """Street and city in one line. Some addresses already contain the city."""
        return self.address if self.address.endswith(self.city) else f"{self.address}, {self.city}"


class Hall(models.Model):
    """A screening room. Its seats belong to one version of its plan; a new plan is a new version."""

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="halls")
    name = LineField()
    capacity = models.PositiveIntegerField(help_text="Seats of the current plan.")
    rows = models.PositiveSmallIntegerField()
    seats_per_row = models.PositiveSmallIntegerField(help_text="Seats of the longest row.")
    cleaning_minutes = models.PositiveSmallIntegerField(
        db_default=15, validators=[MaxValueValidator(MAX_CLEANING_MINUTES)]
    )
    plan_version = models.PositiveIntegerField(db_default=1)

    class Meta:
        db_table = "hall"
        constraints = [
            models.UniqueConstraint(fields=["venue", "name"], name="one_hall_per_name_in_venue"),
            line_check("hall", "name"),
            range_check("hall", "cleaning_minutes", 0, MAX_CLEANING_MINUTES),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """One seat of one version of a hall's plan. A hold locks this row. A sold seat is never deleted."""

    id = models.BigAutoField(primary_key=True)
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="seats")
    plan_version = models.PositiveIntegerField(db_default=1)
    plan_seat_id = LineField(
        max_length=MAX_PLAN_SEAT_ID_LENGTH,
        db_default="",
        blank=True,
        help_text="The seat's stable id in the plan document, the same in each version; empty without one.",
    )
    section = LineField(
        max_length=MAX_SECTION_LENGTH, db_default="", blank=True, help_text="Such as Stalls or Balcony."
    )
    row_letter = LineField(max_length=MAX_ROW_LENGTH)
    seat_number = models.PositiveSmallIntegerField()
    label = LineField(
        max_length=MAX_LABEL_LENGTH,
        db_default="",
        blank=True,
        help_text="Where a number is not enough, such as 12a; empty for the number.",
    )
    type = models.TextField(choices=SeatType.choices, db_default=SeatType.STANDARD)
    x = models.FloatField(db_default=0.0, help_text="Centre of the seat, in seat widths from the left wall.")
    y = models.FloatField(db_default=0.0, help_text="Centre of the seat, in row pitches from the screen.")
    in_service = models.BooleanField(db_default=True)

    class Meta:
        db_table = "seat"
        indexes = [
            # Counts the seats of a show by the index alone.
            models.Index(
                fields=["hall", "plan_version"], condition=Q(in_service=True), name="seats_in_service"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "plan_version", "section", "row_letter", "seat_number", "label"],
                name="one_seat_per_place",
            ),
            models.UniqueConstraint(
                fields=["hall", "plan_version", "plan_seat_id"],
                condition=~Q(plan_seat_id=""),
                name="one_seat_per_plan_seat_id",
            ),
            # Referenced by a booking's foreign key, so that a seat of another hall or plan cannot be booked.
            models.UniqueConstraint(fields=["id", "hall", "plan_version"], name="seat_in_plan"),
            models.CheckConstraint(condition=Q(type__in=SeatType.values), name="seat_type_is_known"),
            optional_line_check("seat", "plan_seat_id", max_length=MAX_PLAN_SEAT_ID_LENGTH),
            optional_line_check("seat", "section", max_length=MAX_SECTION_LENGTH),
            line_check("seat", "row_letter", max_length=MAX_ROW_LENGTH),
            optional_line_check("seat", "label", max_length=MAX_LABEL_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.row_letter}{self.label or self.seat_number}"

    @property
    def name(self) -> str:
        """The seat as people say it: `A5`, with its section where it has one, such as `Balcony A12a`."""
        return f"{self.section} {self}".strip()
