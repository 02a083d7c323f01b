"""Films and pictures for tests of posters."""

import io
from typing import Any

from PIL import Image

from matinee.catalogue.models import Movie

RED = (200, 30, 30)


def a_film(title: str = "Alien", **values: Any) -> Movie:
    """A film with a year and a running time."""
    return Movie.objects.create(**{"title": title, "release_year": 1979, "duration_minutes": 117, **values})


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (400, 600), mode: str = "RGB", **options: Any
) -> bytes:
    """A picture of one colour."""
    colour: Any = {"RGB": RED, "CMYK": (0, 220, 220, 20), "RGBA": (*RED, 0), "L": 90}[mode]
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    """The picture in a file."""
    return Image.open(io.BytesIO(content))
