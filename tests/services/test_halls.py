"""Creating a hall with its seats."""

import pytest
from django.db import IntegrityError

from matinee.venues.errors import PlanUnreadable
from matinee.venues.models import Hall, Seat, SeatType, Venue
from matinee.venues.services import create_hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def venue() -> Venue:
    """A cinema without halls."""
    return Venue.objects.create(
        name="Capitol", address="2 Low Street", city="Testville", timezone="Europe/Berlin", currency="EUR"
    )


def test_rows_and_seats_per_row_create_a_rectangular_hall(venue: Venue) -> None:
    hall = create_hall(venue=venue, name="One", rows=27, seats_per_row=3, cleaning_minutes=25)
    stored = Hall.objects.get()
    assert stored == hall
    assert (stored.capacity, stored.rows, stored.seats_per_row) == (81, 27, 3)
    assert (stored.cleaning_minutes, stored.plan_version) == (25, 1)
    names = [str(seat) for seat in hall.seats.order_by("pk")]
    assert names[:4] == ["A1", "A2", "A3", "B1"]
    assert names[-3:] == ["AA1", "AA2", "AA3"]
    assert set(hall.seats.values_list("type", "plan_version", "in_service")) == {("standard", 1, True)}


def test_a_drawn_plan_is_stored_as_drawn(venue: Venue) -> None:
    hall = create_hall(venue=venue, name="One", plan=".sx\nwc.\n\n()()")
    assert (hall.capacity, hall.rows, hall.seats_per_row) == (6, 3, 2)
    seats = hall.seats.order_by("pk").values_list("row_letter", "seat_number", "type", "x", "y", "in_service")
    assert list(seats) == [
        ("A", 1, SeatType.STANDARD, 1.5, 0.5, True),
        ("A", 2, SeatType.STANDARD, 2.5, 0.5, False),
        ("B", 1, SeatType.WHEELCHAIR, 0.5, 1.5, True),
        ("B", 2, SeatType.COMPANION, 1.5, 1.5, True),
        ("C", 1, SeatType.SOFA, 1.0, 3.5, True),
        ("C", 2, SeatType.SOFA, 3.0, 3.5, True),
    ]


def test_the_curve_of_a_hall_is_stored_in_the_seats_coordinates(venue: Venue) -> None:
    hall = create_hall(venue=venue, name="One", rows=2, seats_per_row=2, curve=2.0)
    seats = hall.seats.order_by("pk").values_list("row_letter", "seat_number", "x", "y")
    assert list(seats) == [("A", 1, 0.5, 2.0), ("A", 2, 1.5, 2.0), ("B", 1, 0.5, 3.0), ("B", 2, 1.5, 3.0)]


def test_an_unreadable_plan_creates_nothing(venue: Venue) -> None:
    with pytest.raises(PlanUnreadable):
        create_hall(venue=venue, name="One", plan="ss\n?")
    with pytest.raises(PlanUnreadable):
        create_hall(venue=venue, name="One")
    assert not Hall.objects.exists()
    assert not Seat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_second_hall_of_the_same_name_creates_nothing(venue: Venue) -> None:
    create_hall(venue=venue, name="One", rows=2, seats_per_row=2)
    with pytest.raises(IntegrityError):
        create_hall(venue=venue, name="One", rows=5, seats_per_row=5)
    assert Hall.objects.count() == 1
    assert Seat.objects.count() == 4
