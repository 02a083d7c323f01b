"""One client asks for everything at the same moment (decision 0022)."""

from functools import partial

import pytest
from django.conf import LazySettings

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from tests.cinema import make_cinema
from tests.races.arena import codes, together

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = 4_711


def test_a_burst_gets_no_more_than_one_after_the_other(settings: LazySettings) -> None:
    """Half of a hall of fifty, ten at a time."""
    settings.MAX_SEATS_PER_CLIENT = 100
    cinema = make_cinema(rows=5, seats_per_row=10)
    rows = [cinema.ids(*(f"{letter}{number}" for number in range(1, 11))) for letter in "ABCDE"]
    want = [partial(hold_seats, show_id=cinema.show.pk, seat_ids=row, client=SCRIPT) for row in rows]
    outcomes = together(*want)
    assert codes(outcomes) == ["too-many-requests"] * 3
    assert Booking.objects.filter(client=SCRIPT).count() == 20
