"""Uploaded posters: made safe by a process of its own, and stored in the database."""

import json
import subprocess
import sys
from hashlib import sha256
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from matinee.catalogue.models import POSTER_WIDTHS, FilmPoster, Movie
from matinee.core.problems import Invalid
from matinee.runtime.bulkhead import Bulkhead
from matinee.runtime.connection_pool import release_connection
from matinee.runtime.run_slots import without_run_slot

MAX_PIXELS = 40_000_000
MAX_SECONDS = 30
"""Of the process, its start and its waits included."""

MAX_PICTURE_BYTES = 4_000_000
"""Of one size. What a decoder that was taken over writes beyond it is not stored."""

DIGEST_DIGITS = 32
WORKER = Path(__file__).with_name("poster_worker.py")

workers = Bulkhead(permits=1, queue=2)
"""One process at a time for each process of the site: they take much memory."""

Pictures = dict[int, bytes]
"""WebP by width."""


def rendered(data: bytes) -> Pictures:
    """The picture of a file in all widths, re-encoded: without metadata and anything else that is no picture.

    Call it outside a transaction: it can take seconds.

    Raises: Invalid, with what is wrong with the file; Busy.
    """
    release_connection()
    with without_run_slot(), workers.permit():
        output = _output_of_worker(data)
    line, _newline, content = output.partition(b"\n")
    result = _result(line)
    sizes = result.get("sizes")
    if sizes is None:
        raise Invalid(errors={"file": [_message(str(result.get("problem")))]})
    pictures = [content[start:end] for start, end in pairwise(accumulate(sizes, initial=0))]
    if len(pictures) != len(POSTER_WIDTHS) or not all(map(_is_webp, pictures)):
        raise Invalid(errors={"file": [_message("damaged")]})
    return dict(zip(POSTER_WIDTHS, pictures, strict=True))


def store_poster(movie: Movie, pictures: Pictures) -> None:
    """Replace the poster of a film that is locked, and save the film's row."""
    digest = sha256(b"".join(pictures.values())).hexdigest()[:DIGEST_DIGITS]
    FilmPoster.objects.filter(movie=movie).delete()
    FilmPoster.objects.bulk_create(
        FilmPoster(movie=movie, digest=digest, width=width, content=content)
        for width, content in pictures.items()
    )
    movie.poster_digest = digest


def delete_poster(movie: Movie) -> None:
    """Delete the poster of a film that is locked. Without one, nothing changes."""
    FilmPoster.objects.filter(movie=movie).delete()
    movie.poster_digest = ""


def poster_content(digest: str, width: int) -> bytes | None:
    """A picture in WebP; None if no film has it."""
    found = FilmPoster.objects.filter(digest=digest, width=width).values_list("content", flat=True)
    content = found.order_by("pk").first()
    return None if content is None else bytes(content)


def _output_of_worker(data: bytes) -> bytes:
    """What the process writes; what it wrote about its limits if it was stopped."""
    command = [sys.executable, "-I", str(WORKER), str(MAX_PIXELS), *map(str, POSTER_WIDTHS)]
    try:
        done = subprocess.run(  # noqa: S603 - our program, without a shell
            command, input=data, capture_output=True, timeout=MAX_SECONDS, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired:
        return b'{"problem": "too-costly"}'
    return done.stdout if done.returncode == 0 else b'{"problem": "too-costly"}'


def _result(line: bytes) -> dict[str, Any]:
    try:
        result = json.loads(line)
    except ValueError:
        return {}
    return result if isinstance(result, dict) else {}


def _is_webp(picture: bytes) -> bool:
    return picture[:4] == b"RIFF" and picture[8:12] == b"WEBP" and len(picture) <= MAX_PICTURE_BYTES


def _message(problem: str) -> str:
    """What is wrong with the picture, and what to do, in the active language."""
    messages = {
        "unknown": _("This is no picture in JPEG, PNG or WebP. Choose a file in one of these formats."),
        "animated": _("The picture is animated. Choose one that does not move."),
        "too-many-pixels": _(
            "The picture has more than 40 million pixels. Make it smaller: 1,280 × 1,920 is enough."
        ),
        "wrong-size": _(
            "The picture is smaller than 100 pixels, or much longer than wide. A poster is about 2 to 3."
        ),
        "too-costly": _("The picture takes too much memory or time to read. Save it as a plain JPEG."),
    }
    return messages.get(problem) or _("The picture is damaged or incomplete. Save it again.")
