"""The programme: which film runs where and when."""

from datetime import UTC

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.db.models.functions import Now

from matinee.catalogue.models import Movie
from matinee.core.constraints import optional_line_check, range_check
from matinee.core.model_fields import AmountField, LineField
from matinee.core.money import HIGHEST_AMOUNT
from matinee.core.time_range import EARLIEST_TIME, LATEST_TIME
from matinee.pricing.models import PriceCardVersion, check_fits_currency
from matinee.venues.models import Hall, Venue


class HallAsRange(Func):
    """`int8range(hall_id, hall_id, '[]')`: lets a GiST constraint compare halls without an extension."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


class OccupiedRange(Func):
    """`tstzrange(starts_at, hall_free_at)`: the time during which the show occupies its hall."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class ShowStatus(models.TextChoices):
    """The state of a show."""

    SCHEDULED = "SCHEDULED"
    CANCELLED = "CANCELLED"


class Show(models.Model):
    """One screening. Its times are frozen: a later change of film or hall does not move them."""

    id = models.BigAutoField(primary_key=True)
    movie = models.ForeignKey(Movie, on_delete=models.PROTECT, related_name="shows")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="shows")
    plan_version = models.PositiveIntegerField(db_default=1, help_text="The hall plan that this show sells.")
    starts_at = models.DateTimeField(help_text="As advertised.")
    feature_starts_at = models.DateTimeField(help_text="After advertisements and trailers.")
    ends_at = models.DateTimeField(help_text="End of the credits.")
    hall_free_at = models.DateTimeField(help_text="After cleaning.")
    price = AmountField(help_text="In the venue's currency.")
    price_card_version = models.ForeignKey(
        PriceCardVersion,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="shows",
        help_text="What ticket types and seats add to the price. Without one, the venue decides.",
    )
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
            # Referenced by a booking's foreign key: hall and plan cannot change once there are bookings.
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
        """Check that the price fits the venue's currency. Raises: ValidationError."""
        check_fits_currency("price", self.price, Venue.objects.filter(halls=self.hall_id))
