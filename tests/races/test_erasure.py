"""A customer is erased while a result with the digits of the card is recorded, or just before."""

import pytest

from matinee.booking.services import hold_seats
from matinee.checkout.erasure import erase_customer
from matinee.checkout.models import Customer, Payment
from matinee.checkout.payment_state import save_payment
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from tests.cinema import make_cinema
from tests.races.concurrency import plain_connection, run_in_background, wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "ada@example.org"


@pytest.fixture
def payment() -> Payment:
    cinema = make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    card = {"card": "4242424242424242"}
    book(purchase=Purchase(token=hold.token, method=card, customer_email=EMAIL))
    return Payment.objects.get(card_last4="4242")


def erase_while_digits_are_recorded(payment: Payment) -> str:
    """Return the digits that are left."""
    Payment.objects.update(card_last4="")
    with plain_connection() as recorder:
        # As `_record_result`, under the order's lock.
        recorder.execute("SELECT 1 FROM ticket_order WHERE id = %s FOR UPDATE", [payment.order_id])
        recorder.execute("UPDATE payment SET card_last4 = '4242' WHERE id = %s", [payment.pk])
        with run_in_background(lambda: erase_customer(email=EMAIL)) as erasure:
            wait_until_blocked(recorder)
            recorder.commit()
    assert erasure.result() == (1, 0)
    assert not Customer.objects.exists()
    payment.refresh_from_db()
    return payment.card_last4


def test_digits_that_are_being_recorded_are_erased(payment: Payment) -> None:
    assert erase_while_digits_are_recorded(payment) == ""


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_the_digits_stay(payment: Payment) -> None:
    assert erase_while_digits_are_recorded(payment) == "4242"


def test_a_payment_that_was_read_before_brings_no_digits_back(payment: Payment) -> None:
    erase_customer(email=EMAIL)
    assert payment.card_last4 == "4242"
    save_payment(payment)
    payment.refresh_from_db()
    assert payment.card_last4 == ""
