"""Creates the cinemas of the histories, with the site's Django."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from matinee.checkout.models import Seller, VenueTerms
from matinee.shows.models import Show
from matinee.venues.models import Hall, SeatType
from matinee.venues.services import create_hall
from tests.cinema import Cinema, make_cinema, make_show
from tests.faults.histories.programme import (
    CANCELLED,
    CHEAP,
    EXPENSIVE,
    MOVED,
    OTHER_HALL,
    Programme,
    Screening,
)

FAR_FUTURE = timedelta(days=365)
"""Far enough that no step of the clock closes sales."""

INTERVAL = timedelta(hours=4)
"""The time between two shows, so that none overlap in a hall."""

SHOWS = {
    EXPENSIVE: (0, "25.50"),
    CHEAP: (0, "12.50"),
    OTHER_HALL: (1, "9.00"),
    CANCELLED: (0, "18.00"),
    MOVED: (0, "15"),
}
"""Hall and price by role."""

TAX_RATE = Decimal("7.00")


def create_cinemas(cinemas: int, seats: int) -> None:
    """Create venues with two halls of one row and five shows each; print their programmes."""
    print(json.dumps([_programme(seats).facts() for _ in range(cinemas)]))  # noqa: T201


def _programme(seats: int) -> Programme:
    cinema = make_cinema(rows=1, seats_per_row=seats)
    seller = Seller.objects.create(legal_name=f"{cinema.venue.name} Ltd")
    VenueTerms.objects.create(
        venue=cinema.venue, seller=seller, refundable_until_minutes=0, ticket_tax_rate=TAX_RATE
    )
    halls = [cinema.hall, create_hall(venue=cinema.venue, name="Hall 2", rows=1, seats_per_row=seats)]
    premium = [_make_premium(hall) for hall in halls]
    return Programme(
        venue=cinema.venue.pk,
        shows=[
            _screening(cinema, role, halls[hall], price, after=number * INTERVAL)
            for number, (role, (hall, price)) in enumerate(SHOWS.items())
        ],
        halls={hall.pk: list(hall.seats.order_by("pk").values_list("pk", flat=True)) for hall in halls},
        premium=premium,
        supplement="3",
        types={one.pk: [one.name, str(one.adjustment)] for one in (cinema.adult, cinema.child)},
        tax_rate=str(TAX_RATE),
    )


def _make_premium(hall: Hall) -> int:
    seat = hall.seats.order_by("pk").last()
    assert seat
    seat.type = SeatType.PREMIUM
    seat.save(update_fields=["type"])
    return seat.pk


def _screening(cinema: Cinema, role: str, hall: Hall, price: str, after: timedelta) -> Screening:
    movie = type(cinema.movie).objects.create(
        title=f"The {role} film of {cinema.venue.name}", duration_minutes=100, genre="Drama", rating="PG"
    )
    show = make_show(movie=movie, hall=hall, starts_at=datetime.now(UTC) + FAR_FUTURE + after)
    Show.objects.filter(pk=show.pk).update(price=Decimal(price))
    return Screening(show.pk, role, movie.title, hall.pk, price)
