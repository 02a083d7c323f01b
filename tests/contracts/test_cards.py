"""The contract of providers with cards: authorise, challenge, capture and cancel."""

from decimal import Decimal

import pytest

from matinee.payments.errors import ProviderRefused
from matinee.payments.port import Authorised, NeedsAction, Pending, Settled, Unreachable
from tests.contracts.harnesses import (
    APPROVED,
    CHALLENGED,
    CHALLENGED_TOO,
    DECLINED,
    EXPIRED,
    REFUND_REFUSED,
    WITHOUT_FUNDS,
    CardProviderHarness,
    LedgerAmounts,
)
from tests.contracts.paying import Payment
from tests.contracts.test_contract import NOTHING, PRICE, decline

pytestmark = pytest.mark.django_db


def challenged(harness: CardProviderHarness, card: str = CHALLENGED) -> tuple[Payment, NeedsAction]:
    payment = Payment(harness.provider)
    result = payment.authorise(harness.method(card))
    assert isinstance(result, NeedsAction)
    assert result.reference == payment.reference
    return payment, result


def test_a_card_is_reserved_before_it_is_charged(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    assert payment.authorise(card_harness.method(APPROVED)) == Authorised(payment.reference, PRICE)
    assert payment.look_up() == Authorised(payment.reference, PRICE)
    assert card_harness.ledger_amounts(payment.reference) == LedgerAmounts(PRICE, NOTHING, NOTHING)


def test_the_last_digits_of_the_card_are_known(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    results = [payment.authorise(card_harness.method(APPROVED)), payment.look_up()]
    payment.capture()
    for result in (*results, payment.look_up()):
        assert isinstance(result, (Authorised, Settled))
        assert result.card_last4 == "4242"


def test_after_a_challenge_the_digits_are_those_of_the_confirmed_card(
    card_harness: CardProviderHarness,
) -> None:
    payment, step = challenged(card_harness)
    card_harness.complete(step, approve=True)
    result = payment.look_up()
    assert isinstance(result, Authorised)
    assert result.card_last4 == "3155"


def test_a_partial_capture_releases_the_rest(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    payment.authorise(card_harness.method(APPROVED))
    assert payment.capture("10") == Settled(payment.reference, Decimal(10))
    assert card_harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, Decimal(10), NOTHING)
    assert decline(payment.refund("10.01", "too much")) == (payment.reference, "refund_refused")


def test_no_more_is_captured_than_is_reserved(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    payment.authorise(card_harness.method(APPROVED))
    with pytest.raises(ProviderRefused):
        payment.capture("12.51")
    assert payment.look_up() == Authorised(payment.reference, PRICE)


def test_a_reservation_is_released(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    payment.authorise(card_harness.method(APPROVED))
    assert decline(payment.cancel()) == payment.cancelled()
    assert decline(payment.cancel("once more")) == payment.cancelled()
    assert card_harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, NOTHING, NOTHING)


def test_a_cancelled_payment_is_not_captured(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    payment.authorise(card_harness.method(APPROVED))
    payment.cancel()
    assert decline(payment.capture()) == payment.cancelled()
    assert card_harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, NOTHING, NOTHING)


def test_a_captured_payment_is_not_captured_again(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    payment.authorise(card_harness.method(APPROVED))
    payment.capture()
    assert payment.capture(key="another") == Settled(payment.reference, PRICE)
    assert card_harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, NOTHING)


def test_a_reserved_payment_is_not_reserved_again(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    payment.authorise(card_harness.method(APPROVED))
    again = payment.authorise(card_harness.method(DECLINED), key="another tab")
    assert again == Authorised(payment.reference, PRICE)


@pytest.mark.parametrize(
    ("card", "code"),
    [(DECLINED, "card_declined"), (WITHOUT_FUNDS, "insufficient_funds"), (EXPIRED, "expired_card")],
)
def test_a_declined_card_can_be_replaced(card_harness: CardProviderHarness, card: str, code: str) -> None:
    payment = Payment(card_harness.provider)
    assert decline(payment.authorise(card_harness.method(card))) == (payment.reference, code)
    assert decline(payment.look_up()) == (payment.reference, code)
    again = payment.authorise(card_harness.method(APPROVED), key="another card")
    assert again == Authorised(payment.reference, PRICE)


def test_a_declined_payment_is_not_captured(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    payment.authorise(card_harness.method(DECLINED))
    assert decline(payment.capture()) == (payment.reference, "card_declined")


@pytest.mark.parametrize("card", [CHALLENGED, CHALLENGED_TOO])
def test_a_challenge_succeeds(card_harness: CardProviderHarness, card: str) -> None:
    payment, step = challenged(card_harness, card)
    assert payment.look_up() == step
    card_harness.complete(step, approve=True)
    assert payment.look_up() == Authorised(payment.reference, PRICE)
    assert payment.capture() == Settled(payment.reference, PRICE)


def test_a_challenge_fails(card_harness: CardProviderHarness) -> None:
    payment, step = challenged(card_harness)
    card_harness.complete(step, approve=False)
    assert decline(payment.look_up()) == (payment.reference, "authentication_failed")
    again = payment.authorise(card_harness.method(APPROVED), key="another card")
    assert again == Authorised(payment.reference, PRICE)


def test_an_abandoned_challenge_can_be_cancelled(card_harness: CardProviderHarness) -> None:
    payment, _ = challenged(card_harness)
    assert decline(payment.cancel()) == payment.cancelled()
    assert decline(payment.look_up()) == payment.cancelled()


def test_another_card_replaces_a_challenge(card_harness: CardProviderHarness) -> None:
    payment, _ = challenged(card_harness)
    again = payment.authorise(card_harness.method(APPROVED), key="another card")
    assert again == Authorised(payment.reference, PRICE)


def test_a_late_result(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    assert payment.authorise(card_harness.late_method()) == Pending(payment.reference)
    assert payment.cancel() == Pending(payment.reference)
    card_harness.decide(payment.reference)
    assert payment.look_up() == card_harness.late_result(payment.reference, PRICE)


def test_a_lost_response_reserves_the_money_once(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    method = card_harness.lost_response_method()
    with pytest.raises(Unreachable):
        payment.authorise(method)
    assert payment.look_up() == Authorised(payment.reference, PRICE)
    assert payment.authorise(method) == Authorised(payment.reference, PRICE)
    assert card_harness.ledger_amounts(payment.reference) == LedgerAmounts(PRICE, NOTHING, NOTHING)


def test_a_refund_is_refused(card_harness: CardProviderHarness) -> None:
    payment = Payment(card_harness.provider)
    payment.authorise(card_harness.method(REFUND_REFUSED))
    payment.capture()
    assert decline(payment.refund("5", "refund")) == (payment.reference, "refund_refused")
    assert card_harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, NOTHING)
