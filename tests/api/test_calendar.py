"""GET /api/orders/{secret}/calendar.ics after changes of the order."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from matinee.checkout.models import Seller, TicketOrder, VenueTerms
from matinee.checkout.order_events import SYSTEM
from matinee.checkout.refunds import refund_order
from matinee.core.clock import database_now
from matinee.shows.models import Show, ShowStatus
from tests.api.client import Api
from tests.cinema import Cinema

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def path(api: Api, cinema: Cinema) -> str:
    """Return the path of a refundable order of A1 and A2."""
    seller = Seller.objects.create(legal_name="Roxy Ltd")
    VenueTerms.objects.create(venue=cinema.venue, seller=seller, refundable_until_minutes=60)
    return f"/api/orders/{api.book(api.lock(cinema, 'A1', 'A2'))['order']['secret']}/"


def read(api: Api, path: str) -> tuple[str, Event]:
    """Return the calendar's method and its event."""
    calendar = Calendar.from_ical(api.get(f"{path}calendar.ics").content.decode())
    (visit,) = calendar.events
    return str(calendar["METHOD"]), visit


def test_an_unchanged_order_keeps_its_sequence(api: Api, path: str) -> None:
    (_, first), (_, second) = read(api, path), read(api, path)
    assert (first["UID"], first.sequence) == (second["UID"], second.sequence)


def test_dtstamp_is_the_databases_time(api: Api, path: str) -> None:
    before = database_now().replace(microsecond=0)
    _, visit = read(api, path)
    assert before <= visit.stamp <= database_now()
    assert visit.stamp.utcoffset() == timedelta(0)


def test_each_refund_raises_the_sequence_and_the_last_cancels(api: Api, cinema: Cinema, path: str) -> None:
    _, whole = read(api, path)
    api.post(f"{path}refund/", {"seat_ids": cinema.ids("A2")})
    method, half = read(api, path)
    assert (method, half["STATUS"], half["UID"]) == ("PUBLISH", "CONFIRMED", whole["UID"])
    assert half.sequence > whole.sequence
    assert half["DESCRIPTION"] == f"Hall 1, seat A1. Booking {TicketOrder.objects.get().reference}."
    api.post(f"{path}refund/", {})
    method, none = read(api, path)
    assert (method, none["STATUS"], none["UID"]) == ("CANCEL", "CANCELLED", whole["UID"])
    assert none.sequence > half.sequence
    assert (none.start, none.end) == (whole.start, whole.end)


def test_a_refund_by_staff_cancels_too(api: Api, path: str) -> None:
    _, whole = read(api, path)
    refund_order(order_id=TicketOrder.objects.get().pk, seat_ids=None, reason="", actor=SYSTEM)
    method, visit = read(api, path)
    assert (method, visit["STATUS"]) == ("CANCEL", "CANCELLED")
    assert visit.sequence > whole.sequence


def test_a_cancelled_show_cancels_before_any_refund(api: Api, path: str) -> None:
    Show.objects.update(status=ShowStatus.CANCELLED)
    method, visit = read(api, path)
    assert (method, visit["STATUS"]) == ("CANCEL", "CANCELLED")


def test_show_in_the_repeated_hour_at_the_end_of_summer_time(api: Api, path: str) -> None:
    start, end = datetime(2026, 10, 25, 0, 20, tzinfo=UTC), datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    Show.objects.update(starts_at=start, feature_starts_at=start, ends_at=end, hall_free_at=end)
    _, visit = read(api, path)
    assert (visit.start, visit.end) == (start, end)
