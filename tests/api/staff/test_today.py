"""The home screen: the shows of the business day, and what needs attention."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from matinee.booking.services import hold_seats
from matinee.checkout.models import OrderEmail
from matinee.checkout.order_status import mark_failed
from matinee.checkout.services import resend_tickets
from matinee.core.clock import database_now
from matinee.core.jobs import JOBS
from matinee.shows.models import Show, ShowStatus
from matinee.staff.models import User
from matinee.staff.permissions import Role
from matinee.venues.rules import business_day, moment_on
from tests.api.staff.sales import order_with_refused_refund, sold_order
from tests.api.staff.team import StaffClient, as_program, as_role, person_with, problem
from tests.cinema import Cinema, make_cinema, make_show

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = "/api/staff/today/"
OF_ORDERS = {"orders-need-attention": 2, "refunds-refused": 1, "emails-failed": 1}


def get(client: StaffClient) -> dict[str, Any]:
    response = client.get(TODAY)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def local(cinema: Cinema, at: time, days: int = 0) -> datetime:
    """A time on the current business day of the venue, or days later."""
    day = business_day(cinema.venue, database_now())
    return moment_on(cinema.venue, day + timedelta(days=days), at)


def show_at(cinema: Cinema, at: time, days: int = 0) -> Show:
    return make_show(movie=cinema.movie, hall=cinema.hall, starts_at=local(cinema, at, days))


def warnings(client: StaffClient) -> dict[str, int]:
    return {one["kind"]: one["count"] for one in get(client)["warnings"]}


class TestShows:
    """Of the business day of each cinema."""

    def test_a_show_with_its_seats(self, cinema: Cinema) -> None:
        Show.objects.all().delete()
        cinema = Cinema(**{**vars(cinema), "show": show_at(cinema, time(23, 30))})
        Show.objects.update(
            sales_close_at=database_now() + timedelta(days=2), starts_at=cinema.show.starts_at
        )
        cinema.hall.seats.filter(pk__in=cinema.ids("E10")).update(in_service=False)
        sold_order(cinema, "A1", "A2", "A3")
        hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("B1", "B2"))
        (venue,) = get(as_role(Role.STEWARD))["venues"]
        assert venue["venue"] == {
            "id": cinema.venue.pk,
            "name": cinema.venue.name,
            "timezone": "Europe/Berlin",
        }
        assert venue["day"] == business_day(cinema.venue, database_now()).isoformat()
        (show,) = venue["shows"]
        zone = ZoneInfo("Europe/Berlin")
        assert show == {
            "id": cinema.show.pk,
            "title": cinema.movie.title,
            "starts_at": cinema.show.starts_at.astimezone(zone).isoformat(),
            "ends_at": cinema.show.ends_at.astimezone(zone).isoformat(),
            "hall": {"id": cinema.hall.pk, "name": "Hall 1"},
            "status": "SCHEDULED",
            "sold": 3,
            "held": 2,
            "capacity": 49,
        }

    def test_an_expired_hold_is_not_held(self, cinema: Cinema) -> None:
        show = show_at(cinema, time(20))
        Show.objects.filter(pk=show.pk).update(sales_close_at=database_now() + timedelta(days=2))
        hold_seats(show_id=show.pk, seat_ids=cinema.ids("B1"))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE booking SET locked_until = clock_timestamp() - interval '1 s'")
        assert [one["held"] for one in get(as_role(Role.OWNER))["venues"][0]["shows"]] == [0]

    def test_the_day_ends_after_midnight(self, cinema: Cinema) -> None:
        Show.objects.all().delete()
        late, early = show_at(cinema, time(0, 30)), show_at(cinema, time(10))
        show_at(cinema, time(0, 30), -1)
        show_at(cinema, time(10), 1)
        cancelled = show_at(cinema, time(15))
        Show.objects.filter(pk=cancelled.pk).update(status=ShowStatus.CANCELLED)
        (venue,) = get(as_role(Role.OWNER))["venues"]
        assert [one["id"] for one in venue["shows"]] == [early.pk, cancelled.pk, late.pk]
        assert [one["status"] for one in venue["shows"]] == ["SCHEDULED", "CANCELLED", "SCHEDULED"]

    def test_each_cinema_has_its_own_day(self, cinema: Cinema) -> None:
        Show.objects.all().delete()
        other = make_cinema()
        other.venue.timezone = "Pacific/Kiritimati"
        other.venue.save()
        here, there = show_at(cinema, time(12)), show_at(other, time(12))
        venues = get(as_role(Role.OWNER))["venues"]
        assert [[one["id"] for one in venue["shows"]] for venue in venues] == [[here.pk], [there.pk]]

    def test_only_the_cinemas_of_ones_roles(self, cinema: Cinema) -> None:
        other = make_cinema()
        person = StaffClient(person_with(Role.STEWARD, other.venue.pk))
        assert [one["venue"]["id"] for one in get(person)["venues"]] == [other.venue.pk]
        program = as_program(Role.ACCOUNTS, cinema.venue.pk)
        assert [one["venue"]["id"] for one in get(program)["venues"]] == [cinema.venue.pk]
        nobody = User.objects.create_user("nobody@example.org", "a good long password")
        found = get(StaffClient(nobody))
        assert (found["venues"], found["warnings"]) == ([], [])

    def test_it_takes_the_same_number_of_queries_for_any_number_of_shows(self, cinema: Cinema) -> None:
        owner = as_role(Role.OWNER)
        counts = []
        for hour in (10, 13, 16):
            show_at(cinema, time(hour))
            show_at(make_cinema(), time(hour))
            with CaptureQueriesContext(connection) as queries:
                get(owner)
            counts.append(len(queries))
        assert len(set(counts)) == 1
        assert counts[0] <= 14


class TestWarnings:
    """What needs attention, for those who may see it."""

    @pytest.fixture
    def trouble(self, cinema: Cinema) -> Cinema:
        """Two orders that need attention, one of them with a refused refund; a failed email; a failed job."""
        order_with_refused_refund(cinema, "A1")
        mark_failed(sold_order(cinema, "A2").pk, ValueError())
        third = sold_order(cinema, "A3")
        resend_tickets(order_id=third.pk, actor="customer")
        OrderEmail.objects.filter(order=third).update(error="SMTPException")
        with connections[JOBS].cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 't', 'failed')"
            )
        return cinema

    @pytest.mark.usefixtures("trouble")
    @pytest.mark.parametrize("role", [Role.CASHIER, Role.ACCOUNTS])
    def test_those_who_read_orders_see_orders(self, role: Role) -> None:
        assert warnings(as_role(role)) == OF_ORDERS
        elsewhere = StaffClient(person_with(role, make_cinema().venue.pk, email="else@example.org"))
        assert warnings(elsewhere) == {}

    @pytest.mark.usefixtures("trouble")
    @pytest.mark.parametrize("role", [Role.STEWARD, Role.PROGRAMMER])
    def test_the_others_see_none(self, role: Role) -> None:
        assert warnings(as_role(role)) == {}

    def test_who_manages_all_cinemas_sees_failed_jobs(self, trouble: Cinema) -> None:
        assert warnings(as_role(Role.OWNER)) == {**OF_ORDERS, "jobs-failed": 1}
        assert warnings(as_role(Role.MANAGER, trouble.venue.pk)) == OF_ORDERS

    @pytest.mark.usefixtures("trouble")
    def test_administrators_can_handle_failed_jobs(self) -> None:
        User.objects.create_superuser("admin@example.org", "a good long password")
        for person, can in ((User.objects.get(), True), (person_with(Role.OWNER), False)):
            found = get(StaffClient(person))["warnings"]
            assert [one["can_handle"] for one in found if one["kind"] == "jobs-failed"] == [can]

    @pytest.mark.usefixtures("trouble")
    def test_the_counts_are_those_of_the_lists(self) -> None:
        cashier = as_role(Role.CASHIER)
        for query, kind in (
            ("attention", "orders-need-attention"),
            ("refused", "refunds-refused"),
            ("email_failed", "emails-failed"),
        ):
            listed = cashier.get(f"/api/staff/orders/?{query}=true").json()["results"]
            assert len(listed) == OF_ORDERS[kind]

    def test_nothing_is_wrong(self, cinema: Cinema) -> None:
        sold_order(cinema)
        assert warnings(as_role(Role.OWNER)) == {}


def test_a_query_is_refused() -> None:
    assert problem(as_role(Role.OWNER).get(f"{TODAY}?day=2026-12-01")) == (400, "invalid")
