"""No online sales: a cinema that sells at its box office only, and production without a provider."""

from typing import Any

import pytest
from pytest_django import Settings

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from matinee.checkout.authorisation import authorise_payment
from matinee.checkout.freeze import freeze
from matinee.checkout.models import OrderStatus, TicketOrder
from matinee.checkout.provider_results import handle_result
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.payments.errors import NotSoldOnline
from matinee.payments.models import DemoPayment
from matinee.payments.providers import online_provider, provider_named
from matinee.tickets.models import Ticket
from tests.api.client import Api
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["counter only", "production without a provider"])
def closed(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Turn off online sales. The start-up check rejects the second state, and requests in it fail too."""
    settings.SELLS_ONLINE = request.param != "counter only"
    settings.PRODUCTION = request.param != "counter only"


def all_rows() -> list[Any]:
    return [list(model.objects.values()) for model in (Booking, TicketOrder, Ticket, DemoPayment)]


@pytest.mark.usefixtures("closed")
def test_hold_is_rejected(api: Api, cinema: Cinema) -> None:
    before = all_rows()
    response = api.post("/api/lock-seat/", {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1")})
    assert response.status_code == 409
    problem = response.json()
    assert (problem["code"], problem["title"]) == ("sales-closed", "Not sold online")
    assert problem["detail"].startswith("This cinema sells its tickets at the box office only.")
    assert all_rows() == before


@pytest.mark.usefixtures("closed")
def test_booking_is_rejected(api: Api, cinema: Cinema) -> None:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    before = all_rows()
    response = api.post("/api/book-seat/", {"hold_token": str(hold.token)})
    assert (response.status_code, response.json()["code"]) == (409, "sales-closed")
    with pytest.raises(NotSoldOnline):
        book(purchase=Purchase(token=hold.token))
    with pytest.raises(NotSoldOnline):
        online_provider()
    assert all_rows() == before


@pytest.mark.usefixtures("closed")
def test_config_and_shows_have_no_online_sale(api: Api, cinema: Cinema, settings: Settings) -> None:
    config = api.get("/api/config/").json()
    assert (config["payment_provider"], config["stripe_publishable_key"]) == (None, None)
    settings.SELLS_ONLINE = False
    (show,) = api.get(f"/api/shows/?venue={cinema.venue.pk}").json()["results"]
    assert show["on_sale"] is False
    assert show["seats_available"] > 0


def test_stripe_keys_do_not_turn_on_online_sales(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY, settings.SELLS_ONLINE = "sk_live_1", False
    with pytest.raises(NotSoldOnline):
        online_provider()
    assert provider_named("stripe").name == "stripe"


def test_earlier_demo_payment_sells_nothing_in_production(cinema: Cinema, settings: Settings) -> None:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    order, payment = freeze(Purchase(token=hold.token), "demo", None)
    assert payment
    result = authorise_payment(payment, provider_named("demo"), {})
    settings.PRODUCTION = True
    handle_result(payment, result)
    order.refresh_from_db()
    assert order.status == OrderStatus.EXPIRED
    assert not Ticket.objects.exists()
    assert not Booking.objects.exclude(status="AVAILABLE").exists()
