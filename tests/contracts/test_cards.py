"""The contract of providers with cards: authorise, challenge, capture and cancel."""

from decimal import Decimal

import pytest

from matinee.payments.errors import ProviderRefused
from matinee.payments.port import Authorised, NeedsAction, Pending, Settled, Unreachable
from tests.contracts.benches import (
    APPROVED,
    CHALLENGED,
    CHALLENGED_TOO,
    DECLINED,
    EXPIRED,
    REFUND_REFUSED,
    WITHOUT_FUNDS,
    Books,
    CardBench,
)
from tests.contracts.paying import Payment
from tests.contracts.test_contract import NOTHING, PRICE, decline

pytestmark = pytest.mark.django_db


def challenged(bench: CardBench, card: str = CHALLENGED) -> tuple[Payment, NeedsAction]:
    payment = Payment(bench.provider)
    result = payment.authorise(bench.method(card))
    assert isinstance(result, NeedsAction)
    assert result.reference == payment.reference
    return payment, result


def test_a_card_is_reserved_before_it_is_charged(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    assert payment.authorise(card_bench.method(APPROVED)) == Authorised(payment.reference, PRICE)
    assert payment.look_up() == Authorised(payment.reference, PRICE)
    assert card_bench.books(payment.reference) == Books(PRICE, NOTHING, NOTHING)


def test_a_partial_capture_releases_the_rest(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    payment.authorise(card_bench.method(APPROVED))
    assert payment.capture("10") == Settled(payment.reference, Decimal(10))
    assert card_bench.books(payment.reference) == Books(NOTHING, Decimal(10), NOTHING)
    assert decline(payment.refund("10.01", "too much")) == (payment.reference, "refund_refused")


def test_no_more_is_captured_than_is_reserved(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    payment.authorise(card_bench.method(APPROVED))
    with pytest.raises(ProviderRefused):
        payment.capture("12.51")
    assert payment.look_up() == Authorised(payment.reference, PRICE)


def test_a_reservation_is_released(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    payment.authorise(card_bench.method(APPROVED))
    assert decline(payment.cancel()) == payment.cancelled()
    assert decline(payment.cancel("once more")) == payment.cancelled()
    assert card_bench.books(payment.reference) == Books(NOTHING, NOTHING, NOTHING)


def test_a_cancelled_payment_is_not_captured(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    payment.authorise(card_bench.method(APPROVED))
    payment.cancel()
    assert decline(payment.capture()) == payment.cancelled()
    assert card_bench.books(payment.reference) == Books(NOTHING, NOTHING, NOTHING)


def test_a_captured_payment_is_not_captured_again(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    payment.authorise(card_bench.method(APPROVED))
    payment.capture()
    assert payment.capture(key="another") == Settled(payment.reference, PRICE)
    assert card_bench.books(payment.reference) == Books(NOTHING, PRICE, NOTHING)


def test_a_reserved_payment_is_not_reserved_again(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    payment.authorise(card_bench.method(APPROVED))
    again = payment.authorise(card_bench.method(DECLINED), key="another tab")
    assert again == Authorised(payment.reference, PRICE)


@pytest.mark.parametrize(
    ("card", "code"),
    [(DECLINED, "card_declined"), (WITHOUT_FUNDS, "insufficient_funds"), (EXPIRED, "expired_card")],
)
def test_a_declined_card_can_be_replaced(card_bench: CardBench, card: str, code: str) -> None:
    payment = Payment(card_bench.provider)
    assert decline(payment.authorise(card_bench.method(card))) == (payment.reference, code)
    assert decline(payment.look_up()) == (payment.reference, code)
    again = payment.authorise(card_bench.method(APPROVED), key="another card")
    assert again == Authorised(payment.reference, PRICE)


def test_a_declined_payment_is_not_captured(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    payment.authorise(card_bench.method(DECLINED))
    assert decline(payment.capture()) == (payment.reference, "card_declined")


@pytest.mark.parametrize("card", [CHALLENGED, CHALLENGED_TOO])
def test_a_challenge_succeeds(card_bench: CardBench, card: str) -> None:
    payment, step = challenged(card_bench, card)
    assert payment.look_up() == step
    card_bench.complete(step, approve=True)
    assert payment.look_up() == Authorised(payment.reference, PRICE)
    assert payment.capture() == Settled(payment.reference, PRICE)


def test_a_challenge_fails(card_bench: CardBench) -> None:
    payment, step = challenged(card_bench)
    card_bench.complete(step, approve=False)
    assert decline(payment.look_up()) == (payment.reference, "authentication_failed")
    again = payment.authorise(card_bench.method(APPROVED), key="another card")
    assert again == Authorised(payment.reference, PRICE)


def test_an_abandoned_challenge_can_be_cancelled(card_bench: CardBench) -> None:
    payment, _ = challenged(card_bench)
    assert decline(payment.cancel()) == payment.cancelled()
    assert decline(payment.look_up()) == payment.cancelled()


def test_another_card_replaces_a_challenge(card_bench: CardBench) -> None:
    payment, _ = challenged(card_bench)
    again = payment.authorise(card_bench.method(APPROVED), key="another card")
    assert again == Authorised(payment.reference, PRICE)


def test_a_late_result(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    assert payment.authorise(card_bench.late_method()) == Pending(payment.reference)
    assert payment.cancel() == Pending(payment.reference)
    card_bench.decide(payment.reference)
    assert payment.look_up() == card_bench.late_result(payment.reference, PRICE)


def test_a_lost_response_reserves_the_money_once(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    method = card_bench.lost_response_method()
    with pytest.raises(Unreachable):
        payment.authorise(method)
    assert payment.look_up() == Authorised(payment.reference, PRICE)
    assert payment.authorise(method) == Authorised(payment.reference, PRICE)
    assert card_bench.books(payment.reference) == Books(PRICE, NOTHING, NOTHING)


def test_a_refund_is_refused(card_bench: CardBench) -> None:
    payment = Payment(card_bench.provider)
    payment.authorise(card_bench.method(REFUND_REFUSED))
    payment.capture()
    assert decline(payment.refund("5", "refund")) == (payment.reference, "refund_refused")
    assert card_bench.books(payment.reference) == Books(NOTHING, PRICE, NOTHING)
