"""Concurrent payments with different cards: the limit of attempts is exact (B13)."""

from functools import partial

import pytest
from django.conf import LazySettings

from matinee.booking.services import hold_seats
from matinee.booking.tokens import HoldToken
from matinee.checkout.errors import PaymentDeclined, TooManyAttempts, TooManyDeclines
from matinee.checkout.models import OrderEvent, Payment
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.core.problems import Problem
from matinee.payments.models import LedgerResult
from tests.cinema import make_cinema
from tests.races.concurrency import codes, run_concurrently

pytestmark = pytest.mark.django_db(transaction=True)

CARDS = 20


def pay_until_rejected(token: HoldToken) -> list[Problem]:
    """Pay with the next card after each decline; return the responses."""
    purchase = Purchase(token=token, method={"card": "4000 0000 0000 0002"})
    responses: list[Problem] = []
    for _ in range(CARDS * CARDS):
        try:
            book(purchase=purchase)
        except Problem as refusal:
            responses.append(refusal)
            if isinstance(refusal, TooManyAttempts):
                break
    return responses


def test_twenty_concurrent_payments_get_ten_attempts() -> None:
    cinema = make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))
    per_thread = run_concurrently(*[partial(pay_until_rejected, hold.token)] * CARDS)
    responses = [response for responses in per_thread for response in responses]
    assert set(codes(responses)) <= {"payment-declined", "too-many-requests", "hold-frozen", "busy"}
    assert sum(isinstance(response, PaymentDeclined) for response in responses) == 10
    assert Payment.objects.get().attempt == 10
    assert OrderEvent.objects.filter(type="declined").count() == 10
    assert LedgerResult.objects.count() == 10


def test_declined_payments_of_one_client_are_limited_across_holds(settings: LazySettings) -> None:
    settings.DECLINED_PAYMENTS_PER_HOUR = 5
    cinema = make_cinema()
    holds = [hold_seats(show_id=cinema.show.pk, seat_ids=[seat.pk]) for seat in cinema.seats[:8]]
    method = {"card": "4000 0000 0000 0002"}
    responses = [
        run_concurrently(partial(book, purchase=Purchase(token=hold.token, method=method), client=7))[0]
        for hold in holds
    ]
    assert [type(response) for response in responses] == [PaymentDeclined] * 5 + [TooManyDeclines] * 3
