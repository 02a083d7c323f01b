"""B15: an idempotency key keeps its request after its hold ends; a hold and its order have one show."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from matinee.booking.errors import AlreadyBooked, HoldExpired, KeyMismatch, SeatsTaken, TooManySeats
from matinee.booking.models import Booking, HoldKey
from matinee.booking.rules import Hold
from matinee.booking.services import hold_seats, release_seats
from matinee.checkout.errors import PaymentDeclined
from matinee.checkout.idempotency import delete_old_keys
from matinee.checkout.models import OrderStatus, TicketOrder
from matinee.checkout.purchase import Purchase
from matinee.checkout.refunds import refund_order
from matinee.checkout.services import book
from matinee.core.problems import Problem
from matinee.shows.models import Show
from tests.cinema import DAY, Cinema, make_cinema, make_show
from tests.clock import pass_time

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef0123456789abcdef"
DECLINED = {"card": "4000000000000002"}


@pytest.fixture(params=["fast hold", "plain transaction"], autouse=True)
def with_and_without_fast_hold(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the tests with the fast hold and with the plain transaction only."""
    if request.param == "plain transaction":
        monkeypatch.setattr("matinee.booking.fast_hold.attempt", lambda *_: None)


@pytest.fixture
def cheap_show(cinema: Cinema) -> Show:
    """Another show in the same hall, for half the price."""
    show = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + DAY)
    Show.objects.filter(pk=show.pk).update(price=6)
    return show


def hold(cinema: Cinema, *names: str, show: Show | None = None, key: str | None = KEY, **more: Any) -> Hold:
    return hold_seats(
        show_id=(show or cinema.show).pk, seat_ids=cinema.ids(*names), idempotency_key=key, **more
    )


def all_rows() -> list[Any]:
    keys = HoldKey.objects.order_by("pk").values()
    orders = TicketOrder.objects.order_by("pk").values()
    return [list(Booking.objects.order_by("pk").values()), list(keys), list(orders)]


def assert_rejected(kind: type[Problem], *names: str, cinema: Cinema, **more: Any) -> None:
    """Assert that the hold raises this error and changes nothing."""
    before = all_rows()
    with pytest.raises(kind):
        hold(cinema, *names, **more)
    assert all_rows() == before


def end_hold(how: str, held: Hold) -> None:
    """End a hold in one of the ways in which holds end."""
    match how:
        case "released":
            release_seats(token=held.token)
        case "declined, then released":
            with pytest.raises(PaymentDeclined):
                book(purchase=Purchase(token=held.token, method=DECLINED))
            release_seats(token=held.token)
        case "expired":
            pass_time(minutes=6)
        case "sold, then refunded":
            order = book(purchase=Purchase(token=held.token))
            refund_order(order_id=order.pk, seat_ids=None, reason="test", actor="staff:1")
        case "rows deleted":
            Booking.objects.all().delete()


ENDS = ["released", "declined, then released", "expired", "sold, then refunded", "rows deleted"]


@pytest.mark.parametrize("how", ENDS)
def test_a_key_stays_with_its_show(cinema: Cinema, cheap_show: Show, how: str) -> None:
    end_hold(how, hold(cinema, "A1"))
    if how != "expired":
        assert_rejected(KeyMismatch, "A1", cinema=cinema, show=cheap_show)
    with pytest.raises(KeyMismatch):
        hold(cinema, "A1", show=cheap_show)
    with pytest.raises(KeyMismatch):
        hold(make_cinema(), "A1")


@pytest.mark.slow
@pytest.mark.parametrize("how", ENDS)
def test_a_key_stays_with_its_seats(cinema: Cinema, how: str, subtests: pytest.Subtests) -> None:
    end_hold(how, hold(cinema, "A1", "A2"))
    for names in (["A2"], ["A1", "A3"], ["A1"], ["A1", "A2", "A3"]):
        with subtests.test(names=names):
            assert_rejected(KeyMismatch, *names, cinema=cinema)


def test_a_key_of_a_sold_hold_stays_with_its_request(cinema: Cinema, cheap_show: Show) -> None:
    book(purchase=Purchase(token=hold(cinema, "A1").token))
    assert_rejected(KeyMismatch, "A1", cinema=cinema, show=cheap_show)
    assert_rejected(KeyMismatch, "A2", cinema=cinema)
    assert_rejected(AlreadyBooked, "A1", cinema=cinema)


def test_one_key_never_sells_at_the_price_of_another_show(cinema: Cinema, cheap_show: Show) -> None:
    dear = hold(cinema, "A2")
    with pytest.raises(PaymentDeclined):
        book(purchase=Purchase(token=dear.token, method=DECLINED))
    release_seats(token=dear.token)
    assert_rejected(KeyMismatch, "A2", cinema=cinema, show=cheap_show)
    cheap = hold(cinema, "A2", show=cheap_show, key=KEY[::-1])
    order = book(purchase=Purchase(token=cheap.token))
    assert (order.show_id, order.total) == (cheap_show.pk, Decimal(6))
    assert not Booking.objects.filter(show=cinema.show).exists()


@pytest.mark.slow
@pytest.mark.parametrize("how", ENDS)
def test_repeated_request_after_the_hold_has_ended(cinema: Cinema, how: str) -> None:
    first = hold(cinema, "A1", "A2")
    end_hold(how, first)
    again = hold(cinema, "A2", "A1")
    assert again.hold_id == first.hold_id
    assert again.locked_until == again.server_time + timedelta(minutes=5)
    assert Booking.objects.count() == 2
    assert HoldKey.objects.get().hold_id == first.hold_id
    if how == "sold, then refunded":
        with pytest.raises(AlreadyBooked):
            book(purchase=Purchase(token=again.token))
    else:
        assert book(purchase=Purchase(token=again.token)).status == OrderStatus.PAID


def test_late_duplicate_takes_no_released_seat(cinema: Cinema) -> None:
    first = hold(cinema, "A1", "A2")
    release_seats(token=first.token, seat_ids=cinema.ids("A2"))
    again = hold(cinema, "A1", "A2")
    assert (again.hold_id, again.seat_ids) == (first.hold_id, cinema.ids("A1"))


def test_a_key_of_an_addition_belongs_to_it(cinema: Cinema, cheap_show: Show) -> None:
    first = hold(cinema, "A1", key=None)
    grown = hold(cinema, "A2", token=first.token)
    again = hold(cinema, "A2", token=first.token)
    assert grown.seat_ids == again.seat_ids == cinema.ids("A1", "A2")
    assert again.locked_until == grown.locked_until
    assert_rejected(KeyMismatch, "A3", cinema=cinema, token=first.token)
    assert_rejected(KeyMismatch, "A2", cinema=cinema)
    assert_rejected(KeyMismatch, "A2", cinema=cinema, show=cheap_show)
    release_seats(token=first.token)
    assert_rejected(KeyMismatch, "A2", cinema=cinema, show=cheap_show)
    assert_rejected(HoldExpired, "A2", cinema=cinema, token=first.token)


def test_failed_hold_stores_no_key(cinema: Cinema) -> None:
    hold(cinema, "A1", key=None)
    assert_rejected(SeatsTaken, "A1", "A2", cinema=cinema)
    assert hold(cinema, "A2", "A3").seat_ids == cinema.ids("A2", "A3")


def test_too_large_hold_is_invalid_even_if_seats_are_taken(cinema: Cinema, settings: Any) -> None:
    settings.MAX_SEATS_PER_HOLD = 5
    hold(cinema, "A5", "A6", key=None)
    mine = hold(cinema, "A1", "A2", "A3", "A4", key=None)
    assert_rejected(TooManySeats, "A5", "A6", cinema=cinema, token=mine.token, key=None)


def test_key_can_be_reused_after_a_day(cinema: Cinema, cheap_show: Show) -> None:
    first = hold(cinema, "A1")
    HoldKey.objects.update(at=F("at") - DAY)
    assert_rejected(KeyMismatch, "A1", cinema=cinema, show=cheap_show)
    release_seats(token=first.token)
    cheap = hold(cinema, "A1", show=cheap_show)
    assert (cheap.show_id, cheap.bits == first.bits) == (cheap_show.pk, False)
    assert_rejected(KeyMismatch, "A1", cinema=cinema)


def test_keys_expire_after_a_day_unless_hold_or_order_is_open(cinema: Cinema) -> None:
    over, held, ordered, young = (hold(cinema, name, key=f"{KEY}{name}") for name in ("A1", "A3", "A5", "A7"))
    release_seats(token=over.token)
    with pytest.raises(PaymentDeclined):
        book(purchase=Purchase(token=ordered.token, method=DECLINED))
    release_seats(token=ordered.token)
    HoldKey.objects.exclude(hold_id=young.hold_id).update(at=F("at") - DAY)
    delete_old_keys()
    assert set(HoldKey.objects.values_list("hold_id", flat=True)) == {
        held.hold_id,
        ordered.hold_id,
        young.hold_id,
    }


def test_the_database_refuses_a_second_show_for_a_hold(cinema: Cinema, cheap_show: Show) -> None:
    held = hold(cinema, "A1", key=None)
    copy = """
        INSERT INTO booking (show_id, seat_id, status, locked_until, hold_id, hold_bits)
        SELECT %s, seat_id, status, locked_until, hold_id, {bits} FROM booking WHERE show_id = %s
    """
    for bits in ("hold_bits", "NULL", "gen_random_uuid()"):
        with (
            pytest.raises(IntegrityError, match="hold_has_one_show"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(copy.format(bits=bits), [cheap_show.pk, held.show_id])
    order = book(purchase=Purchase(token=held.token))
    with pytest.raises(IntegrityError, match="order_is_of_the_holds_show"), transaction.atomic():
        TicketOrder.objects.filter(pk=order.pk).update(show=cheap_show)


def test_key_of_an_older_version_may_join_a_hold(cinema: Cinema) -> None:
    release_seats(token=hold(cinema, "A1").token)
    HoldKey.objects.update(at=F("at") - timedelta(hours=25))
    held = hold(cinema, "B1", key=None)
    grown = hold(cinema, "B2", token=held.token)
    assert (grown.hold_id, list(grown.seat_ids)) == (held.hold_id, cinema.ids("B1", "B2"))
    assert HoldKey.objects.get().hold_id == held.hold_id
    assert hold(cinema, "B2", token=held.token).seat_ids == grown.seat_ids, "the first response again"
    with pytest.raises(KeyMismatch):
        hold(cinema, "A1")
