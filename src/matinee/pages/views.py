"""The pages of the web app, one function each. `urls.py` has their paths."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from matinee.checkout.errors import LegalPageNotFound
from matinee.checkout.legal import legal_page
from matinee.core.text_blocks import text_blocks
from matinee.pages import queries, structured_data, text
from matinee.pages.page_view import Page, page
from matinee.venues.models import Venue
from matinee.venues.rules import business_day

CONFIG = "/api/config/"
ALL_VENUES = "/api/venues/?page_size=200"
ALL_SHOWS = "/api/shows/?venue={venue}&page_size=200&lang={lang}"
SHOWS_OF_DAY = "/api/shows/?venue={venue}&date={day}&page_size=200&lang={lang}"
FILM = "/api/movies/{film}/?lang={lang}"
SHOWS_OF_FILM = "/api/shows/?movie={film}&page_size=200&lang={lang}"
SEAT_MAP = "/api/hall-layout/{show}/?lang={lang}"
"""The app's first requests, character by character: web/src/api/config.ts, venues.ts, shows.ts, layout.ts."""

WEEKEND = "weekend"
"""The `date` of the coming weekend in the address."""

CINEMA_COOKIE = "cinema"
"""The cookie in which the app stores the id of the visitor's cinema."""


@page
def whats_on(request: HttpRequest) -> Page:
    """`/`: the programme. The app shows other days and cinemas at the same path."""
    venues = queries.venues()
    venue = _selected_venue(request, venues)
    day = _selected_day(request, venue) if venue else None
    return Page(
        title=_("What’s on"),
        description=_("Films, times and prices at %(venues)s. Choose your seats on the map.")
        % {"venues": _named(venues) or "Matinee"},
        path="/",
        structured=[structured_data.theatre(one) for one in venues],
        module="whats-on-page.tsx",
        preload=_first_requests(request, venue, day),
        first_view="pages/first_view/whats-on.html",
        noscript="pages/whats-on.html",
        context={
            "first_lines": _first_lines(request, venue, day),
            "lines": [text.show_line(show) for show in queries.shows_soon()],
            "legal_links": text.legal_links(venues),
        },
    )


@page
def film(_request: HttpRequest, film_id: int) -> Page:
    """`/film/7`: a film and its upcoming shows."""
    movie = queries.get_movie(film_id)
    if movie is None:
        return _missing(_("Film not found"))
    screenings = queries.screenings_of(film_id)
    language = text.page_language()
    title = movie.title_in(language)
    summary = text.film_summary(movie, text.only_country(screenings))
    return Page(
        title=title,
        description=_("%(film)s: %(facts)s. Times, prices and seats.") % {"film": title, "facts": summary},
        path=f"/film/{movie.pk}",
        kind="video.movie",
        poster=structured_data.poster_url(movie),
        structured=[structured_data.film_with_shows(movie, screenings)],
        module="film-page.tsx",
        preload=[
            CONFIG,
            FILM.format(film=movie.pk, lang=language),
            SHOWS_OF_FILM.format(film=movie.pk, lang=language),
        ],
        first_view="pages/first_view/film.html",
        noscript="pages/film.html",
        context={
            "film_summary": summary,
            "synopsis": movie.synopsis_in(language),
            "credits": text.film_credits(movie),
            "director": movie.director,
            "cast": ", ".join(movie.cast),
            "lines": [text.screening_line(one) for one in screenings],
        },
    )


@page
def show(_request: HttpRequest, show_id: int) -> Page:
    """`/show/7`: the seats of a show."""
    screening = queries.get_screening(show_id)
    if screening is None:
        return _missing(_("This show is no longer listed"))
    shown = screening.show
    line = text.screening_line(screening)
    hall, venue = shown.hall.name, shown.hall.venue
    values = {"hall": hall, "venue": venue.name, "city": venue.city}
    values |= {name: line[name] for name in ("film", "day", "time", "price")}
    return Page(
        title=_("%(film)s, %(time)s: choose seats") % values,
        description=_("%(film)s on %(day)s at %(time)s, %(hall)s, %(venue)s in %(city)s. From %(price)s.")
        % values,
        path=f"/show/{shown.pk}",
        poster=structured_data.poster_url(shown.movie),
        structured=[structured_data.screening(screening)],
        module="seats-page.tsx",
        preload=[SEAT_MAP.format(show=shown.pk, lang=text.page_language()), CONFIG],
        first_view="pages/first_view/show.html",
        noscript="pages/show.html",
        context={"film_summary": text.film_summary(shown.movie, venue.country), **line},
    )


@page
def checkout(_request: HttpRequest) -> Page:
    """`/checkout`: payment for the held seats."""
    return Page(title=_("Checkout"), module="checkout-page.tsx")


@page
def ticket(_request: HttpRequest, secret: str) -> Page:  # noqa: ARG001 - only the app uses it
    """`/ticket/…`: an order. Its URL gives access to the tickets, so no Referer header may contain it."""
    headers = {"Referrer-Policy": "no-referrer"}
    return Page(title=_("Your booking"), module="ticket-page.tsx", headers=headers)


@page
def find(_request: HttpRequest) -> Page:
    """`/find`: the bookings on the device. Customers without the URL of their tickets request it by email."""
    return Page(title=_("My bookings"), module="find-page.tsx")


@page
def legal(_request: HttpRequest, venue_id: int, kind: str) -> Page:
    """`/legal/7/imprint`: a legal page of a cinema. Readable without JavaScript."""
    try:
        found = legal_page(venue_id, kind, text.page_language())
    except LegalPageNotFound:
        return _missing(_("Page not found"))
    title = f"{text.legal_title(found)}, {found.venue.name}"
    return Page(
        title=title,
        description=title,
        path=f"/legal/{found.venue_id}/{found.kind}",
        module="legal-page.tsx",
        noscript="pages/legal.html",
        context={"url": found.url, "blocks": text_blocks(found.text), "text_language": found.language},
    )


@page
def not_found(_request: HttpRequest) -> Page:
    """Any other path: the app shows the error, with status 404."""
    return replace(_missing(_("Page not found")), module="not-found-page.tsx")


def _selected_venue(request: HttpRequest, venues: Sequence[Venue]) -> Venue | None:
    """Return the venue that the app selects."""
    wanted = request.GET.get("venue") or request.COOKIES.get(CINEMA_COOKIE)
    return next((one for one in venues if str(one.pk) == wanted), next(iter(venues), None))


def _selected_day(request: HttpRequest, venue: Venue) -> date:
    """Return the business day that the app selects, or the current one for a weekend or a search."""
    named, today = _day(request.GET.get("date", "")), _today(venue)
    if named or request.GET.get("date") == WEEKEND or request.GET.get("q"):
        return named or today
    return queries.opening_day(venue, today)


def _today(venue: Venue) -> date:
    return business_day(venue, vars(venue)["read_at"])


def _first_requests(request: HttpRequest, venue: Venue | None, day: date | None) -> list[str]:
    """Return the first API requests: the venues, and the programme of the selected one.

    To find the opening day, the app requests today's shows and all coming shows.
    """
    if venue is None or day is None:
        return [CONFIG, ALL_VENUES]
    language, today = text.page_language(), _today(venue)
    shows = SHOWS_OF_DAY.format(venue=venue.pk, day=day, lang=language)
    if day == today or _day(request.GET.get("date", "")):
        return [CONFIG, ALL_VENUES, shows]
    of_today = SHOWS_OF_DAY.format(venue=venue.pk, day=today, lang=language)
    return [CONFIG, ALL_VENUES, of_today, ALL_SHOWS.format(venue=venue.pk, lang=language), shows]


def _first_lines(request: HttpRequest, venue: Venue | None, day: date | None) -> list[dict[str, Any]]:
    """Return the template values of the day's shows; none if the app shows a selection of them."""
    selects = not {"venue", "date"}.issuperset(request.GET) or request.GET.get("date") == WEEKEND
    if venue is None or day is None or selects:
        return []
    return [text.show_line(show) for show in queries.shows_of_day(venue, day)]


def _day(text: str) -> date | None:
    """Parse a date as the app does: only `2026-11-29`, no other form of ISO 8601, only existing days."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _missing(title: str) -> Page:
    return Page(title=title, status=HTTPStatus.NOT_FOUND)


def _named(venues: Sequence[Venue]) -> str:
    return ", ".join(f"{venue.name} ({venue.city})" for venue in venues[:3])
