"""What is on, and where."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.documentation import MOVIE_ID, documented, page_of_shape
from matinee.api.inputs import PageQuery, ShowsQuery
from matinee.api.outputs import MovieShape, ShowShape, VenueWithHallsShape
from matinee.api.paging import Order, page_of, read_moment, read_text
from matinee.api.parsing import movie_in_address, read_query
from matinee.api.serialise import counted_show_json, movie_json, venue_with_halls_json
from matinee.api.views import ApiView
from matinee.booking.queries import with_availability
from matinee.catalogue.errors import MovieNotFound
from matinee.catalogue.queries import get_movie, movies
from matinee.core.clock import ClockTimestamp
from matinee.shows.queries import ProgrammeFilter, programme
from matinee.venues.queries import venues_with_halls

BY_TIME = Order("starts_at", read_moment)
BY_TITLE = Order("title", read_text)
BY_NAME = Order("name", read_text)


class ShowsView(ApiView):
    """`/api/shows/`"""

    @documented("list_shows", tag="Programme", answer=page_of_shape(ShowShape), query=ShowsQuery)
    def get(self, request: Request) -> Response:
        """List shows.

        Those whose sales have not closed, by time; cancelled ones are marked by their `status`.
        """
        query = read_query(request, ShowsQuery)
        wanted = ProgrammeFilter(
            day=query.get("date"),
            venue_id=query.get("venue"),
            city=query.get("city"),
            movie_id=query.get("movie"),
            q=query.get("q"),
        )
        shows = with_availability(programme(wanted)).annotate(read_at=ClockTimestamp())
        return Response(page_of(shows, BY_TIME, query).json(request, counted_show_json))


class MoviesView(ApiView):
    """`/api/movies/`"""

    @documented("list_movies", tag="Programme", answer=page_of_shape(MovieShape), query=PageQuery)
    def get(self, request: Request) -> Response:
        """List the films of the catalogue, by title."""
        query = read_query(request, PageQuery)
        return Response(page_of(movies(), BY_TITLE, query).json(request, movie_json))


class MovieView(ApiView):
    """`/api/movies/{movie_id}/`"""

    @documented(
        "get_movie", tag="Programme", answer=MovieShape, refusals=[MovieNotFound], parameters=[MOVIE_ID]
    )
    def get(self, request: Request, movie_id: str) -> Response:
        """Get a film of the catalogue."""
        read_query(request)
        return Response(movie_json(get_movie(movie_in_address(movie_id))))


class VenuesView(ApiView):
    """`/api/venues/`"""

    @documented("list_venues", tag="Programme", answer=page_of_shape(VenueWithHallsShape), query=PageQuery)
    def get(self, request: Request) -> Response:
        """List the cinemas with their halls, by name."""
        query = read_query(request, PageQuery)
        return Response(page_of(venues_with_halls(), BY_NAME, query).json(request, venue_with_halls_json))
