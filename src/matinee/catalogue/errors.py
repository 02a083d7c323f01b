"""Why something about films is refused."""

from typing import ClassVar

from matinee.core.problems import Problem


class MovieNotFound(Problem):
    """There is no such film."""

    code: ClassVar[str] = "movie-not-found"
    title: ClassVar[str] = "Movie not found"


class MoviesUnreadable(Problem):
    """The file of films has bad rows. Nothing was imported.

    Data: `problems`, a list of `{line, reason}`, lines counted from 1.
    """

    code: ClassVar[str] = "movies-unreadable"
    title: ClassVar[str] = "Movies unreadable"
