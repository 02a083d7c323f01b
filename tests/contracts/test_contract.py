"""What every provider promises, whatever it is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection

from matinee.payments.errors import ProviderRefused
from matinee.payments.port import Declined, InvalidWebhook, PaymentResult, Settled
from tests.contracts.benches import APPROVED, Bench, Books
from tests.contracts.paying import Payment

pytestmark = pytest.mark.django_db

NOTHING, PRICE = Decimal(0), Decimal("12.50")


def refusal(answer: PaymentResult) -> tuple[str, str]:
    """The reference and code of a Declined, which must have words for the customer."""
    assert isinstance(answer, Declined)
    assert answer.message
    return answer.reference, answer.code


def paid(bench: Bench, provider_payment: Payment | None = None) -> Payment:
    payment = provider_payment or Payment(bench.provider)
    payment.authorise(bench.method(APPROVED))
    assert payment.capture(str(payment.amount)) == Settled(payment.reference, payment.amount)
    return payment


def test_beginning_moves_nothing(bench: Bench) -> None:
    payment = Payment(bench.provider)
    assert refusal(payment.look_up()) == (payment.reference, "unpaid")


def test_beginning_twice_under_one_key_names_one_payment(bench: Bench) -> None:
    payment = Payment(bench.provider)
    assert bench.provider.begin(payment.charge({}), key=payment.key("begin")) == payment.reference
    assert Payment(bench.provider).reference != payment.reference


def test_a_key_is_good_for_one_charge(bench: Bench) -> None:
    payment = Payment(bench.provider)
    dearer = replace(payment.charge({}), amount=Decimal(13))
    with pytest.raises(ProviderRefused):
        bench.provider.begin(dearer, key=payment.key("begin"))


def test_money_is_taken_given_back_in_part_and_then_the_rest(bench: Bench) -> None:
    payment = paid(bench)
    assert payment.look_up() == Settled(payment.reference, PRICE)
    assert payment.refund("4.20", "first") == Settled(payment.reference, Decimal("4.20"))
    assert bench.books(payment.reference) == Books(NOTHING, PRICE, Decimal("4.20"))
    assert payment.refund("8.30", "rest") == Settled(payment.reference, Decimal("8.30"))
    assert bench.books(payment.reference) == Books(NOTHING, PRICE, PRICE)
    assert payment.look_up() == Settled(payment.reference, PRICE)


def test_the_same_key_moves_money_once(bench: Bench) -> None:
    payment = Payment(bench.provider)
    method = bench.method(APPROVED)
    assert payment.authorise(method) == payment.authorise(method)
    assert payment.capture() == payment.capture() == Settled(payment.reference, PRICE)
    assert payment.refund("5", "refund") == payment.refund("5", "refund")
    assert bench.books(payment.reference) == Books(NOTHING, PRICE, Decimal(5))


@pytest.mark.django_db(transaction=True)
def test_the_same_refund_asked_for_at_once_moves_money_once(bench: Bench) -> None:
    payment = paid(bench)

    def refund() -> PaymentResult:
        try:
            return payment.refund("5", "refund")
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = [asked.result() for asked in [pool.submit(refund) for _ in range(5)]]
    assert answers == [Settled(payment.reference, Decimal(5))] * 5
    assert bench.books(payment.reference) == Books(NOTHING, PRICE, Decimal(5))


@pytest.mark.django_db(transaction=True)
def test_refunds_at_once_give_back_no_more_than_was_taken(bench: Bench) -> None:
    payment = paid(bench)

    def refund(number: int) -> PaymentResult:
        try:
            return payment.refund("5", f"refund {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(refund, range(5)))
    assert answers.count(Settled(payment.reference, Decimal(5))) == 2
    assert bench.books(payment.reference) == Books(NOTHING, PRICE, Decimal(10))


def test_what_was_taken_is_not_cancelled(bench: Bench) -> None:
    payment = paid(bench)
    assert payment.cancel() == Settled(payment.reference, PRICE)
    assert bench.books(payment.reference) == Books(NOTHING, PRICE, NOTHING)


def test_what_was_never_paid_can_be_cancelled(bench: Bench) -> None:
    payment = Payment(bench.provider)
    assert refusal(payment.cancel()) == payment.cancelled()
    assert refusal(payment.authorise(bench.method(APPROVED))) == payment.cancelled()
    assert refusal(payment.look_up()) == payment.cancelled()


def test_no_more_is_given_back_than_was_taken(bench: Bench) -> None:
    payment = paid(bench)
    assert refusal(payment.refund("12.51", "too much")) == (payment.reference, "refund_refused")
    assert payment.refund("12.50", "all") == Settled(payment.reference, PRICE)
    assert refusal(payment.refund("0.01", "more")) == (payment.reference, "refund_refused")
    assert bench.books(payment.reference) == Books(NOTHING, PRICE, PRICE)


def test_nothing_is_given_back_for_nothing(bench: Bench) -> None:
    payment = Payment(bench.provider)
    assert refusal(payment.refund("1", "refund")) == (payment.reference, "refund_refused")
    assert refusal(payment.look_up()) == (payment.reference, "unpaid")


@pytest.mark.parametrize(
    ("price", "part", "currency"), [("1250", "400", "JPY"), ("1.250", "0.400", "KWD"), ("500", "50", "RSD")]
)
def test_currencies_keep_their_digits(bench: Bench, price: str, part: str, currency: str) -> None:
    payment = paid(bench, Payment(bench.provider, Decimal(price), currency))
    assert payment.refund(part, "part") == Settled(payment.reference, Decimal(part))
    assert payment.look_up() == Settled(payment.reference, Decimal(price))


def test_an_unknown_payment_is_the_operators_matter(bench: Bench) -> None:
    with pytest.raises(ProviderRefused):
        bench.provider.look_up("pi_of_somebody_else")


def test_an_unsigned_webhook_is_refused(bench: Bench) -> None:
    with pytest.raises(InvalidWebhook):
        bench.provider.read_webhook(b"{}", "t=1,v1=00")
