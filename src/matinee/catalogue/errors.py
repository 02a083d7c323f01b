"""The errors of films. Each docstring is the message for people."""

from typing import Annotated, TypedDict

from matinee.core.problems import Problem


class MovieNotFound(Problem):
    """There is no such film."""

    code = "movie-not-found"
    title = "Movie not found"
    status = 404

    movie_id: Annotated[int | None, "The film of the request; missing if it cannot be a film's id."] = None


class BadRow(TypedDict):
    """A row of a file that cannot be imported. Lines count from 1."""

    line: int
    reason: str


class MoviesUnreadable(Problem):
    """The file of films has bad rows. Nothing was imported."""

    code = "movies-unreadable"
    title = "Movies unreadable"
    status = 400

    problems: list[BadRow]


class MovieExists(Problem):
    """There is a film with this title and year already. Change that film instead."""

    code = "movie-exists"
    title = "Movie exists"
    status = 409

    movie_id: Annotated[int, "The existing film."]


class MovieHasShows(Problem):
    """This film has shows, also past or cancelled ones. Only films without shows can be deleted."""

    code = "movie-has-shows"
    title = "Movie has shows"
    status = 409

    shows: Annotated[int, "Their number."]
