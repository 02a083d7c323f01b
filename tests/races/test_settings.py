"""Several people who save the settings of one cinema, create one hall or plan one time at once."""

from datetime import datetime
from decimal import Decimal
from functools import partial

import pytest

from matinee.audit.models import AuditEntry
from matinee.audit.services import COMMAND
from matinee.opening.first_show import add_show
from matinee.opening.halls import add_hall
from matinee.opening.queries import MovedShow
from matinee.opening.venue_settings import change_venue
from matinee.shows.models import Show
from matinee.venues.models import Hall, Seat, Venue
from tests.cinema import Cinema, make_cinema
from tests.races.concurrency import codes, run_concurrently, winners

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def saves(cinema: Cinema) -> list[partial[list[MovedShow]]]:
    """Four saves that were made from the same state."""
    change = partial(change_venue, actor=COMMAND, venue_id=cinema.venue.pk, version=1)
    return [partial(change, values={"phone": str(number)}) for number in range(4)]


def test_of_several_editors_one_saves() -> None:
    for _ in range(ROUNDS):
        cinema = make_cinema()
        outcomes = run_concurrently(*saves(cinema))
        assert (len(winners(outcomes)), codes(outcomes)) == (1, ["changed-meanwhile"] * 3)
        assert Venue.objects.get(pk=cinema.venue.pk).version == 2
        assert AuditEntry.objects.filter(venue_id=cinema.venue.pk).count() == 1


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_several_editors_save() -> None:
    saved = [len(winners(run_concurrently(*saves(make_cinema())))) for _ in range(4 * ROUNDS)]
    assert max(saved) > 1


def test_a_name_is_given_to_one_hall() -> None:
    for _ in range(ROUNDS):
        cinema = make_cinema()
        add = partial(add_hall, actor=COMMAND, venue_id=cinema.venue.pk, name="Two", rows=1, seats_per_row=2)
        outcomes = run_concurrently(*[add] * 4)
        assert (len(winners(outcomes)), codes(outcomes)) == (1, ["hall-name-in-use"] * 3)
        (hall,) = Hall.objects.filter(venue=cinema.venue, name="Two")
        assert Seat.objects.filter(hall=hall).count() == 2


def test_a_time_is_given_to_one_show() -> None:
    for _ in range(ROUNDS):
        cinema = make_cinema()
        add = partial(
            add_show,
            actor=COMMAND,
            hall=cinema.hall,
            movie_id=cinema.movie.pk,
            starts_at=datetime(2100, 5, 4, 20, 15),  # noqa: DTZ001 - on the cinema's clock
            price=Decimal(9),
        )
        outcomes = run_concurrently(*[add] * 4)
        assert (len(winners(outcomes)), codes(outcomes)) == (1, ["hall-occupied"] * 3)
        assert Show.objects.filter(hall=cinema.hall).count() == 2
