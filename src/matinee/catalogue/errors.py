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
