"""B1 to B17 as a whole: random histories of one show against a dictionary that knows only the rules."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from matinee.booking.models import Booking
from matinee.booking.queries import taken_rows
from matinee.booking.services import cancel_show, extend_hold, hold_seats, release_seats
from matinee.booking.tokens import HoldToken
from matinee.checkout.capturing import capture
from matinee.checkout.freezing import Purchase
from matinee.checkout.models import TicketOrder
from matinee.checkout.refunds import execute_refund, refund
from matinee.checkout.services import book
from matinee.core.clock import database_now
from matinee.core.errors import Refusal
from matinee.payments.models import DemoPayment
from matinee.tickets.models import Ticket, TicketStatus
from matinee.venues.models import Seat
from tests.cinema import make_cinema

TERM, HOUR, STEP = 300, 3600, 97
TIME_TO_PAY, LONGEST_PAYMENT = 600, 1800
"""Seconds. Multiples of STEP stay nine off every deadline, so the run's own duration does not matter."""

TOLERANCE = timedelta(seconds=8)

SEATS = 18


@dataclass
class ModelHold:
    """What the rules say that a bearer has."""

    started: int
    until: int
    seats: set[int] = field(default_factory=set)
    extensions: int = 0
    booked: bool = False
    paying_since: int | None = None


class BookingMachine(RuleBasedStateMachine):
    """Everybody does everything, in any order, while time passes."""

    tokens: Bundle[HoldToken] = Bundle("tokens")
    some_seats = st.lists(st.integers(0, SEATS - 1), min_size=1, max_size=3, unique=True)

    def __init__(self) -> None:
        super().__init__()
        self.clock = 0
        self.holds: dict[HoldToken, ModelHold] = {}
        self.cancelled = False
        self.broken: set[int] = set()

    @initialize()
    def open_the_cinema(self) -> None:
        self.cinema = make_cinema(rows=1, seats_per_row=SEATS)
        self.ids = [seat.pk for seat in self.cinema.seats]

    def is_live(self, hold: ModelHold) -> bool:
        return bool(hold.seats) and (hold.booked or hold.until > self.clock)

    def taken(self) -> dict[int, HoldToken]:
        return {
            seat: token for token, hold in self.holds.items() if self.is_live(hold) for seat in hold.seats
        }

    def expect(self, code: str | None, verb: Callable[[], Any]) -> Any:
        """Run the verb: it must be refused with this code, or succeed when there is none."""
        if code is None:
            return verb()
        with pytest.raises(Refusal) as refusal:
            verb()
        assert refusal.value.code == code
        return None

    def sale_refusal(self, seats: set[int]) -> str | None:
        if self.cancelled:
            return "show-cancelled"
        return "seat-out-of-service" if seats & self.broken else None

    def forget_expired(self, seats: set[int]) -> None:
        """B8: whoever takes an expired seat wipes its old row."""
        for hold in self.holds.values():
            if not self.is_live(hold):
                hold.seats -= seats

    @rule(target=tokens, seats=some_seats)
    def hold(self, seats: list[int]) -> Any:
        wanted = set(seats)
        code = self.sale_refusal(wanted) or ("seats-taken" if wanted & set(self.taken()) else None)
        made = self.expect(
            code, lambda: hold_seats(show_id=self.cinema.show.pk, seat_ids=[self.ids[n] for n in seats])
        )
        if made is None:
            return multiple()
        self.forget_expired(wanted)
        self.holds[made.token] = ModelHold(self.clock, self.clock + TERM, wanted)
        return made.token

    def own_refusal(self, hold: ModelHold) -> str | None:
        if not self.is_live(hold):
            return "hold-expired"
        return "already-booked" if hold.booked else None

    @rule(token=tokens, seats=some_seats, steps=st.integers(0, 2))
    def add(self, token: HoldToken, seats: list[int], steps: int) -> None:
        self.time_passes(steps)
        hold = self.holds[token]
        new = set(seats) - hold.seats
        code = self.own_refusal(hold)
        if code is None and new:
            too_many = "invalid" if len(hold.seats | new) > 10 else None
            taken = "seats-taken" if new & set(self.taken()) else None
            code = too_many or self.sale_refusal(new) or taken
        wanted = [self.ids[n] for n in seats]
        self.expect(code, lambda: hold_seats(show_id=self.cinema.show.pk, seat_ids=wanted, token=token))
        if code is None and new:
            self.forget_expired(new)
            hold.seats |= new
            paid_for = hold.until if hold.paying_since is not None else 0
            hold.until = max(paid_for, min(self.clock + TERM, hold.started + HOUR))

    @rule(token=tokens, steps=st.integers(0, 2))
    def extend(self, token: HoldToken, steps: int) -> None:
        self.time_passes(steps)
        hold = self.holds[token]
        code = self.own_refusal(hold)
        until = min(self.clock + TERM, hold.started + HOUR)
        if code is None and (
            hold.extensions == 10 or until < hold.until or until == hold.started + HOUR == hold.until
        ):
            code = "extension-limit"
        self.expect(code, lambda: extend_hold(token=token))
        if code is None:
            hold.until, hold.extensions = until, hold.extensions + 1

    @rule(token=tokens, seats=some_seats)
    def release_part(self, token: HoldToken, seats: list[int]) -> None:
        hold = self.holds[token]
        live = self.is_live(hold)
        code = "already-booked" if hold.booked else None
        if code is None and live and set(seats) - hold.seats:
            code = "seat-not-found"
        wanted = [self.ids[n] for n in seats]
        released = self.expect(code, lambda: release_seats(token=token, seat_ids=wanted))
        if code is None:
            assert released == (sorted(wanted) if live else [])
            hold.seats -= set(seats)

    @rule(token=tokens)
    def release(self, token: HoldToken) -> None:
        hold = self.holds[token]
        live = self.is_live(hold)
        code = "already-booked" if hold.booked else None
        released = self.expect(code, lambda: release_seats(token=token))
        if code is None:
            assert released == ([self.ids[n] for n in sorted(hold.seats)] if live else [])
            hold.seats.clear()

    @rule(token=tokens)
    def pay(self, token: HoldToken) -> None:
        hold = self.holds[token]
        code = self.own_refusal(hold) or self.sale_refusal(hold.seats)
        order = self.expect(code, lambda: book(purchase=Purchase(token=token)))
        if order:
            hold.booked = True
            for payment in order.payments.all():
                capture(payment.pk)

    @rule(token=tokens)
    def pay_with_a_card_that_is_declined(self, token: HoldToken) -> None:
        """B13: the hold stands, with ten minutes from pressing Pay to try again."""
        hold = self.holds[token]
        code = self.own_refusal(hold) or self.sale_refusal(hold.seats) or "payment-declined"
        self.expect(code, lambda: book(purchase=Purchase(token=token, method={"card": "4000000000000002"})))
        if code == "payment-declined":
            hold.paying_since = self.clock if hold.paying_since is None else hold.paying_since
            longest = hold.paying_since + LONGEST_PAYMENT
            hold.until = max(hold.until, min(self.clock + TIME_TO_PAY, longest))

    @rule(token=tokens)
    def give_back(self, token: HoldToken) -> None:
        """B17: the seats are free at once, and the money goes back."""
        hold = self.holds[token]
        order = TicketOrder.objects.filter(hold_id=token.hold_id, paid_at__isnull=False).first()
        if order is None:
            return
        code = None if hold.booked else "not-refundable"
        queued = self.expect(
            code, lambda: refund(order_id=order.pk, seat_ids=None, reason="", actor="customer")
        )
        if code is None:
            for one in queued:
                execute_refund(one.pk)
            hold.seats.clear()
            hold.booked = False

    @rule(steps=st.integers(1, 4))
    def time_passes(self, steps: int) -> None:
        self.clock += steps * STEP
        step = timedelta(seconds=steps * STEP)
        Booking.objects.filter(show=self.cinema.show).update(
            locked_until=F("locked_until") - step,
            hold_started_at=F("hold_started_at") - step,
            frozen_at=F("frozen_at") - step,
        )

    @rule(token=tokens)
    def most_of_the_hour_has_passed(self, token: HoldToken) -> None:
        """As if the bearer had extended and added again and again."""
        hold, age = self.holds[token], 33 * STEP
        if self.clock - hold.started > TERM:
            return
        hold.started -= age
        rows = Booking.objects.filter(hold_id=token.hold_id)
        rows.update(hold_started_at=F("hold_started_at") - timedelta(seconds=age))

    @precondition(lambda self: len(self.broken) < 2)
    @rule(token=tokens)
    def a_seat_breaks_and_its_bearer_pays(self, token: HoldToken) -> None:
        broken = sorted(self.holds[token].seats)[:1]
        self.broken.update(broken)
        Seat.objects.filter(pk__in=[self.ids[seat] for seat in broken]).update(in_service=False)
        self.pay(token)

    @precondition(lambda self: len(self.holds) > 6)
    @rule()
    def the_show_is_cancelled(self) -> None:
        self.cancelled = True
        cancel_show(show_id=self.cinema.show.pk)

    @invariant()
    def the_table_agrees_with_the_rules(self) -> None:
        rows = taken_rows(self.cinema.show.pk).values_list("seat_id", "hold_id", "status")
        assert list(rows) == [
            (self.ids[seat], token.hold_id, "BOOKED" if self.holds[token].booked else "LOCKED")
            for seat, token in sorted(self.taken().items())
        ]

    @invariant()
    def the_clocks_agree_with_the_rules(self) -> None:
        now = database_now()
        for token, hold in self.holds.items():
            left = timedelta(seconds=hold.until - self.clock)
            for row in Booking.objects.filter(hold_id=token.hold_id, status="LOCKED"):
                assert row.locked_until is not None
                assert abs(row.locked_until - now - left) < TOLERANCE

    @invariant()
    def every_booked_seat_has_one_ticket_and_every_order_its_seats(self) -> None:
        booked = [hold for hold in self.holds.values() if hold.booked]
        valid = Ticket.objects.filter(show=self.cinema.show, status=TicketStatus.VALID)
        assert valid.count() == sum(len(hold.seats) for hold in booked)
        tokens = [token.hold_id for token, hold in self.holds.items() if hold.booked]
        assert TicketOrder.objects.filter(hold_id__in=tokens).count() == len(booked)

    @invariant()
    def money_taken_is_the_price_of_valid_tickets(self) -> None:
        """B14, at rest: nothing is pending between the rules of this machine."""
        orders = TicketOrder.objects.filter(show=self.cinema.show).values("reference")
        taken = DemoPayment.objects.filter(order__in=orders).aggregate(
            net=Sum(F("captured") - F("refunded"), default=0)
        )
        valid = Ticket.objects.filter(show=self.cinema.show, status=TicketStatus.VALID)
        assert taken["net"] == valid.aggregate(price=Sum("price", default=0))["price"]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["at once", "step by step"])
def test_random_histories_agree_with_the_rules(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With holds in one statement, and with the plain transaction alone."""
    if way == "step by step":
        monkeypatch.setattr("matinee.booking.services.hold_at_once", lambda *_: None)
    run_state_machine_as_test(
        BookingMachine,
        settings=settings(
            max_examples=50,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
