"""The cinemas of the histories, made inside the site's own Django."""

import json
from datetime import UTC, datetime, timedelta

from matinee.checkout.models import Seller, VenueTerms
from tests.cinema import make_cinema, make_show

FAR_AWAY = timedelta(days=365)
"""The nemesis steps the clock on by hours, and sales should not close."""


def build(cinemas: int, seats: int) -> None:
    """Make halls of one row whose tickets can be given back; print each show's id and its seats'."""
    seller = Seller.objects.create(legal_name="Roxy Ltd")
    shows = []
    for _ in range(cinemas):
        cinema = make_cinema(rows=1, seats_per_row=seats)
        show = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=datetime.now(UTC) + FAR_AWAY)
        VenueTerms.objects.create(venue=cinema.venue, seller=seller, refundable_until_minutes=0)
        shows.append([show.pk, [seat.pk for seat in cinema.seats]])
    print(json.dumps(shows))  # noqa: T201
