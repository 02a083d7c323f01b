"""POST /api/orders/{secret}/refund/: refund tickets until the venue's deadline (B17)."""

from typing import Any

import pytest

from matinee.booking.models import Booking
from matinee.checkout.models import Refund, Seller, VenueTerms
from matinee.tickets.services import admit
from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

KEY = "a-key-of-a-visitor"


@pytest.fixture
def terms(cinema: Cinema) -> VenueTerms:
    seller = Seller.objects.create(legal_name="Roxy Ltd")
    return VenueTerms.objects.create(venue=cinema.venue, seller=seller, refundable_until_minutes=60)


def bought(api: Api, cinema: Cinema, *names: str) -> str:
    """Buy these seats and return the path of the refund."""
    return f"/api/orders/{api.book(api.lock(cinema, *names))['order']['secret']}/refund/"


def refunds() -> list[str]:
    return [str(amount) for amount in Refund.objects.order_by("pk").values_list("amount", flat=True)]


@pytest.mark.usefixtures("terms")
class TestRefund:
    """Seats are free immediately; the payment is refunded by a job."""

    def test_the_whole_order(self, api: Api, cinema: Cinema) -> None:
        path = bought(api, cinema, "A1", "A2")
        response = api.post(path, {})
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
        assert response.json() == {
            "status": "REFUNDED",
            "released": cinema.ids("A1", "A2"),
            "refunds": [{"amount": "24.00", "status": "QUEUED"}],
        }
        assert not Booking.objects.exists()
        order = api.get(path.removesuffix("refund/")).json()
        assert (order["status"], order["refundable_until"]) == ("REFUNDED", None)
        assert order["refunds"] == [{"amount": "24.00", "status": "QUEUED"}]
        api.lock(cinema, "A1", "A2")

    def test_some_seats(self, api: Api, cinema: Cinema) -> None:
        path = bought(api, cinema, "A1", "A2")
        (a1, a2) = cinema.ids("A1", "A2")
        assert api.post(path, {"seat_ids": [a2]}).json() == {
            "status": "PARTLY_REFUNDED",
            "released": [a2],
            "refunds": [{"amount": "12.00", "status": "QUEUED"}],
        }
        assert list(Booking.objects.values_list("seat_id", flat=True)) == [a1]
        rest = api.post(path, {}).json()
        assert (rest["status"], rest["released"]) == ("REFUNDED", [a1, a2])
        assert refunds() == ["12.000", "12.000"]

    @pytest.mark.parametrize("headers", [{}, {"Idempotency_Key": KEY}])
    @pytest.mark.parametrize("names", [None, ["A1"], ["A1", "A2"]])
    def test_repeated_refund(
        self, api: Api, cinema: Cinema, names: list[str] | None, headers: dict[str, str]
    ) -> None:
        path = bought(api, cinema, "A1", "A2")
        body: dict[str, Any] = {} if names is None else {"seat_ids": cinema.ids(*names)}
        first = api.post(path, body, **headers)
        VenueTerms.objects.update(refundable_until_minutes=None)
        with nothing_changes():
            second = api.post(path, body, **headers)
        assert (first.status_code, first.content) == (200, second.content)
        assert len(refunds()) == 1


@pytest.mark.usefixtures("terms")
class TestErrors:
    """Tickets that cannot be refunded, and invalid requests."""

    def test_seat_of_another_order(self, api: Api, cinema: Cinema) -> None:
        path = bought(api, cinema, "A1")
        bought(api, cinema, "A2")
        strange = cinema.ids("A2", "B1")
        with nothing_changes():
            response = api.post(path, {"seat_ids": [*cinema.ids("A1"), *strange]})
        assert_problem(response, 404, "seat-not-found", "Seat not found", seat_ids=strange)

    @pytest.mark.parametrize("minutes", [None, 60 * 24 * 2])
    def test_too_late_or_never(self, api: Api, cinema: Cinema, minutes: int | None) -> None:
        VenueTerms.objects.update(refundable_until_minutes=minutes)
        path = bought(api, cinema, "A1")
        with nothing_changes():
            response = api.post(path, {})
        assert_problem(response, 409, "not-refundable", "Not refundable")

    def test_a_used_ticket(self, api: Api, cinema: Cinema) -> None:
        path = bought(api, cinema, "A1")
        order = api.get(path.removesuffix("refund/")).json()
        admit(code=order["tickets"][0]["code"], show_id=cinema.show.pk, door="1")
        with nothing_changes():
            response = api.post(path, {})
        assert_problem(response, 409, "not-refundable", "Not refundable")

    def test_unpaid_order(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        body = {"hold_token": hold["hold_token"], "payment": {"card": "4000002500003155"}}
        path = f"/api/orders/{api.post('/api/book-seat/', body).json()['order']['secret']}/refund/"
        with nothing_changes():
            response = api.post(path, {})
        assert_problem(response, 409, "not-refundable", "Not refundable")

    def test_unknown_order(self, api: Api) -> None:
        response = api.post(f"/api/orders/{'x' * 43}/refund/", {})
        assert_problem(response, 404, "order-not-found", "Order not found")

    @pytest.mark.parametrize("seat_ids", [[], None, "1", [0], [1, 1], [True]])
    def test_invalid_seat_ids(self, api: Api, cinema: Cinema, seat_ids: Any) -> None:
        path = bought(api, cinema, "A1")
        with nothing_changes():
            response = api.post(path, {"seat_ids": seat_ids})
        assert response.json()["code"] == "invalid"

    def test_invalid_idempotency_key(self, api: Api, cinema: Cinema) -> None:
        path = bought(api, cinema, "A1")
        with nothing_changes():
            response = api.post(path, {}, Idempotency_Key="short")
        assert_invalid(response, "Idempotency-Key")
