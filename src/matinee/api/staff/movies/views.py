"""Endpoints of films: list, add, change, delete, posters, and the import of a file."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import MOVIE_ID
from matinee.api.framework.errors import FileTooLarge
from matinee.api.framework.paging import Order, page_of, read_text
from matinee.api.framework.parsing import movie_id_of_path, read_body, read_query
from matinee.api.framework.uploads import UploadParser, read_upload
from matinee.api.staff.access import StaffView, with_current_state
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.movies.json import (
    age_rating_systems_json,
    film_json,
    import_json,
    listed_film_json,
)
from matinee.api.staff.movies.shapes import (
    AgeRatingSystemsShape,
    FilmPageShape,
    FilmShape,
    ImportRequest,
    ImportShape,
    MovieChanges,
    MovieRequest,
    MoviesQuery,
    PosterRequest,
)
from matinee.api.staff.shapes import VersionQuery
from matinee.catalogue.errors import MovieExists, MovieHasShows, MovieNotFound, MoviesUnreadable
from matinee.catalogue.queries import get_movie
from matinee.catalogue.services import preview_import
from matinee.core.problems import Busy
from matinee.shows.queries import movies_with_next_show
from matinee.staff.errors import ChangedMeanwhile
from matinee.staff.films import (
    add_film,
    change_film,
    delete_film,
    import_films,
    remove_poster,
    set_poster,
)
from matinee.staff.permissions import Permission

TAG = "Films"
BY_TITLE = Order("title", read_text)


class FilmsView(StaffView):
    """`/api/staff/movies/`"""

    permission = Permission.MANAGE_FILMS

    @staff_documented("list_films", tag=TAG, response=FilmPageShape, query=MoviesQuery)
    def get(self, request: Request) -> Response:
        """List the films of all cinemas, by title, or those that a search finds."""
        query = read_query(request, MoviesQuery)
        films = movies_with_next_show(search=query.get("q") or None)
        return Response(page_of(films, BY_TITLE, query).json(request, listed_film_json))

    @staff_documented(
        "add_film", tag=TAG, body=MovieRequest, response=FilmShape, status=201, errors=[MovieExists]
    )
    def post(self, request: Request) -> Response:
        """Add a film. Title, in any case, and year tell films apart."""
        read_query(request)
        values = read_body(request, MovieRequest)
        movie = add_film(actor=self.caller.actor, values=values)
        return Response(film_json(movie), status=201)


class AgeRatingsView(StaffView):
    """`/api/staff/age-ratings/`"""

    permission = Permission.MANAGE_FILMS

    @staff_documented("list_age_ratings", tag=TAG, response=AgeRatingSystemsShape)
    def get(self, request: Request) -> Response:
        """Get the age ratings of each country that has a known system."""
        read_query(request)
        return Response(age_rating_systems_json())


class OneFilmView(StaffView):
    """A view of one film."""

    permission = Permission.MANAGE_FILMS

    def state(self, movie_id: int) -> dict[str, Any]:
        """The film, as it is now. Raises: MovieNotFound."""
        return {**film_json(get_movie(movie_id))}


class FilmView(OneFilmView):
    """`/api/staff/movies/{movie_id}/`"""

    @staff_documented("get_film", tag=TAG, response=FilmShape, errors=[MovieNotFound], parameters=[MOVIE_ID])
    def get(self, request: Request, movie_id: str) -> Response:
        """Get everything about a film."""
        read_query(request)
        return Response(self.state(movie_id_of_path(movie_id)))

    @staff_documented(
        "change_film",
        tag=TAG,
        body=MovieChanges,
        response=FilmShape,
        errors=[MovieNotFound, ChangedMeanwhile, MovieExists],
        parameters=[MOVIE_ID],
    )
    def patch(self, request: Request, movie_id: str) -> Response:
        """Change a film. A field that is missing stays. Scheduled shows keep their times."""
        read_query(request)
        pk = movie_id_of_path(movie_id)
        with with_current_state(lambda: self.state(pk)):
            values = read_body(request, MovieChanges)
            version = values.pop("version")
            movie = change_film(actor=self.caller.actor, movie_id=pk, version=version, values=values)
        return Response(film_json(movie))

    @staff_documented(
        "delete_film",
        tag=TAG,
        response=FilmShape,
        query=VersionQuery,
        errors=[MovieNotFound, ChangedMeanwhile, MovieHasShows],
        parameters=[MOVIE_ID],
    )
    def delete(self, request: Request, movie_id: str) -> Response:
        """Delete a film without shows, and its poster. The response is the film that was deleted."""
        pk = movie_id_of_path(movie_id)
        last = self.state(pk)
        version = read_query(request, VersionQuery)["version"]
        with with_current_state(lambda: self.state(pk)):
            delete_film(actor=self.caller.actor, movie_id=pk, version=version)
        return Response(last)


class PosterView(OneFilmView):
    """`/api/staff/movies/{movie_id}/poster/`"""

    parser_classes = [UploadParser]

    @staff_documented(
        "set_poster",
        tag=TAG,
        body=PosterRequest,
        response=FilmShape,
        errors=[MovieNotFound, ChangedMeanwhile, FileTooLarge, Busy],
        parameters=[MOVIE_ID],
    )
    def put(self, request: Request, movie_id: str) -> Response:
        """Upload the poster of a film: JPEG, PNG or WebP of at most 10 MB and 40 million pixels.

        The site stores the picture anew in several sizes, without metadata. Messages about the file are in
        the language of Accept-Language.
        """
        read_query(request)
        pk = movie_id_of_path(movie_id)
        with with_current_state(lambda: self.state(pk)):
            values = read_upload(request, PosterRequest)
            movie = set_poster(
                actor=self.caller.actor, movie_id=pk, version=values["version"], data=values["file"]
            )
        return Response(film_json(movie))

    @staff_documented(
        "remove_poster",
        tag=TAG,
        response=FilmShape,
        query=VersionQuery,
        errors=[MovieNotFound, ChangedMeanwhile],
        parameters=[MOVIE_ID],
    )
    def delete(self, request: Request, movie_id: str) -> Response:
        """Delete the uploaded poster of a film."""
        pk = movie_id_of_path(movie_id)
        self.state(pk)
        version = read_query(request, VersionQuery)["version"]
        with with_current_state(lambda: self.state(pk)):
            movie = remove_poster(actor=self.caller.actor, movie_id=pk, version=version)
        return Response(film_json(movie))


class FilmImportView(StaffView):
    """`/api/staff/movies/import/`"""

    permission = Permission.MANAGE_FILMS
    parser_classes = [UploadParser]

    @staff_documented(
        "import_films",
        tag=TAG,
        body=ImportRequest,
        response=ImportShape,
        errors=[MoviesUnreadable, FileTooLarge, Busy],
    )
    def post(self, request: Request) -> Response:
        """Import films from a CSV file of at most 10 MB and 5,000 films.

        Title and year tell films apart: a new one is added, a known one is changed. With `dry_run` nothing
        changes, and problems are part of the response. Without it, a file with problems is refused, unless
        `skip_problems` leaves those lines out. Reasons are in the language of Accept-Language.
        """
        read_query(request)
        values = read_upload(request, ImportRequest)
        if values["dry_run"]:
            result = preview_import(data=values["file"])
        else:
            result = import_films(
                actor=self.caller.actor, data=values["file"], skip_problems=values["skip_problems"]
            )
        return Response(import_json(result, dry_run=values["dry_run"]))
