"""Mail to customers goes through a real SMTP server, in text and HTML, and never holds a booking up."""

import pytest
from django.conf import LazySettings

from matinee.booking.services import hold_seats
from matinee.checkout.freezing import Purchase
from matinee.checkout.models import OrderStatus, TicketOrder
from matinee.checkout.refunds import refund
from matinee.checkout.services import book
from matinee.tickets.codes import for_people
from matinee.tickets.models import Ticket
from tests.cinema import Cinema, make_cinema
from tests.jobs import RunJobs, job_states, run_jobs  # noqa: F401 - a fixture
from tests.postbox import Postbox, postbox  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def buy(cinema: Cinema, email: str, card: str = "") -> TicketOrder:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("C4", "C5"))
    method = {"card": card} if card else {}
    return book(purchase=Purchase(token=hold.token, customer_email=email, method=method))


def test_the_tickets_arrive(postbox: Postbox, run_jobs: RunJobs) -> None:  # noqa: F811
    cinema = make_cinema()
    order = buy(cinema, "ada@example.org")
    assert postbox.mails == []
    run_jobs()
    (mail,) = postbox.mails
    assert postbox.recipients == ["ada@example.org"]
    assert cinema.movie.title in mail["Subject"]
    text, html = (mail.get_body([kind]) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert order.reference in part
        assert order.secret in part
        assert all(for_people(ticket.short_code) in part for ticket in Ticket.objects.all())
    names = sorted(part.get_filename() or "" for part in mail.iter_attachments())
    assert names == [f"{order.reference}.ics", f"{order.reference}.pdf"]


def test_tickets_that_were_given_back_are_not_sent(postbox: Postbox, run_jobs: RunJobs) -> None:  # noqa: F811
    order = buy(make_cinema(), "ada@example.org")
    refund(order_id=order.pk, seat_ids=None, reason="", actor="customer")
    run_jobs()
    assert postbox.mails == []
    assert {status for _, status, _ in job_states()} == {"succeeded"}


def test_nobody_is_written_to_without_an_address(postbox: Postbox, run_jobs: RunJobs) -> None:  # noqa: F811
    buy(make_cinema(), "")
    run_jobs()
    assert postbox.mails == []


def test_a_dead_mail_server_never_stops_a_booking(settings: LazySettings, run_jobs: RunJobs) -> None:  # noqa: F811
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    order = buy(make_cinema(), "ada@example.org")
    assert order.status == OrderStatus.PAID
    run_jobs()
    states = {name: status for name, status, _ in job_states()}
    assert states["send_tickets"] != "succeeded"
    assert states["capture_payment"] == "succeeded"


def test_a_payment_that_fails_for_good_is_told(postbox: Postbox, run_jobs: RunJobs) -> None:  # noqa: F811
    order = buy(make_cinema(), "ada@example.org", card="4000000000008047")
    run_jobs()
    subjects = [mail["Subject"] for mail in postbox.mails]
    assert f"Your order {order.reference} could not be kept" in subjects
