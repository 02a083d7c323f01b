"""The demo's cinemas and films, made where they are missing and never changed afterwards."""

from importlib.resources import files

from matinee.catalogue.models import Movie
from matinee.catalogue.movie_file import read_movies
from matinee.demo.cinemas import DemoCinema
from matinee.demo.programme import ORIGINAL_LANGUAGES
from matinee.pricing.models import SeatSupplement, TicketType
from matinee.venues.models import Hall, Venue
from matinee.venues.services import create_hall


def halls_of(cinema: DemoCinema) -> list[Hall]:
    """The cinema's halls that the demo knows by name. A cinema that is missing is opened with all of them."""
    venue = Venue.objects.filter(name=cinema.name, city=cinema.city).first() or _open(cinema)
    names = [hall.name for hall in cinema.halls]
    return list(venue.halls.filter(name__in=names).select_related("venue").order_by("pk"))


def _open(cinema: DemoCinema) -> Venue:
    venue = Venue.objects.create(
        name=cinema.name,
        address=cinema.address,
        city=cinema.city,
        timezone=cinema.timezone,
        currency=cinema.currency,
    )
    for hall in cinema.halls:
        create_hall(
            venue=venue,
            name=hall.name,
            plan=hall.plan,
            curve=hall.curve,
            cleaning_minutes=hall.cleaning_minutes,
        )
    TicketType.objects.bulk_create(
        TicketType(venue=venue, name=name, adjustment=adjustment, position=position)
        for position, (name, adjustment) in enumerate(cinema.ticket_types.items())
    )
    SeatSupplement.objects.bulk_create(
        SeatSupplement(venue=venue, seat_type=seat_type, amount=amount)
        for seat_type, amount in cinema.seat_supplements.items()
    )
    return venue


def films_by_title() -> dict[str, Movie]:
    """The demo's films. Those that are not in the catalogue yet come from the file beside this one."""
    facts = read_movies((files(__package__) / "films.csv").read_bytes())
    wanted = {(film.title, film.release_year) for film in facts}
    found = Movie.objects.filter(title__in=[title for title, _ in wanted])
    films = {film.title: film for film in found if (film.title, film.release_year) in wanted}
    new = Movie.objects.bulk_create(
        Movie(**film.columns(), original_language=ORIGINAL_LANGUAGES.get(film.title, "en"))
        for film in facts
        if film.title not in films
    )
    return films | {film.title: film for film in new}
