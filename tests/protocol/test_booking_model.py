"""Spin checks every interleaving of two customers, two seats and one crash (docs/protocol.md)."""

import re
from pathlib import Path

import pytest

from matinee.booking.models import BookingStatus
from matinee.checkout.models import OrderStatus, PaymentStatus, RefundStatus
from matinee.payments.models import Status
from tests.protocol.spin import MODEL, check_liveness, check_safety

HOLD_ENDS, PAYMENT_RESOLVED = "B6_every_hold_ends", "B14_every_payment_is_resolved"

SAFETY_VIOLATIONS = {
    ("NO_LOCK_TO_HOLD", "NO_CONSTRAINT"): "B1_one_owner",
    ("CLOCK_BEFORE_LOCK",): "B2_in_time",
    ("NO_FREEZE",): "B13_as_frozen",
    ("NO_LOCK_TO_SELL",): "B14_no_seat_unpaid",
    ("SELL_UNPAID",): "B14_no_seat_unpaid",
    ("REFUNDED_IS_SECURED",): "B14_no_seat_unpaid",
    ("REFUND_OF_SOLD",): "B14_no_seat_unpaid",
    ("NO_CANCELLING_MARK",): "B14_no_seat_unpaid",
    ("CANCEL_SOLD",): "B14_no_seat_unpaid",
    ("CAPTURE_BEFORE_BOOKED",): "B14_no_capture_before_booked",
    ("SEATS_BEFORE_MONEY",): "B14_money_goes_before_seats",
    ("NO_KEY_ROW",): "B15_one_request_per_key",
    ("KEY_NOT_CLAIMED",): "B15_one_request_per_key",
    ("NO_KEY_ROW", "ORDER_OF_HOLD"): "B15_sold_as_its_own_show",
    ("RELEASE_BOOKED",): "B16_seat_and_ticket_together",
    ("REFUND_KEEPS_SEATS",): "B17_seats_free_and_money_queued",
    ("REFUND_KEEPS_MONEY",): "B17_seats_free_and_money_queued",
}
"""Removed guards, and the safety property that is then violated."""

LIVENESS_VIOLATIONS = {
    "NO_EXTENSION_LIMIT": HOLD_ENDS,
    "NO_RECONCILER": PAYMENT_RESOLVED,
    "NO_REFERENCE": PAYMENT_RESOLVED,
    "NO_WAIT_FOR_REQUEST": PAYMENT_RESOLVED,
    "NO_LATE_REFUND": PAYMENT_RESOLVED,
    "STALE_DECLINE": PAYMENT_RESOLVED,
    "EXPIRE_SETTLED": PAYMENT_RESOLVED,
    "EXPIRE_UNCHECKED": PAYMENT_RESOLVED,
    "REFUND_UNCAPTURED": PAYMENT_RESOLVED,
}
"""Removed guards, and the liveness property that is then violated."""

SLOW = pytest.mark.faults
"""The whole model takes two minutes, and its checker is compiled from source."""


@SLOW
def test_no_safety_property_is_violated_in_any_state(tmp_path: Path) -> None:
    result = check_safety(tmp_path)
    assert result.violated is None
    assert result.is_complete
    assert result.states > 1_000_000
    # Every statement of the model is reached, except the end and the violation of a rule.
    assert {re.sub(r"\(.*", "", statement) for statement in result.unreached} == {"-end-", "assert"}


@SLOW
@pytest.mark.parametrize("property_name", [HOLD_ENDS, PAYMENT_RESOLVED])
def test_every_hold_ends_and_every_payment_is_resolved(tmp_path: Path, property_name: str) -> None:
    result = check_liveness(tmp_path, property_name)
    assert result.violated is None
    assert result.is_complete
    assert result.states > 100_000


@SLOW
@pytest.mark.parametrize("guards", SAFETY_VIOLATIONS, ids="+".join)
def test_without_a_guard_a_safety_property_is_violated(tmp_path: Path, guards: tuple[str, ...]) -> None:
    assert check_safety(tmp_path, guards).violated == SAFETY_VIOLATIONS[guards]


@SLOW
@pytest.mark.parametrize("guard", LIVENESS_VIOLATIONS)
def test_without_a_guard_a_liveness_property_is_violated(tmp_path: Path, guard: str) -> None:
    violated = LIVENESS_VIOLATIONS[guard]
    assert check_liveness(tmp_path, violated, [guard]).violated == violated


def test_each_guard_of_the_model_is_removed_by_a_test() -> None:
    switches = set(re.findall(r"^#(?:ifn?def|elif defined\()\s*(\w+)", MODEL.read_text(), re.MULTILINE))
    removed = {guard for guards in SAFETY_VIOLATIONS for guard in guards} | set(LIVENESS_VIOLATIONS)
    assert switches - {"LIVENESS"} == removed


def test_the_model_has_the_states_of_the_code() -> None:
    declared = dict(re.findall(r"^mtype = \{ (.*?) \}\s*/\* (\w+) \*/$", MODEL.read_text(), re.MULTILINE))
    states = {owner: set(names.split(", ")) for names, owner in declared.items()}
    assert states["BookingStatus"] == set(BookingStatus.names)
    assert states["RefundStatus"] == set(RefundStatus.names)
    # A name can be declared only once; the model refunds whole orders.
    assert states["OrderStatus"] == set(OrderStatus.names) - {"PARTLY_REFUNDED"}
    assert states["PaymentStatus"] | {"PENDING"} == set(PaymentStatus.names)
    assert states["Status"] | {"DECLINED", "CANCELLED"} == {*Status.names, "GIVEN_BACK"}
