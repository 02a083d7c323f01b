"""The programme: which film runs where and when, and what it costs."""

from datetime import UTC
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.db.models.functions import Now

from matinee.catalogue.models import Movie
from matinee.core.constraints import amount_check, line_check, optional_line_check, range_check
from matinee.core.model_fields import AmountField, LineField
from matinee.core.money import HIGHEST_AMOUNT, validate_amount
from matinee.core.time_range import EARLIEST_TIME, LATEST_TIME
from matinee.venues.models import Hall, SeatType, Venue


class HallAsRange(Func):
    """`int8range(hall_id, hall_id, '[]')`: lets a GiST constraint compare halls without an extension."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


class OccupiedRange(Func):
    """`tstzrange(starts_at, hall_free_at)`: from doors open to cleaned."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class ShowStatus(models.TextChoices):
    """A show is on the programme or called off."""

    SCHEDULED = "SCHEDULED"
    CANCELLED = "CANCELLED"


class Show(models.Model):
    """One screening. All its times are frozen here: a later change of film or hall does not move them."""

    id = models.BigAutoField(primary_key=True)
    movie = models.ForeignKey(Movie, on_delete=models.PROTECT, related_name="shows")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="shows")
    plan_version = models.PositiveIntegerField(db_default=1, help_text="The hall plan that this show sells.")
    starts_at = models.DateTimeField(help_text="As advertised.")
    feature_starts_at = models.DateTimeField(help_text="After advertisements and trailers.")
    ends_at = models.DateTimeField(help_text="End of the credits.")
    hall_free_at = models.DateTimeField(help_text="After cleaning.")
    price = AmountField(help_text="In the venue's currency.")
    status = models.TextField(choices=ShowStatus.choices, db_default=ShowStatus.SCHEDULED)
    sales_open_at = models.DateTimeField(db_default=Now())
    sales_close_at = models.DateTimeField()
    format = LineField(db_default="2D", help_text="Such as 2D, 3D, IMAX.")
    audio_language = LineField(db_default="", blank=True, help_text="BCP 47; empty when unknown.")
    subtitle_language = LineField(db_default="", blank=True, help_text="BCP 47; empty when there are none.")

    class Meta:
        db_table = "show"
        indexes = [
            models.Index(fields=["starts_at", "id"], name="show_by_time"),
            models.Index(fields=["sales_close_at"], name="show_by_end_of_sales"),
        ]
        constraints = [
            # What a booking's foreign key names: hall and plan cannot change once there are bookings.
            models.UniqueConstraint(fields=["id", "hall", "plan_version"], name="show_in_plan"),
            models.CheckConstraint(condition=Q(status__in=ShowStatus.values), name="show_status_is_known"),
            models.CheckConstraint(condition=Q(price__gte=0), name="show_price_is_not_negative"),
            range_check("show", "price", -HIGHEST_AMOUNT, HIGHEST_AMOUNT),
            optional_line_check("show", "format"),
            optional_line_check("show", "audio_language"),
            optional_line_check("show", "subtitle_language"),
            models.CheckConstraint(
                condition=Q(starts_at__lte=F("feature_starts_at"))
                & Q(feature_starts_at__lt=F("ends_at"))
                & Q(ends_at__lte=F("hall_free_at")),
                name="show_times_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(sales_open_at__lt=F("sales_close_at")), name="show_sales_open_before_close"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__gte=EARLIEST_TIME)
                & Q(hall_free_at__lt=LATEST_TIME)
                & Q(sales_open_at__gte=EARLIEST_TIME)
                & Q(sales_close_at__lt=LATEST_TIME),
                name="show_times_are_in_range",
            ),
            ExclusionConstraint(
                name="no_two_shows_overlap_in_a_hall",
                expressions=[
                    (HallAsRange("hall_id"), RangeOperators.OVERLAPS),
                    (OccupiedRange("starts_at", "hall_free_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status=ShowStatus.CANCELLED),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.movie} at {self.starts_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"

    def clean(self) -> None:
        """The price fits the venue's currency. Raises: ValidationError."""
        refuse_unfit("price", self.price, Venue.objects.filter(halls=self.hall_id))


class TicketType(models.Model):
    """Who is coming (adult, child, senior, …) and what that adds to or takes off the price."""

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="ticket_types")
    name = LineField()
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
            amount_check("ticket_type", "adjustment", lowest=-HIGHEST_AMOUNT),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The adjustment fits the venue's currency. Raises: ValidationError."""
        refuse_unfit("adjustment", self.adjustment, Venue.objects.filter(pk=self.venue_id))


class SeatSupplement(models.Model):
    """What a type of seat adds to the price at a venue; no row means nothing."""

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
        """The amount fits the venue's currency. Raises: ValidationError."""
        refuse_unfit("amount", self.amount, Venue.objects.filter(pk=self.venue_id))


def refuse_unfit(field: str, amount: object, venues: models.QuerySet[Venue]) -> None:
    """Refuse an amount that the currency of this one venue has no coins for. Raises: ValidationError."""
    currency = venues.values_list("currency", flat=True).first()
    if currency is None or not isinstance(amount, Decimal | int):
        # Another field is wrong or left to its default; its own rule says so.
        return
    try:
        validate_amount(Decimal(amount), currency)
    except ValidationError as error:
        raise ValidationError({field: error}) from error
