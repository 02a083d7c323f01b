"""A cinema that sells at its box office only, and production without a provider: nothing is sold online."""

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
    """Nothing may be sold online; the second state can't be started, and is refused all the same."""
    settings.SELLS_ONLINE = request.param != "counter only"
    settings.PRODUCTION = request.param != "counter only"


def everything() -> list[Any]:
    return [list(model.objects.values()) for model in (Booking, TicketOrder, Ticket, DemoPayment)]


@pytest.mark.usefixtures("closed")
def test_nothing_is_held(api: Api, cinema: Cinema) -> None:
    before = everything()
    answer = api.post("/api/lock-seat/", {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1")})
    assert answer.status_code == 409
    problem = answer.json()
    assert (problem["code"], problem["title"]) == ("sales-closed", "Not sold online")
    assert problem["detail"].startswith("This cinema sells its tickets at the box office only.")
    assert everything() == before


@pytest.mark.usefixtures("closed")
def test_nothing_is_booked(api: Api, cinema: Cinema) -> None:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    before = everything()
    answer = api.post("/api/book-seat/", {"hold_token": str(hold.token)})
    assert (answer.status_code, answer.json()["code"]) == (409, "sales-closed")
    with pytest.raises(NotSoldOnline):
        book(purchase=Purchase(token=hold.token))
    with pytest.raises(NotSoldOnline):
        online_provider()
    assert everything() == before


@pytest.mark.usefixtures("closed")
def test_the_site_says_so(api: Api, cinema: Cinema, settings: Settings) -> None:
    config = api.get("/api/config/").json()
    assert (config["payment_provider"], config["stripe_publishable_key"]) == (None, None)
    settings.SELLS_ONLINE = False
    (show,) = api.get(f"/api/shows/?venue={cinema.venue.pk}").json()["results"]
    assert show["on_sale"] is False
    assert show["seats_available"] > 0


def test_keys_of_stripe_do_not_open_the_counter_only_cinema(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY, settings.SELLS_ONLINE = "sk_live_1", False
    with pytest.raises(NotSoldOnline):
        online_provider()
    assert provider_named("stripe").name == "stripe"


def test_a_demo_payment_of_before_sells_nothing_in_production(cinema: Cinema, settings: Settings) -> None:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    order, payment = freeze(Purchase(token=hold.token), "demo", None)
    assert payment
    answer = authorise_payment(payment, provider_named("demo"), {})
    settings.PRODUCTION = True
    handle_result(payment, answer)
    order.refresh_from_db()
    assert order.status == OrderStatus.EXPIRED
    assert not Ticket.objects.exists()
    assert not Booking.objects.exclude(status="AVAILABLE").exists()
