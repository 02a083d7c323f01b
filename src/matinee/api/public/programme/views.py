"""Endpoints of the programme: shows, films and cinemas."""

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.request import Request

from matinee.api.framework.documentation import ETAG, IF_NONE_MATCH, MOVIE_ID, documented
from matinee.api.framework.fields import LanguageQuery, StrictSerializer
from matinee.api.framework.paging import Cursor, Order, PageQuery, page_from, page_of, read_moment, read_text
from matinee.api.framework.parsing import movie_id_of_path, read_query
from matinee.api.framework.rate_limits import check_rate_limit
from matinee.api.framework.reads import A_MINUTE, public, tag_of, tagged
from matinee.api.framework.views import ApiView
from matinee.api.public.programme.json import listed_movie_json, venue_with_halls_json, whole_movie_json
from matinee.api.public.programme.listing import shows_json
from matinee.api.public.programme.shapes import (
    MoviePageShape,
    MoviesQuery,
    ShowPageShape,
    ShowsQuery,
    VenueWithHallsPageShape,
    WholeMovieShape,
)
from matinee.catalogue.errors import MovieNotFound
from matinee.catalogue.queries import get_movie
from matinee.core.problems import TooManyRequests
from matinee.shows.listing import ListedShow, Place, ProgrammeFilter, listed_shows
from matinee.shows.queries import movies_with_next_show
from matinee.venues.queries import venues_with_halls

BY_TIME = Order("starts_at", read_moment)
BY_TITLE = Order("title", read_text)
BY_NAME = Order("name", read_text)
TAGGED = [IF_NONE_MATCH, ETAG]

FEW_SECONDS = "public, max-age=0, s-maxage=5"
"""A browser revalidates each time; a CDN may show free seats and next shows five seconds late."""


def _read_search(request: Request, shape: type[StrictSerializer]) -> dict[str, Any]:
    """Read the query of a list. A search compares the texts of all films, so searches have a rate limit."""
    query = read_query(request, shape)
    if query.get("q"):
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")
    return query


class ShowsView(ApiView):
    """`/api/shows/`"""

    @documented(
        "list_shows",
        tag="Programme",
        response=ShowPageShape,
        query=ShowsQuery,
        errors=[TooManyRequests],
        parameters=TAGGED,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List shows.

        Shows whose sales have not closed, by time. Cancelled ones are marked by their `status`.
        """
        query = _read_search(request, ShowsQuery)
        wanted = ProgrammeFilter(
            day=query.get("date"),
            venue_id=query.get("venue"),
            city=query.get("city"),
            movie_id=query.get("movie"),
            q=query.get("q"),
        )

        def read(cursor: Cursor | None, limit: int) -> list[ListedShow]:
            place = Place(cursor.value, cursor.pk, cursor.is_backward) if cursor else None
            return listed_shows(wanted, place, limit)

        page = page_from(read, BY_TIME, query)
        body = page.body(request, shows_json(page.rows, query.get("lang", "")))
        return tagged(request, tag=tag_of(body), body=lambda: body, cache=FEW_SECONDS)


class MoviesView(ApiView):
    """`/api/movies/`"""

    @documented(
        "list_movies",
        tag="Programme",
        response=MoviePageShape,
        query=MoviesQuery,
        errors=[TooManyRequests],
        parameters=TAGGED,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List the films of the catalogue, by title, each with its next show."""
        query = _read_search(request, MoviesQuery)
        language = query.get("lang", "")
        films = movies_with_next_show(
            venue_id=query.get("venue"), showing=query["showing"], search=query.get("q")
        )
        page = page_of(films, BY_TITLE, query)
        json = page.json(request, lambda movie: listed_movie_json(movie, language))
        return public(request, json, cache=FEW_SECONDS)


class MovieView(ApiView):
    """`/api/movies/{movie_id}/`"""

    @documented(
        "get_movie",
        tag="Programme",
        response=WholeMovieShape,
        query=LanguageQuery,
        errors=[MovieNotFound],
        parameters=[MOVIE_ID, *TAGGED],
    )
    def get(self, request: Request, movie_id: str) -> HttpResponseBase:
        """Get a film of the catalogue."""
        language = read_query(request, LanguageQuery).get("lang", "")
        movie = get_movie(movie_id_of_path(movie_id))
        return public(request, whole_movie_json(movie, language), cache=A_MINUTE)


class VenuesView(ApiView):
    """`/api/venues/`"""

    @documented(
        "list_venues",
        tag="Programme",
        response=VenueWithHallsPageShape,
        query=PageQuery,
        parameters=TAGGED,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List the cinemas with their halls, by name."""
        query = read_query(request, PageQuery)
        page = page_of(venues_with_halls(), BY_NAME, query).json(request, venue_with_halls_json)
        return public(request, page, cache=A_MINUTE)
