"""A cinema with fixed texts and times.

Models are imported late, because pytest loads this file before Django is set up.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from tests.pages.parsed_page import SITE, OpenPage, ParsedPage

if TYPE_CHECKING:
    from matinee.shows.models import Show
    from tests.cinema import Cinema

START = datetime(2100, 1, 15, 19, 15, tzinfo=UTC)
"""A Friday evening in winter."""


@pytest.fixture
def open_page(settings: LazySettings) -> OpenPage:
    """Return a function that opens an address of the site. SITE_URL is set."""
    settings.SITE_URL = SITE

    def open_address(address: str, **headers: str) -> ParsedPage:
        response = Client(headers=headers).get(address)
        assert isinstance(response, HttpResponse)
        return ParsedPage(response)

    return open_address


@pytest.fixture
def roxy(db: None) -> "Cinema":  # noqa: ARG001
    """A cinema with four seats and a show that is on sale."""
    from matinee.catalogue.models import Movie
    from matinee.shows.models import Show
    from matinee.venues.models import Venue
    from tests.cinema import make_cinema

    roxy = make_cinema(rows=2, seats_per_row=2)
    Venue.objects.filter(pk=roxy.venue.pk).update(name="Roxy", country="DE")
    Movie.objects.filter(pk=roxy.movie.pk).update(
        title="Große <Fragen> & Co",
        director="Agnès Varda",
        release_year=1985,
        original_language="fr",
        ratings={"DE": "12", "US": "PG"},
    )
    Show.objects.filter(pk=roxy.show.pk).update(
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
    return roxy


@pytest.fixture
def show_tomorrow(roxy: "Cinema") -> "Show":
    """A second show of the film within the next 24 hours."""
    from tests.cinema import make_show

    return make_show(movie=roxy.movie, hall=roxy.hall, starts_at=datetime.now(UTC) + timedelta(hours=23))
