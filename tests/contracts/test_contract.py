"""The contract of every provider."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connections

from matinee.payments.errors import ProviderRefused
from matinee.payments.port import Declined, InvalidWebhook, PaymentResult, Settled
from tests.contracts.harnesses import APPROVED, LedgerAmounts, ProviderHarness
from tests.contracts.paying import Payment

pytestmark = pytest.mark.django_db

NOTHING, PRICE = Decimal(0), Decimal("12.50")


def decline(result: PaymentResult) -> tuple[str, str]:
    """Return the reference and code of a Declined, which must have a message for the customer."""
    assert isinstance(result, Declined)
    assert result.message
    return result.reference, result.code


def paid(harness: ProviderHarness, provider_payment: Payment | None = None) -> Payment:
    payment = provider_payment or Payment(harness.provider)
    payment.authorise(harness.method(APPROVED))
    assert payment.capture(str(payment.amount)) == Settled(payment.reference, payment.amount)
    return payment


def test_beginning_moves_nothing(harness: ProviderHarness) -> None:
    payment = Payment(harness.provider)
    assert decline(payment.look_up()) == (payment.reference, "unpaid")


def test_beginning_twice_with_one_key_creates_one_payment(harness: ProviderHarness) -> None:
    payment = Payment(harness.provider)
    assert harness.provider.begin(payment.charge({}), key=payment.key("begin")) == payment.reference
    assert Payment(harness.provider).reference != payment.reference


def test_a_key_is_valid_for_one_charge(harness: ProviderHarness) -> None:
    payment = Payment(harness.provider)
    dearer = replace(payment.charge({}), amount=Decimal(13))
    with pytest.raises(ProviderRefused):
        harness.provider.begin(dearer, key=payment.key("begin"))


def test_a_payment_is_refunded_in_two_parts(harness: ProviderHarness) -> None:
    payment = paid(harness)
    assert payment.look_up() == Settled(payment.reference, PRICE)
    assert payment.refund("4.20", "first") == Settled(payment.reference, Decimal("4.20"))
    assert harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, Decimal("4.20"))
    assert payment.refund("8.30", "rest") == Settled(payment.reference, Decimal("8.30"))
    assert harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, PRICE)
    assert payment.look_up() == Settled(payment.reference, PRICE)


def test_the_same_key_moves_money_once(harness: ProviderHarness) -> None:
    payment = Payment(harness.provider)
    method = harness.method(APPROVED)
    assert payment.authorise(method) == payment.authorise(method)
    assert payment.capture() == payment.capture() == Settled(payment.reference, PRICE)
    assert payment.refund("5", "refund") == payment.refund("5", "refund")
    assert harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, Decimal(5))


@pytest.mark.django_db(transaction=True)
def test_concurrent_refunds_with_one_key_move_money_once(harness: ProviderHarness) -> None:
    payment = paid(harness)

    def refund() -> PaymentResult:
        try:
            return payment.refund("5", "refund")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        results = [future.result() for future in [pool.submit(refund) for _ in range(5)]]
    assert results == [Settled(payment.reference, Decimal(5))] * 5
    assert harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, Decimal(5))


@pytest.mark.django_db(transaction=True)
def test_concurrent_refunds_do_not_exceed_the_taken_amount(harness: ProviderHarness) -> None:
    payment = paid(harness)

    def refund(number: int) -> PaymentResult:
        try:
            return payment.refund("5", f"refund {number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        results = list(pool.map(refund, range(5)))
    assert results.count(Settled(payment.reference, Decimal(5))) == 2
    assert harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, Decimal(10))


def test_a_settled_payment_is_not_cancelled(harness: ProviderHarness) -> None:
    payment = paid(harness)
    assert payment.cancel() == Settled(payment.reference, PRICE)
    assert harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, NOTHING)


def test_an_unpaid_payment_can_be_cancelled(harness: ProviderHarness) -> None:
    payment = Payment(harness.provider)
    assert decline(payment.cancel()) == payment.cancelled()
    assert decline(payment.authorise(harness.method(APPROVED))) == payment.cancelled()
    assert decline(payment.look_up()) == payment.cancelled()


def test_refunds_do_not_exceed_the_taken_amount(harness: ProviderHarness) -> None:
    payment = paid(harness)
    assert decline(payment.refund("12.51", "too much")) == (payment.reference, "refund_refused")
    assert payment.refund("12.50", "all") == Settled(payment.reference, PRICE)
    assert decline(payment.refund("0.01", "more")) == (payment.reference, "refund_refused")
    assert harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, PRICE)


def test_an_unpaid_payment_is_not_refunded(harness: ProviderHarness) -> None:
    payment = Payment(harness.provider)
    assert decline(payment.refund("1", "refund")) == (payment.reference, "refund_refused")
    assert decline(payment.look_up()) == (payment.reference, "unpaid")


@pytest.mark.parametrize(
    ("price", "part", "currency"), [("1250", "400", "JPY"), ("1.250", "0.400", "KWD"), ("500", "50", "RSD")]
)
def test_currencies_keep_their_digits(harness: ProviderHarness, price: str, part: str, currency: str) -> None:
    payment = paid(harness, Payment(harness.provider, Decimal(price), currency))
    assert payment.refund(part, "part") == Settled(payment.reference, Decimal(part))
    assert payment.look_up() == Settled(payment.reference, Decimal(price))


def test_an_unknown_payment_is_an_error_of_the_operator(harness: ProviderHarness) -> None:
    with pytest.raises(ProviderRefused):
        harness.provider.look_up("pi_of_somebody_else")


def test_an_unsigned_webhook_is_rejected(harness: ProviderHarness) -> None:
    with pytest.raises(InvalidWebhook):
        harness.provider.read_webhook(b"{}", "t=1,v1=00")
