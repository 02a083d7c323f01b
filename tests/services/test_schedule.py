"""Scheduling shows."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from matinee.catalogue.models import Movie
from matinee.core.clock import database_now
from matinee.core.problems import Invalid
from matinee.shows.errors import HallOccupied
from matinee.shows.models import Show, ShowStatus
from matinee.shows.services import schedule_show
from matinee.venues.models import Hall, Venue
from matinee.venues.services import create_hall

pytestmark = pytest.mark.django_db

EIGHT = datetime(2100, 5, 4, 20, tzinfo=UTC)
PRICE = Decimal("11.00")


@pytest.fixture
def hall() -> Hall:
    """A hall that takes 15 minutes to clean."""
    venue = Venue.objects.create(
        name="Capitol", address="2 Low Street", city="Testville", timezone="Europe/Berlin", currency="EUR"
    )
    return create_hall(venue=venue, name="One", rows=2, seats_per_row=2, cleaning_minutes=15)


@pytest.fixture
def movie() -> Movie:
    """A film of 100 minutes: with advertisements and cleaning it takes a hall for 135."""
    return Movie.objects.create(title="Film", release_year=2001, duration_minutes=100)


def minutes(count: int) -> timedelta:
    """Return a timedelta of so many minutes."""
    return timedelta(minutes=count)


def test_times_follow_from_film_and_hall(hall: Hall, movie: Movie) -> None:
    show = Show.objects.get(pk=schedule_show(movie=movie, hall=hall, starts_at=EIGHT, price=PRICE).pk)
    assert show.starts_at == EIGHT
    assert show.feature_starts_at == EIGHT + minutes(20)
    assert show.ends_at == EIGHT + minutes(120)
    assert show.hall_free_at == EIGHT + minutes(135)
    assert show.sales_close_at == EIGHT + minutes(15)
    assert show.sales_open_at <= database_now()
    assert (show.price, show.status, show.plan_version, show.format) == (PRICE, ShowStatus.SCHEDULED, 1, "2D")


def test_given_times_are_stored(hall: Hall, movie: Movie) -> None:
    show = schedule_show(
        movie=movie,
        hall=hall,
        starts_at=EIGHT,
        price=PRICE,
        screen_format="3D",
        audio_language="ja",
        subtitle_language="en",
        advertisement_minutes=0,
        sales_open_at=EIGHT - timedelta(days=7),
        sales_close_at=EIGHT,
    )
    show.refresh_from_db()
    assert (show.format, show.audio_language, show.subtitle_language) == ("3D", "ja", "en")
    assert (show.feature_starts_at, show.hall_free_at) == (EIGHT, EIGHT + minutes(115))
    assert (show.sales_open_at, show.sales_close_at) == (EIGHT - timedelta(days=7), EIGHT)


def test_times_stay_when_film_and_hall_change(hall: Hall, movie: Movie) -> None:
    show = schedule_show(movie=movie, hall=hall, starts_at=EIGHT, price=PRICE)
    Movie.objects.update(duration_minutes=200)
    Hall.objects.update(cleaning_minutes=60)
    show.refresh_from_db()
    assert show.hall_free_at == EIGHT + minutes(135)


def test_a_show_during_a_clock_change_lasts_as_long_as_its_film(hall: Hall, movie: Movie) -> None:
    late = datetime(2030, 10, 27, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    show = schedule_show(
        movie=movie, hall=hall, starts_at=late, price=PRICE, sales_open_at=late - timedelta(days=7)
    )
    assert show.hall_free_at - late.astimezone(UTC) == minutes(135)
    assert show.ends_at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M") == "02:30"


@pytest.mark.parametrize("shift", [-134, -1, 0, 1, 134])
def test_an_overlap_is_rejected_and_changes_nothing(hall: Hall, movie: Movie, shift: int) -> None:
    first = schedule_show(movie=movie, hall=hall, starts_at=EIGHT, price=PRICE)
    with pytest.raises(HallOccupied) as error:
        schedule_show(movie=movie, hall=hall, starts_at=EIGHT + minutes(shift), price=PRICE)
    assert error.value.data == {"hall_id": hall.pk, "show_ids": [first.pk]}
    assert list(Show.objects.all()) == [first]


@pytest.mark.parametrize("shift", [-135, 135])
def test_the_next_show_may_begin_after_the_cleaning(hall: Hall, movie: Movie, shift: int) -> None:
    schedule_show(movie=movie, hall=hall, starts_at=EIGHT, price=PRICE)
    schedule_show(movie=movie, hall=hall, starts_at=EIGHT + minutes(shift), price=PRICE)
    assert Show.objects.count() == 2


def test_another_hall_and_a_cancelled_show_do_not_overlap(hall: Hall, movie: Movie) -> None:
    other = create_hall(venue=hall.venue, name="Two", rows=2, seats_per_row=2)
    schedule_show(movie=movie, hall=other, starts_at=EIGHT, price=PRICE)
    cancelled = schedule_show(movie=movie, hall=hall, starts_at=EIGHT, price=PRICE)
    Show.objects.filter(pk=cancelled.pk).update(status=ShowStatus.CANCELLED)
    schedule_show(movie=movie, hall=hall, starts_at=EIGHT, price=PRICE)
    assert Show.objects.count() == 3


def test_other_constraint_violations_are_not_an_overlap(hall: Hall, movie: Movie) -> None:
    with pytest.raises(IntegrityError, match="show_sales_open_before_close"), transaction.atomic():
        schedule_show(
            movie=movie,
            hall=hall,
            starts_at=EIGHT,
            price=Decimal(1),
            sales_open_at=EIGHT,
            sales_close_at=EIGHT,
        )
    assert not Show.objects.exists()


def swap_halls(one: Show, other: Show, timing: str) -> None:
    """Swap the halls of two shows of the same time, with the constraint's timing as given."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS no_two_shows_overlap_in_a_hall {timing}")
        Show.objects.filter(pk=one.pk).update(hall=other.hall)
        Show.objects.filter(pk=other.pk).update(hall=one.hall)
        cursor.execute("SET CONSTRAINTS no_two_shows_overlap_in_a_hall IMMEDIATE")


def test_two_shows_swap_halls_when_the_constraint_is_deferred(hall: Hall, movie: Movie) -> None:
    other_hall = create_hall(venue=hall.venue, name="Two", rows=2, seats_per_row=2)
    one = schedule_show(movie=movie, hall=hall, starts_at=EIGHT, price=PRICE)
    other = schedule_show(movie=movie, hall=other_hall, starts_at=EIGHT, price=PRICE)
    with pytest.raises(IntegrityError, match="no_two_shows_overlap_in_a_hall"):
        swap_halls(one, other, "IMMEDIATE")
    swap_halls(one, other, "DEFERRED")
    assert dict(Show.objects.values_list("pk", "hall")) == {one.pk: other_hall.pk, other.pk: hall.pk}


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(1899, 12, 31, 23, 59, tzinfo=UTC),
        datetime(3000, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=14))),
    ],
)
def test_nonexistent_local_times_are_rejected(hall: Hall, movie: Movie, starts_at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        schedule_show(movie=movie, hall=hall, starts_at=starts_at, price=PRICE)
    assert list(refused.value.data["errors"]) == ["starts_at"]
    assert not Show.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"sales_close_at": "infinity"},
        {"sales_open_at": "-infinity"},
        {"hall_free_at": "infinity"},
        {"hall_free_at": "3000-01-01T00:00Z", "ends_at": "2999-12-31T23:00Z"},
        {"starts_at": "1899-12-31T23:59Z"},
    ],
)
def test_nonexistent_local_times_are_not_stored(hall: Hall, movie: Movie, change: dict[str, str]) -> None:
    schedule_show(movie=movie, hall=hall, starts_at=EIGHT, price=PRICE)
    columns = ", ".join(f"{name} = '{value}'" for name, value in change.items())
    with (
        pytest.raises(IntegrityError, match="show_times_are_in_range"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE show SET {columns}")  # noqa: S608
