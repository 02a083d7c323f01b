"""Bookings: the seats of a show that are held or sold."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.core.constraints import moments_check
from matinee.shows.models import Show
from matinee.venues.models import Seat


class IsHoldOfShow(models.Func):
    """B15: whether `hold_id` is derived from `hold_bits` and `show_id`, as in `tokens.hold_id_of`."""

    template = "uuid_send(hold_id) = substr(uuid_send(hold_bits), 1, 8) || int8send(show_id)"
    output_field = models.BooleanField()


class BookingStatus(models.TextChoices):
    """The stored states. A seat without a row, or with an expired LOCKED row, is AVAILABLE (B1)."""

    LOCKED = "LOCKED"
    BOOKED = "BOOKED"


class BookingKind(models.TextChoices):
    """The purpose of a row. Each kind counts as taken; only staff see the kind (B1, B18)."""

    WEB = "web"
    """A moviegoer's hold or seat."""
    COUNTER = "counter"
    """A sale in progress at a till."""
    RESERVATION = "reservation"
    """Kept by name until some minutes before the show."""
    HOUSE = "house"
    """Kept back by the cinema."""
    LEASE = "lease"
    """A till's offline seats."""


class BookingQuerySet(models.QuerySet["Booking"]):
    """The query for the rows of a hold."""

    def of_hold(self, *, hold_id: UUID, show_id: int) -> Self:
        """Every row of a hold, including expired ones, by seat."""
        return self.filter(hold_id=hold_id, show_id=show_id).order_by("seat_id")


class Booking(models.Model):
    """One seat of one show, held or sold.

    Every column beyond the seed's has a database default, so plain SQL can hold a seat. The foreign keys are
    in a migration: they span `(id, hall_id, plan_version)`, which rejects a seat of another hall, and another
    hall or plan for a show that has bookings (decision 0004).
    """

    id = models.BigAutoField(primary_key=True)
    show = models.ForeignKey(
        Show, on_delete=models.PROTECT, related_name="bookings", db_constraint=False, db_index=False
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="bookings", db_constraint=False)
    status = models.TextField(choices=BookingStatus.choices)
    locked_until = models.DateTimeField(null=True, blank=True)
    hall_id = models.BigIntegerField(editable=False)
    # The referenced columns are never negative. Another check would cost each hold some microseconds.
    plan_version = models.IntegerField(editable=False)
    hold_id = models.UUIDField(
        null=True, blank=True, help_text="Half of the hold's bits, and its show (B15); none for plain SQL."
    )
    hold_bits = models.UUIDField(null=True, blank=True, help_text="The random bits of the hold (B5).")
    hold_started_at = models.DateTimeField(
        null=True, blank=True, help_text="The first lock of the whole hold (B6)."
    )
    frozen = models.BooleanField(
        db_default=False, help_text="Being paid for: only payment may change the row."
    )
    frozen_at = models.DateTimeField(
        null=True, blank=True, help_text="The first time that Pay was pressed (B13)."
    )
    extensions = models.PositiveSmallIntegerField(db_default=0)
    kind = models.TextField(choices=BookingKind.choices, db_default=BookingKind.WEB)
    client = models.BigIntegerField(
        null=True, blank=True, help_text="A keyed digest of the client, while seats per client are limited."
    )
    created_at = models.DateTimeField(db_default=Now())

    objects = BookingQuerySet.as_manager()

    class Meta:
        db_table = "booking"
        indexes = [
            models.Index(fields=["hold_id"], name="booking_by_hold"),
            models.Index(
                fields=["client"],
                condition=Q(status=BookingStatus.LOCKED, client__isnull=False),
                name="booking_held_by_client",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["show", "seat"], name="unique_seat_per_show"),
            models.CheckConstraint(
                condition=Q(status__in=BookingStatus.values), name="booking_status_is_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=BookingKind.values), name="booking_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(status=BookingStatus.LOCKED) | Q(locked_until__isnull=False),
                name="locked_has_locked_until",
            ),
            models.CheckConstraint(
                condition=Q(hold_bits__isnull=True, hold_id__isnull=True)
                | Q(Q(IsHoldOfShow()), hold_bits__isnull=False, hold_id__isnull=False),
                name="hold_has_one_show",
            ),
            moments_check("booking", "locked_until", "hold_started_at", "frozen_at", "created_at"),
        ]

    def __str__(self) -> str:
        return f"{self.status} seat {self.seat_id} of show {self.show_id}"


class TakenSeat(models.Model):
    """The view `taken_seat`: the seed's availability query. A seat without a row is AVAILABLE (B1, B8)."""

    id = models.BigIntegerField(primary_key=True)
    show = models.ForeignKey(Show, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    seat = models.ForeignKey(Seat, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    status = models.TextField(choices=BookingStatus.choices)
    locked_until = models.DateTimeField(null=True)
    hold_id = models.UUIDField(null=True)
    kind = models.TextField()
    client = models.BigIntegerField(null=True)

    class Meta:
        db_table = "taken_seat"
        managed = False

    def __str__(self) -> str:
        return f"{self.status} seat {self.seat_id} of show {self.show_id}"


class HoldKey(models.Model):
    """The use of a hold's idempotency key (B15). Digests and ids, no personal data."""

    key_digest = models.BinaryField(primary_key=True)
    show_id = models.BigIntegerField()
    seats_digest = models.BinaryField(help_text="Of the first seats, and of the hold that they joined.")
    hold_id = models.UUIDField()
    hold_bits = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "hold_key"

    def __str__(self) -> str:
        return f"key of hold {self.hold_id}"
