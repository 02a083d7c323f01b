"""A small cinema for tests: one venue, one hall with rows of equal length, one show on sale."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

from matinee.catalogue.models import Movie
from matinee.pricing.models import SeatSupplement, TicketType
from matinee.shows.models import Show
from matinee.venues.models import Hall, Seat, SeatType, Venue
from matinee.venues.services import create_hall

DAY = timedelta(days=1)
serial = count(1)


@dataclass(frozen=True)
class Cinema:
    """The rows that `make_cinema` creates."""

    venue: Venue
    hall: Hall
    movie: Movie
    show: Show
    seats: list[Seat]
    adult: TicketType
    child: TicketType

    def ids(self, *names: str) -> list[int]:
        """Return seat ids by name: `ids("A1", "B2")`."""
        by_name = {str(seat): seat.pk for seat in self.seats}
        return [by_name[name] for name in names]


def make_cinema(*, rows: int = 5, seats_per_row: int = 10) -> Cinema:
    """Create a cinema. Each call creates a separate venue, hall, movie and show."""
    number = next(serial)
    venue = Venue.objects.create(
        name=f"Roxy {number}",
        address="1 High Street",
        city="Testville",
        timezone="Europe/Berlin",
        currency="EUR",
    )
    adult = TicketType.objects.create(venue=venue, name="Adult", adjustment=Decimal(0), position=0)
    child = TicketType.objects.create(venue=venue, name="Child", adjustment=Decimal(-4), position=1)
    SeatSupplement.objects.create(venue=venue, seat_type=SeatType.PREMIUM, amount=Decimal(3))
    hall = create_hall(venue=venue, name="Hall 1", rows=rows, seats_per_row=seats_per_row)
    movie = Movie.objects.create(title=f"Film {number}", duration_minutes=100, genre="Drama", rating="PG")
    return Cinema(
        venue=venue,
        hall=hall,
        movie=movie,
        show=make_show(movie=movie, hall=hall),
        seats=list(hall.seats.order_by("pk")),
        adult=adult,
        child=child,
    )


def make_show(*, movie: Movie, hall: Hall, starts_at: datetime | None = None) -> Show:
    """Create a show that is on sale since yesterday. It starts tomorrow unless `starts_at` is given."""
    start = starts_at or datetime.now(UTC) + DAY
    return Show.objects.create(
        movie=movie,
        hall=hall,
        plan_version=hall.plan_version,
        starts_at=start,
        feature_starts_at=start + timedelta(minutes=20),
        ends_at=start + timedelta(minutes=120),
        hall_free_at=start + timedelta(minutes=135),
        price=Decimal(12),
        sales_open_at=min(datetime.now(UTC), start) - DAY,
        sales_close_at=start,
    )
