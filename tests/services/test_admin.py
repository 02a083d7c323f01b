"""The admin: its pages, and its actions, which call the services."""

import pytest
from django.test import Client
from django.urls import reverse

from matinee.audit.models import AuditEntry
from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from matinee.checkout.models import Customer, OrderEmail, OrderEvent, OrderStatus, Seller, TicketOrder
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.payments.models import DemoPayment
from matinee.shows.models import Show, ShowStatus
from matinee.staff.models import User
from tests.cinema import Cinema
from tests.jobs import RunJobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@example.org", "secret"))
    return client


@pytest.fixture
def order(cinema: Cinema) -> TicketOrder:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    return book(purchase=Purchase(token=hold.token))


def act(staff: Client, page: str, action: str, *pks: int) -> str:
    """Run an action on rows and confirm it; return the text of the next page."""
    chosen = {"action": action, "_selected_action": pks}
    confirmation = staff.post(reverse(page), chosen)
    assert b"Yes, I\xe2\x80\x99m sure" in confirmation.content
    response = staff.post(reverse(page), chosen | {"confirmed": "yes"}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_every_page_opens(staff: Client, order: TicketOrder) -> None:
    for page in ("ticketorder", "seller", "venueterms"):
        assert staff.get(reverse(f"admin:checkout_{page}_changelist")).status_code == 200
    page = staff.get(reverse("admin:checkout_ticketorder_change", args=[order.pk])).content.decode()
    assert order.reference in page
    assert order.secret not in page


def test_receipt_numbers_of_a_new_seller_start_at_1(staff: Client) -> None:
    address = reverse("admin:checkout_seller_add")
    assert "next_receipt_number" not in staff.get(address).content.decode()
    facts = {"legal_name": "Roxy GmbH", "tax_number": "DE1", "next_receipt_number": 7}
    assert staff.post(address, facts).status_code == 302
    seller = Seller.objects.get()
    assert (seller.legal_name, seller.next_receipt_number) == ("Roxy GmbH", 1)
    page = staff.get(reverse("admin:checkout_seller_change", args=[seller.pk])).content.decode()
    assert "Next receipt number" in page


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("catalogue_movie", "genre__exact=%00"),
        ("checkout_ticketorder", "status__exact=%00"),
        ("procrastinate_procrastinatejob", "status__exact=nonsense"),
        ("venues_hall", f"rows__in={10**20}"),
    ],
)
def test_an_invalid_filter_value_is_a_bad_request(staff: Client, page: str, query: str) -> None:
    assert staff.get(f"{reverse(f'admin:{page}_changelist')}?{query}").status_code == 400


def test_a_poster_must_be_an_https_address(staff: Client, cinema: Cinema) -> None:
    address = reverse("admin:catalogue_movie_change", args=[cinema.movie.pk])
    film = {"title": "Vertigo", "duration_minutes": 128, "external_ids": "{}"}
    for wrong in ("http://example.org/a.jpg", "javascript:alert(1)", "a.jpg"):
        page = staff.post(address, film | {"poster_url": wrong}).content.decode()
        assert "Enter an https address." in page
    for right in ("https://example.org/a.jpg", ""):
        assert staff.post(address, film | {"poster_url": right}).status_code == 302
        cinema.movie.refresh_from_db()
        assert cinema.movie.poster_url == right


@pytest.mark.slow
def test_external_ids_are_a_mapping_of_texts_or_empty(staff: Client, cinema: Cinema) -> None:
    address = reverse("admin:catalogue_movie_change", args=[cinema.movie.pk])
    film = {"title": "Vertigo", "duration_minutes": 128}
    for right, ids in (('{"imdb": "tt0052357"}', {"imdb": "tt0052357"}), ("", {})):
        assert staff.post(address, film | {"external_ids": right}).status_code == 302
        cinema.movie.refresh_from_db()
        assert cinema.movie.external_ids == ids
    for wrong in ("1e400", "[1]", '"a"', '{"imdb": 1}', '{"imdb": "\\u0000"}'):
        assert "errornote" in staff.post(address, film | {"external_ids": wrong}).content.decode(), wrong
    for impossible in ('{"\\ud800": "a"}', "[" * 50_000):
        assert staff.post(address, film | {"external_ids": impossible}).status_code == 400


def test_a_refund_by_staff(staff: Client, order: TicketOrder, run_jobs: RunJobs) -> None:
    assert "money is on its way" in act(staff, "admin:checkout_ticketorder_changelist", "refund", order.pk)
    order.refresh_from_db()
    assert order.status == OrderStatus.REFUNDED
    assert not Booking.objects.exists()
    admin = User.objects.get()
    assert OrderEvent.objects.get(type="refunded").actor == f"staff:{admin.pk}"
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.person_id, entry.object_type, entry.object_id, entry.venue_id) == (
        "order refunded",
        admin.pk,
        "order",
        order.pk,
        order.show.hall.venue_id,
    )
    assert entry.facts == {"seat_ids": [order.lines.get().seat_id], "amount": "12.000"}
    run_jobs()
    ledger = DemoPayment.objects.get()
    assert ledger.captured == ledger.refunded == order.total
    assert "no tickets" in act(staff, "admin:checkout_ticketorder_changelist", "refund", order.pk)


def test_tickets_are_sent_again_only_to_an_address(staff: Client, order: TicketOrder) -> None:
    page = "admin:checkout_ticketorder_changelist"
    assert "no email address" in act(staff, page, "send_again", order.pk)
    assert not AuditEntry.objects.exists()
    Customer.objects.update(email="ada@example.org")
    assert "on their way" in act(staff, page, "send_again", order.pk)
    assert AuditEntry.objects.get().action == "order tickets sent again"
    assert OrderEmail.objects.get().kind == "tickets"


def test_a_show_cancelled_by_staff(
    staff: Client,
    cinema: Cinema,
    order: TicketOrder,
    run_jobs: RunJobs,
) -> None:
    act(staff, "admin:shows_show_changelist", "cancel_shows", cinema.show.pk)
    assert Show.objects.get(pk=cinema.show.pk).status == ShowStatus.CANCELLED
    run_jobs()
    order.refresh_from_db()
    assert order.status == OrderStatus.REFUNDED
    assert "1 of 1 orders" in staff.get(reverse("admin:shows_show_changelist")).content.decode()


def test_orders_cannot_be_edited_or_deleted(staff: Client, order: TicketOrder) -> None:
    address = reverse("admin:checkout_ticketorder_change", args=[order.pk])
    assert staff.post(address, {"status": "EXPIRED"}).status_code == 403
    assert staff.post(reverse("admin:checkout_ticketorder_delete", args=[order.pk])).status_code == 403
