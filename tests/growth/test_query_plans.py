"""Every query of the API uses an index on a database with years of bookings."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.booking.services import cancel_show
from matinee.booking.upkeep import sweep_expired
from matinee.checkout.models import Seller, TicketOrder, VenueTerms
from matinee.checkout.order_lookup import send_booking_links
from matinee.live.queries import TAKEN_SEATS
from matinee.shows.models import Show
from matinee.staff.permissions import Role
from matinee.venues.models import Seat
from tests.api.client import Api
from tests.api.staff.team import as_role
from tests.cinema import DAY
from tests.growth.plans import is_planned, plan_problems

SHOWS = [
    "",
    "?page_size=200",
    "?date={day}",
    "?venue={venue}",
    "?city=city%203",
    "?movie={movie}",
    "?q=film%201",
    "?date={day}&venue={venue}&movie={movie}",
]


pytestmark = pytest.mark.django_db


@pytest.fixture
def api(years_of_bookings: None, db: None) -> Api:  # noqa: ARG001
    """A client of the database with years of bookings."""
    return Api()


@pytest.fixture
def show(api: Api) -> Show:  # noqa: ARG001
    """A show that starts in a day or later."""
    coming = Show.objects.filter(starts_at__gt=datetime.now(UTC) + DAY).select_related("hall")
    return coming.order_by("starts_at", "pk")[0]


@pytest.fixture
def seats(show: Show) -> list[int]:
    """Free seats of that show: the last row."""
    row = Seat.objects.filter(hall=show.hall_id, row_letter="O")
    return list(row.order_by("seat_number").values_list("pk", flat=True))


@contextmanager
def all_queries_use_indexes() -> Iterator[None]:
    """Assert that the plan of each statement in the block uses indexes."""
    with CaptureQueriesContext(connection) as captured:
        yield
    statements = {one["sql"] for one in captured.captured_queries if is_planned(one["sql"])}
    assert statements
    found = {statement: bad for statement in statements if (bad := plan_problems(statement))}
    assert found == {}


def checked(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content
    return response


def hold(api: Api, show: Show, seats: list[int], **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"show_id": show.pk, "seat_ids": seats, **more}
    held: dict[str, Any] = checked(api.post("/api/lock-seat/", body), 201).json()
    return held


@pytest.mark.parametrize("query", SHOWS)
def test_the_list_of_shows_uses_indexes(api: Api, show: Show, query: str) -> None:
    day = (show.starts_at.astimezone(ZoneInfo("Europe/Berlin")) - timedelta(hours=5)).date()
    query = query.format(venue=show.hall.venue_id, movie=show.movie_id, day=day)
    with all_queries_use_indexes():
        page = checked(api.get(f"/api/shows/{query}")).json()
        if page["next"]:
            following = checked(api.get(page["next"])).json()
            checked(api.get(following["previous"]))
    assert page["results"]


@pytest.mark.parametrize("path", ["movies/", "movies/{movie}/", "venues/"])
def test_films_and_venues_use_indexes(api: Api, show: Show, path: str) -> None:
    with all_queries_use_indexes():
        checked(api.get(f"/api/{path.format(movie=show.movie_id)}"))


def test_the_seat_map_uses_indexes(api: Api, show: Show, seats: list[int]) -> None:
    with all_queries_use_indexes():
        for path in (f"hall-layout/{show.pk}/", f"hall-layout/{show.pk}/availability/"):
            checked(api.get(f"/api/{path}"))
        checked(api.get(f"/api/shows/{show.pk}/best-seats/?count=4&near={seats[3]}"))


def test_hold_extend_and_release_use_indexes(api: Api, show: Show, seats: list[int]) -> None:
    with all_queries_use_indexes():
        one = hold(api, show, seats[:1])
        several = hold(api, show, seats[2:5], hold_token=one["hold_token"])
        token = {"hold_token": several["hold_token"]}
        checked(api.post("/api/extend-lock/", token))
        checked(api.get("/api/holds/current/", X_Hold_Token=token["hold_token"]))
        checked(api.post("/api/release-lock/", {**token, "seat_id": seats[2]}))
        checked(api.post("/api/release-lock/", token))


def test_a_hold_is_planned_once(api: Api, show: Show, seats: list[int]) -> None:
    """PostgreSQL plans each call again if a plan for the given values looks cheaper."""
    cursor = connection.cursor()
    cursor.execute("DEALLOCATE ALL")
    for seat_id in seats:
        hold(api, show, [seat_id])
    cursor.execute("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%%WITH sale%%'")
    assert sum(generic for (generic,) in cursor.fetchall()) > len(seats) // 2


def test_a_hold_with_a_key_uses_indexes(api: Api, show: Show, seats: list[int]) -> None:
    body = {"show_id": show.pk, "seat_ids": seats[:2]}
    with all_queries_use_indexes():
        for _ in range(2):
            checked(api.post("/api/lock-seat/", body, Idempotency_Key="k" * 32), 201)


def test_rejected_holds_use_indexes(api: Api, show: Show, seats: list[int]) -> None:
    with all_queries_use_indexes():
        held = hold(api, show, seats[:2])
        checked(api.post("/api/lock-seat/", {"show_id": show.pk, "seat_ids": seats[1:3]}), 409)
        expire_holds(show, 1)
        checked(api.post("/api/book-seat/", {"hold_token": held["hold_token"]}), 410)


def test_booking_and_refund_use_indexes(api: Api, show: Show, seats: list[int]) -> None:
    seller = Seller.objects.create(legal_name="House 1 Ltd")
    VenueTerms.objects.create(venue_id=show.hall.venue_id, seller=seller, refundable_until_minutes=60)
    held = hold(api, show, seats[:3])
    body = {"hold_token": held["hold_token"], "customer": {"name": "Ada", "email": "ada@example.org"}}
    with all_queries_use_indexes():
        bought = checked(api.post("/api/book-seat/", body, Idempotency_Key="b" * 32), 201).json()
        checked(api.post("/api/book-seat/", body, Idempotency_Key="b" * 32), 201)
        page = f"/api/orders/{bought['order']['secret']}/"
        order = checked(api.get(page)).json()
        files = ("payment/", "tickets.pdf", "calendar.ics", f"tickets/{order['tickets'][0]['id']}/qr.svg")
        for file in files:
            checked(api.get(f"{page}{file}"))
        checked(api.post("/api/orders/find/", {"email": "ada@example.org"}), 202)
        send_booking_links(TicketOrder.objects.get(secret=bought["order"]["secret"]).pk)
        checked(api.post(f"{page}email/", {}), 202)
        checked(api.post(f"{page}email/", {"email": "ada@example.com"}), 202)
        checked(api.get(f"/api/venues/{show.hall.venue_id}/terms/"))
        checked(api.post(f"{page}refund/", {"seat_ids": seats[:1]}))
        checked(api.post(f"{page}refund/", {}))


@pytest.mark.parametrize("is_at_one_venue", [False, True])
def test_the_orders_desk_uses_indexes(
    api: Api, show: Show, seats: list[int], *, is_at_one_venue: bool
) -> None:
    body = {
        "hold_token": hold(api, show, seats[:2])["hold_token"],
        "payment": {"card": "4242424242424242"},
    }
    customer = {"name": "Ada Lovelace", "email": "ada@example.org"}
    bought = checked(api.post("/api/book-seat/", {**body, "customer": customer}), 201).json()
    reference, code = bought["order"]["reference"], bought["tickets"][0]["code"]
    client = as_role(Role.MANAGER, show.hall.venue_id if is_at_one_venue else None)
    desk = "/api/staff/orders/"
    everything = [f"?show={show.pk}", f"?show={show.pk}&q=O1", f"?venue={show.hall.venue_id}", ""]
    with all_queries_use_indexes():
        for text in (reference, code, "ada@example.org", "lovelace ada", "4242"):
            (found,) = checked(client.get(f"{desk}?q={text}")).json()["results"]
            assert found["reference"] == reference
        for query in (*everything, "?attention=true", f"attendees/?show={show.pk}", f"{reference}/"):
            checked(client.get(f"{desk}{query}"))
        version = checked(client.get(f"{desk}{reference}/")).json()["version"]
        correction = {"version": version, "email": "ada@example.com"}
        checked(client.post(f"{desk}{reference}/customer/", correction))
        checked(client.post(f"{desk}{reference}/resend/"))
        checked(client.post(f"{desk}{reference}/refund/", {"reason": "ill"}))


def test_the_cancellation_of_a_show_uses_indexes(api: Api, show: Show, seats: list[int]) -> None:
    hold(api, show, seats[:2])
    with all_queries_use_indexes():
        cancel_show(show_id=show.pk)


def test_the_query_of_the_live_process_uses_indexes(api: Api, show: Show) -> None:  # noqa: ARG001
    with all_queries_use_indexes(), connection.cursor() as cursor:
        cursor.execute(TAKEN_SEATS, [[show.pk]])


def test_sweep_does_not_scan_old_shows(api: Api, show: Show, seats: list[int]) -> None:
    """It reads current shows, for which a sequential scan can be faster on a table as short as this."""
    hold(api, show, seats[:2])
    expire_holds(show, 2)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as captured:
        assert sweep_expired() == 2
    found = [
        bad
        for one in captured.captured_queries
        if is_planned(one["sql"])
        for bad in plan_problems(one["sql"])
    ]
    assert [bad for bad in found if "Seq Scan" in bad] == []
    assert [bad for bad in found if "on booking" not in bad] == []


def expire_holds(show: Show, hours: int) -> None:
    """Set the expiry of a show's holds this long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE booking SET locked_until = locked_until - %s * interval '1 hour',"
            " hold_started_at = hold_started_at - %s * interval '1 hour'"
            " WHERE show_id = %s AND status = 'LOCKED'",
            [hours, hours, show.pk],
        )


def test_query_without_an_index_is_reported(api: Api, show: Show) -> None:  # noqa: ARG001
    """The control: the tests above can fail."""
    (found,) = plan_problems("SELECT count(*) FROM booking WHERE created_at > now()")
    assert found.startswith("Seq Scan on booking")
    assert (
        plan_problems("SELECT 1 FROM show WHERE hall_id = 1 AND price = 13 OR id < 5000 AND price = 13") != []
    )
