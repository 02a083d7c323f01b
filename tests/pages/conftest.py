"""A cinema whose every word is known. Models are imported late: pytest loads this before Django is set up."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from tests.pages.parsed_page import SITE, See, Seen

if TYPE_CHECKING:
    from matinee.shows.models import Show
    from tests.cinema import Cinema

START = datetime(2100, 1, 15, 19, 15, tzinfo=UTC)
"""A Friday evening in winter."""


@pytest.fixture
def see(settings: LazySettings) -> See:
    """Open an address of a site that has its own name."""
    settings.SITE_URL = SITE

    def see(address: str, **headers: str) -> Seen:
        answer = Client(headers=headers).get(address)
        assert isinstance(answer, HttpResponse)
        return Seen(answer)

    return see


@pytest.fixture
def cinema(db: None) -> "Cinema":  # noqa: ARG001
    """Four seats, and a show that is on sale."""
    from matinee.catalogue.models import Movie
    from matinee.shows.models import Show
    from matinee.venues.models import Venue
    from tests.cinema import make_cinema

    made = make_cinema(rows=2, seats_per_row=2)
    Venue.objects.filter(pk=made.venue.pk).update(name="Roxy")
    Movie.objects.filter(pk=made.movie.pk).update(
        title="Große <Fragen> & Co", director="Agnès Varda", release_year=1985, original_language="fr"
    )
    Show.objects.filter(pk=made.show.pk).update(
        starts_at=START,
        feature_starts_at=START + timedelta(minutes=20),
        ends_at=START + timedelta(minutes=120),
        hall_free_at=START + timedelta(minutes=135),
        sales_open_at=datetime(2026, 7, 1, 8, tzinfo=UTC),
        sales_close_at=START,
        price=Decimal("12.5"),
        format="3D",
        audio_language="fr",
        subtitle_language="de",
    )
    return made


@pytest.fixture
def tomorrow(cinema: "Cinema") -> "Show":
    """A second show of the film, within the next 24 hours."""
    from tests.cinema import make_show

    return make_show(movie=cinema.movie, hall=cinema.hall, starts_at=datetime.now(UTC) + timedelta(hours=23))
