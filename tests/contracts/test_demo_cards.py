"""The test cards of the provider `demo`."""

from decimal import Decimal

import pytest

from matinee.payments.demo import Demo, complete_challenge
from matinee.payments.errors import ProviderRefused
from matinee.payments.models import DemoPayment
from matinee.payments.port import Authorised, NeedsAction, Settled, Unreachable
from tests.contracts.harnesses import APPROVED, CHALLENGED, DECLINED, DemoHarness, LedgerAmounts
from tests.contracts.paying import Payment
from tests.contracts.test_contract import NOTHING, PRICE, decline

pytestmark = pytest.mark.django_db

LOST, SETTLED, CAPTURE_FAILS = "4000000000008013", "4000000000008039", "4000000000008047"


@pytest.fixture
def payment() -> Payment:
    return Payment(Demo())


@pytest.mark.parametrize("method", [{}, {"card": ""}, {"card": None}, {"card": "4242424242424242"}])
def test_without_a_card_it_approves(payment: Payment, method: dict[str, str]) -> None:
    result = payment.authorise(method)
    assert isinstance(result, Authorised)
    assert (result, result.card_last4) == (
        Authorised(payment.reference, PRICE),
        "4242" if method.get("card") else "",
    )


@pytest.mark.parametrize(
    "card",
    ["4242 4242 4242 4241", "4242", "card", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "4" * 40, 4242, ["4242"]],
)
def test_a_malformed_number_is_declined(payment: Payment, card: object) -> None:
    assert decline(payment.authorise({"card": card})) == (payment.reference, "incorrect_number")


def test_a_real_card_is_declined_and_not_stored(payment: Payment) -> None:
    assert decline(payment.authorise({"card": "5555 5555 5555 4444"})) == (
        payment.reference,
        "not_a_test_card",
    )
    stored = DemoPayment.objects.filter(pk=payment.reference).values()
    assert "5555" not in str(list(stored))


def test_a_repeatedly_lost_request_reserves_nothing(payment: Payment) -> None:
    for _ in range(2):
        with pytest.raises(Unreachable):
            payment.authorise({"card": LOST})
    assert decline(payment.look_up()) == (payment.reference, "unpaid")


def test_some_methods_settle_at_once(payment: Payment) -> None:
    assert payment.authorise({"card": SETTLED}) == Settled(payment.reference, PRICE)
    assert DemoHarness().ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, NOTHING)
    assert payment.refund("12.5", "back") == Settled(payment.reference, PRICE)


def test_a_capture_fails(payment: Payment) -> None:
    assert payment.authorise({"card": CAPTURE_FAILS}) == Authorised(payment.reference, PRICE)
    for key in ("capture", "again"):
        assert decline(payment.capture(key=key)) == (payment.reference, "capture_failed")
    assert DemoHarness().ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, NOTHING, NOTHING)


def test_a_challenge_is_described_for_the_page_and_completed_once(payment: Payment) -> None:
    step = {"type": "demo_challenge", "reference": payment.reference}
    assert payment.authorise({"card": CHALLENGED}) == NeedsAction(payment.reference, step)
    assert decline(complete_challenge(payment.reference, approve=False))[1] == "authentication_failed"
    assert decline(complete_challenge(payment.reference, approve=True))[1] == "authentication_failed"


def test_an_unexpected_challenge_result_changes_nothing(payment: Payment) -> None:
    assert decline(complete_challenge(payment.reference, approve=True)) == (payment.reference, "unpaid")


def test_a_key_is_valid_for_one_request(payment: Payment) -> None:
    payment.authorise({"card": APPROVED})
    with pytest.raises(ProviderRefused):
        payment.authorise({"card": DECLINED})
    payment.capture()
    payment.refund("1.50", "back")
    assert payment.refund("1.5", "back") == Settled(payment.reference, Decimal("1.5"))
    with pytest.raises(ProviderRefused):
        payment.refund("2", "back")
    assert DemoHarness().ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, Decimal("1.5"))
