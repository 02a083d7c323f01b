"""The pages of the web app, one function each. The addresses are in `urls.py`."""

from collections.abc import Sequence
from http import HTTPStatus

from django.utils.translation import gettext as _

from matinee.pages import queries, structured, words
from matinee.pages.page import Page, page
from matinee.venues.models import Venue

FIRST_QUESTION = "/api/venues/?page_size=200"
"""What the app asks first on its front page: web/src/api/shows.ts."""


@page
def whats_on() -> Page:
    """`/`: the programme. The app shows another day or cinema at the same address."""
    venues = queries.venues()
    return Page(
        title=_("What’s on"),
        description=_("Films, times and prices at %(venues)s. Choose your seats on the map.")
        % {"venues": _named(venues) or "Matinee"},
        path="/",
        things=[structured.theatre(venue) for venue in venues],
        module="whats-on-page.tsx",
        asks=FIRST_QUESTION,
        plain="pages/whats-on.html",
        facts={"lines": [words.show_line(show) for show in queries.shows_soon()]},
    )


@page
def film(film_id: int) -> Page:
    """`/film/7`: a film and its coming shows."""
    movie = queries.get_movie(film_id)
    if movie is None:
        return _missing(_("Film not found"))
    screenings = queries.screenings_of(film_id)
    facts = words.film_facts(movie)
    return Page(
        title=movie.title,
        description=_("%(film)s: %(facts)s. Times, prices and seats.")
        % {"film": movie.title, "facts": facts},
        path=f"/film/{movie.pk}",
        kind="video.movie",
        poster=movie.poster_url,
        things=[structured.film_with_shows(movie, screenings)],
        module="film-page.tsx",
        asks=f"/api/movies/{movie.pk}/",
        plain="pages/film.html",
        facts={
            "film_facts": facts,
            "director": movie.director,
            "lines": [words.screening_line(one) for one in screenings],
        },
    )


@page
def show(show_id: int) -> Page:
    """`/show/7`: the seats of a show."""
    screening = queries.get_screening(show_id)
    if screening is None:
        return _missing(_("No such show"))
    shown = screening.show
    line = words.screening_line(screening)
    film, hall, venue = shown.movie.title, shown.hall.name, shown.hall.venue
    said = {"film": film, "hall": hall, "venue": venue.name, "city": venue.city}
    said |= {name: line[name] for name in ("day", "time", "price")}
    return Page(
        title=_("%(film)s, %(time)s: choose seats") % said,
        description=_("%(film)s on %(day)s at %(time)s, %(hall)s, %(venue)s in %(city)s. From %(price)s.")
        % said,
        path=f"/show/{shown.pk}",
        poster=shown.movie.poster_url,
        things=[structured.screening(screening)],
        module="seats-page.tsx",
        plain="pages/show.html",
        facts={"film_facts": words.film_facts(shown.movie), **line},
    )


@page
def checkout() -> Page:
    """`/checkout`: paying for the seats that somebody holds."""
    return Page(title=_("Checkout"), module="checkout-page.tsx")


@page
def ticket(secret: str) -> Page:  # noqa: ARG001 - the app reads it from the address; nothing else may
    """`/ticket/…`: an order. Whoever knows the address has the tickets, so it is told to nobody."""
    headers = {"Referrer-Policy": "no-referrer"}
    return Page(title=_("Your booking"), module="ticket-page.tsx", headers=headers)


@page
def find() -> Page:
    """`/find`: for those who lost their tickets' address."""
    return Page(title=_("Find my booking"), module="find-page.tsx")


@page
def not_found() -> Page:
    """An address that the web app doesn't know: it says so itself, with status 404."""
    return _missing(_("Page not found"))


def _missing(title: str) -> Page:
    return Page(title=title, status=HTTPStatus.NOT_FOUND)


def _named(venues: Sequence[Venue]) -> str:
    return ", ".join(f"{venue.name} ({venue.city})" for venue in venues[:3])
