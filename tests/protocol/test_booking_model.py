"""All that can happen between two customers, two seats and one crash, examined by spin (docs/protocol.md)."""

import re
from pathlib import Path

import pytest

from matinee.booking.models import BookingStatus
from matinee.checkout.models import OrderStatus, PaymentStatus, RefundStatus
from matinee.payments.models import Status
from tests.protocol.spin import MODEL, check_promise, check_rules

ENDS, PAID = "B6_every_hold_ends", "B14_every_payment_is_resolved"

BREAKS = {
    ("NO_LOCK_TO_HOLD", "NO_CONSTRAINT"): "B1_one_owner",
    ("CLOCK_BEFORE_LOCK",): "B2_in_time",
    ("NO_FREEZE",): "B13_as_frozen",
    ("NO_LOCK_TO_SELL",): "B14_no_seat_unpaid",
    ("SELL_UNSECURED",): "B14_no_seat_unpaid",
    ("REFUNDED_IS_SECURED",): "B14_no_seat_unpaid",
    ("REFUND_OF_SOLD",): "B14_no_seat_unpaid",
    ("NO_INTENTION",): "B14_no_seat_unpaid",
    ("LET_GO_OF_SOLD",): "B14_no_seat_unpaid",
    ("CAPTURE_BEFORE_BOOKED",): "B14_no_capture_before_booked",
    ("SEATS_BEFORE_MONEY",): "B14_money_goes_before_seats",
    ("NO_KEY_ROW",): "B15_one_request_per_key",
    ("KEY_SEEN_BEFORE",): "B15_one_request_per_key",
    ("NO_KEY_ROW", "ORDER_OF_HOLD"): "B15_sold_as_its_own_show",
    ("RELEASE_BOOKED",): "B16_seat_and_ticket_together",
    ("REFUND_KEEPS_SEATS",): "B17_seats_free_and_money_queued",
    ("REFUND_KEEPS_MONEY",): "B17_seats_free_and_money_queued",
}
"""Guards taken away, and the rule that then breaks."""

NEVER_ENDS = {
    "NO_EXTENSION_LIMIT": ENDS,
    "NO_RECONCILER": PAID,
    "NO_REFERENCE": PAID,
    "NO_PATIENCE": PAID,
    "NO_LATE_REFUND": PAID,
    "STALE_DECLINE": PAID,
    "EXPIRE_SETTLED": PAID,
    "EXPIRE_UNSEEN": PAID,
    "REFUND_OF_NOTHING": PAID,
}
"""Guards taken away, and the promise that is then not kept."""

SLOW = pytest.mark.faults
"""The whole model takes two minutes. `make test` tries one guard, which shows that the checker works."""

ALWAYS = ("CLOCK_BEFORE_LOCK",)


@SLOW
def test_no_rule_breaks_in_any_state(tmp_path: Path) -> None:
    verdict = check_rules(tmp_path)
    assert verdict.broken is None
    assert verdict.is_whole
    assert verdict.states > 1_000_000
    # Everything that the model can do was done, except to end and to break a rule.
    assert {re.sub(r"\(.*", "", statement) for statement in verdict.unreached} == {"-end-", "assert"}


@SLOW
@pytest.mark.parametrize("promise", [ENDS, PAID])
def test_every_hold_ends_and_every_payment_is_resolved(tmp_path: Path, promise: str) -> None:
    verdict = check_promise(tmp_path, promise)
    assert verdict.broken is None
    assert verdict.is_whole
    assert verdict.states > 100_000


@pytest.mark.parametrize(
    "guards",
    [pytest.param(guards, marks=() if guards == ALWAYS else SLOW, id="+".join(guards)) for guards in BREAKS],
)
def test_without_this_guard_a_rule_breaks(tmp_path: Path, guards: tuple[str, ...]) -> None:
    assert check_rules(tmp_path, guards).broken == BREAKS[guards]


@SLOW
@pytest.mark.parametrize("guard", NEVER_ENDS)
def test_without_this_guard_something_never_ends(tmp_path: Path, guard: str) -> None:
    assert check_promise(tmp_path, NEVER_ENDS[guard], [guard]).broken == NEVER_ENDS[guard]


def test_every_guard_of_the_model_is_taken_away_by_a_test() -> None:
    switches = set(re.findall(r"^#(?:ifn?def|elif defined\()\s*(\w+)", MODEL.read_text(), re.MULTILINE))
    tried = {guard for guards in BREAKS for guard in guards} | set(NEVER_ENDS)
    assert switches - {"LIVENESS"} == tried


def test_the_model_speaks_of_the_states_that_the_code_knows() -> None:
    declared = dict(re.findall(r"^mtype = \{ (.*?) \}\s*/\* (\w+) \*/$", MODEL.read_text(), re.MULTILINE))
    named = {owner: set(names.split(", ")) for names, owner in declared.items()}
    assert named["BookingStatus"] == set(BookingStatus.names)
    assert named["RefundStatus"] == set(RefundStatus.names)
    # A name can be declared only once; the model refunds whole orders.
    assert named["OrderStatus"] == set(OrderStatus.names) - {"PARTLY_REFUNDED"}
    assert named["PaymentStatus"] | {"PENDING"} == set(PaymentStatus.names)
    assert named["Status"] | {"DECLINED", "CANCELLED"} == {*Status.names, "GIVEN_BACK"}
