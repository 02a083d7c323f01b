"""The pages of the web app, one function each. The addresses are in `urls.py`."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus

from django.http import HttpRequest
from django.utils.translation import gettext as _

from matinee.pages import queries, structured_data, text
from matinee.pages.page_view import Page, page
from matinee.venues.models import Venue
from matinee.venues.rules import business_day

CONFIG = "/api/config/"
ALL_VENUES = "/api/venues/?page_size=200"
SHOWS_OF_DAY = "/api/shows/?venue={venue}&date={day}&page_size=200"
SHOWS_OF_FILM = "/api/shows/?movie={film}&page_size=200"
SEAT_MAP = "/api/hall-layout/{show}/"
"""What the app asks first, to the letter: web/src/api/config.ts, venues.ts, shows.ts and layout.ts."""

CINEMA_COOKIE = "cinema"
"""Where the app remembers the visitor's cinema, by number."""


@page
def whats_on(request: HttpRequest) -> Page:
    """`/`: the programme. The app shows another day or cinema at the same address."""
    venues = queries.venues()
    return Page(
        title=_("What’s on"),
        description=_("Films, times and prices at %(venues)s. Choose your seats on the map.")
        % {"venues": _named(venues) or "Matinee"},
        path="/",
        things=[structured_data.theatre(venue) for venue in venues],
        module="whats-on-page.tsx",
        asks=_first_questions(request, venues),
        plain="pages/whats-on.html",
        facts={"lines": [text.show_line(show) for show in queries.shows_soon()]},
    )


@page
def film(_request: HttpRequest, film_id: int) -> Page:
    """`/film/7`: a film and its coming shows."""
    movie = queries.get_movie(film_id)
    if movie is None:
        return _missing(_("Film not found"))
    screenings = queries.screenings_of(film_id)
    facts = text.film_facts(movie)
    return Page(
        title=movie.title,
        description=_("%(film)s: %(facts)s. Times, prices and seats.")
        % {"film": movie.title, "facts": facts},
        path=f"/film/{movie.pk}",
        kind="video.movie",
        poster=movie.poster_url,
        things=[structured_data.film_with_shows(movie, screenings)],
        module="film-page.tsx",
        asks=[CONFIG, f"/api/movies/{movie.pk}/", SHOWS_OF_FILM.format(film=movie.pk)],
        plain="pages/film.html",
        facts={
            "film_facts": facts,
            "director": movie.director,
            "lines": [text.screening_line(one) for one in screenings],
        },
    )


@page
def show(_request: HttpRequest, show_id: int) -> Page:
    """`/show/7`: the seats of a show."""
    screening = queries.get_screening(show_id)
    if screening is None:
        return _missing(_("No such show"))
    shown = screening.show
    line = text.screening_line(screening)
    film, hall, venue = shown.movie.title, shown.hall.name, shown.hall.venue
    said = {"film": film, "hall": hall, "venue": venue.name, "city": venue.city}
    said |= {name: line[name] for name in ("day", "time", "price")}
    return Page(
        title=_("%(film)s, %(time)s: choose seats") % said,
        description=_("%(film)s on %(day)s at %(time)s, %(hall)s, %(venue)s in %(city)s. From %(price)s.")
        % said,
        path=f"/show/{shown.pk}",
        poster=shown.movie.poster_url,
        things=[structured_data.screening(screening)],
        module="seats-page.tsx",
        asks=[SEAT_MAP.format(show=shown.pk), CONFIG],
        plain="pages/show.html",
        facts={"film_facts": text.film_facts(shown.movie), **line},
    )


@page
def checkout(_request: HttpRequest) -> Page:
    """`/checkout`: paying for the seats that somebody holds."""
    return Page(title=_("Checkout"), module="checkout-page.tsx")


@page
def ticket(_request: HttpRequest, secret: str) -> Page:  # noqa: ARG001 - the app reads it from the address; nothing else may
    """`/ticket/…`: an order. Whoever knows the address has the tickets, so it is told to nobody."""
    headers = {"Referrer-Policy": "no-referrer"}
    return Page(title=_("Your booking"), module="ticket-page.tsx", headers=headers)


@page
def find(_request: HttpRequest) -> Page:
    """`/find`: for those who lost their tickets' address."""
    return Page(title=_("Find my booking"), module="find-page.tsx")


@page
def not_found(_request: HttpRequest) -> Page:
    """An address that the web app doesn't know: it says so itself, with status 404."""
    return _missing(_("Page not found"))


def _first_questions(request: HttpRequest, venues: Sequence[Venue]) -> list[str]:
    """The cinemas, and the programme of the one that the app will choose."""
    wanted = request.GET.get("venue") or request.COOKIES.get(CINEMA_COOKIE)
    venue = next((one for one in venues if str(one.pk) == wanted), next(iter(venues), None))
    if venue is None:
        return [CONFIG, ALL_VENUES]
    day = _day(request.GET.get("date", "")) or business_day(venue, vars(venue)["read_at"])
    return [CONFIG, ALL_VENUES, SHOWS_OF_DAY.format(venue=venue.pk, day=day.isoformat())]


def _day(text: str) -> date | None:
    """As the app reads it: `2026-11-29`, no other spelling of ISO 8601, no day that doesn't exist."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _missing(title: str) -> Page:
    return Page(title=title, status=HTTPStatus.NOT_FOUND)


def _named(venues: Sequence[Venue]) -> str:
    return ", ".join(f"{venue.name} ({venue.city})" for venue in venues[:3])
