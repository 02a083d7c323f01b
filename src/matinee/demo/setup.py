"""Create the demo's cinemas and films if they are missing. Existing ones are never changed."""

from importlib.resources import files

from matinee.catalogue.models import Movie
from matinee.catalogue.movie_file import read_movies
from matinee.demo.cinemas import DemoCinema
from matinee.demo.prices import create_missing_cards, create_prices
from matinee.demo.programme import ORIGINAL_LANGUAGES
from matinee.venues.models import Hall, Venue
from matinee.venues.services import create_hall


def halls_of(cinema: DemoCinema) -> list[Hall]:
    """Return the cinema's halls that the demo defines. A missing cinema is created with all its halls."""
    venue = Venue.objects.filter(name=cinema.name, city=cinema.city).first() or _create(cinema)
    create_missing_cards(venue, cinema)
    names = [hall.name for hall in cinema.halls]
    return list(venue.halls.filter(name__in=names).select_related("venue").order_by("pk"))


def _create(cinema: DemoCinema) -> Venue:
    venue = Venue.objects.create(
        name=cinema.name,
        address=cinema.address,
        city=cinema.city,
        country=cinema.country,
        region=cinema.region,
        seat_type_names=cinema.seat_type_names,
        format_names=cinema.format_names,
        timezone=cinema.timezone,
        currency=cinema.currency,
        demo=True,
    )
    for hall in cinema.halls:
        create_hall(
            venue=venue,
            name=hall.name,
            plan=hall.plan,
            curve=hall.curve,
            cleaning_minutes=hall.cleaning_minutes,
        )
    create_prices(venue, cinema)
    return venue


def films_by_title() -> dict[str, Movie]:
    """Return the demo's films by title. Films that are not in the catalogue are imported from `films.csv`."""
    rows = read_movies((files(__package__) / "films.csv").read_bytes()).films
    wanted = {(film.title, film.release_year) for film in rows}
    found = Movie.objects.filter(title__in=[title for title, _ in wanted])
    films = {film.title: film for film in found if (film.title, film.release_year) in wanted}
    new = Movie.objects.bulk_create(
        Movie(**film.columns(), original_language=ORIGINAL_LANGUAGES.get(film.title, "en"))
        for film in rows
        if film.title not in films
    )
    return films | {film.title: film for film in new}
