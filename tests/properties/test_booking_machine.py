"""B1 to B17: random sequences of operations on three shows agree with a model of the rules.

Two shows are in one hall, one is in another. Pending payments, failed captures and concurrency are not
covered: see `tests/faults/histories`, `tests/protocol` and `tests/races`.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db.models import F, Sum
from hypothesis import HealthCheck, Phase, settings
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

from matinee.booking.models import Booking, TakenSeat
from matinee.booking.services import cancel_show, extend_hold, hold_seats, release_seats
from matinee.booking.tokens import HoldToken
from matinee.checkout.cancelled_shows import refund_show_orders
from matinee.checkout.capture import capture_payment
from matinee.checkout.models import Refund, Seller, TicketOrder, VenueTerms
from matinee.checkout.purchase import Purchase
from matinee.checkout.refunds import execute_refund, refund_order
from matinee.checkout.services import book
from matinee.core.clock import database_now
from matinee.core.problems import Problem
from matinee.payments.models import DemoPayment
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.tickets.models import Ticket, TicketStatus
from matinee.tickets.services import admit
from matinee.venues.models import Seat
from matinee.venues.services import create_hall
from tests.cinema import make_cinema, make_show
from tests.faults.mutants import key_without_row
from tests.properties.booking_model import KeyUse, ModelHold, ModelOrder, ModelPrices
from tests.properties.test_openapi import LONG

TERM, HOUR, STEP = 300, 3600, 97
TIME_TO_PAY, LONGEST_PAYMENT = 600, 1800
"""In seconds. Multiples of STEP differ from every deadline by at least nine, more than a run takes."""

TOLERANCE = timedelta(seconds=8)

SEATS = 12
KEYS = ["first", "second"]
DECLINED, REFUSES_REFUNDS = "4000000000000002", "4000000000005126"
CARDS = ["4242424242424242", REFUSES_REFUNDS]
PRICES = [Decimal(price) for price in ("25.50", "12.50", "3.00")]
CHILDREN = [("Child", Decimal(-4)), ("Kid", Decimal("-2.50"))]
TAX_RATES = [Decimal(7), Decimal(19)]
SALES = {"sales-not-open": (-1, 0), "sales-closed": (-48, -47), None: (-48, 0)}
"""When sales open and close, in hours from the start of the show, by the error code of a hold."""


RUN = settings(
    max_examples=200 if LONG else 15,
    stateful_step_count=30,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


class BookingMachine(RuleBasedStateMachine):
    """Customers and staff execute random operations while time passes."""

    tokens: Bundle[HoldToken] = Bundle("tokens")
    shows = st.integers(0, 2)
    some_seats = st.lists(st.integers(0, SEATS - 1), min_size=1, max_size=3, unique=True)
    keys = st.sampled_from([None, *KEYS])
    run = count(1)
    """The number of the run, as part of each key: runs share a database, and keys outlive holds."""

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.number = 0, next(self.run)
        self.holds: dict[HoldToken, ModelHold] = {}
        self.key_uses: dict[str, KeyUse] = {}
        self.unsellable: dict[int, str] = {}
        self.broken: set[int] = set()

    @initialize()
    def create_cinema(self) -> None:
        cinema = make_cinema(rows=1, seats_per_row=SEATS)
        other = create_hall(venue=cinema.venue, name="Hall 2", rows=1, seats_per_row=SEATS)
        later = cinema.show.starts_at + timedelta(hours=5)
        self.screenings = [
            cinema.show,
            make_show(movie=cinema.movie, hall=cinema.hall, starts_at=later),
            make_show(movie=cinema.movie, hall=other),
        ]
        self.terms = VenueTerms.objects.create(
            venue=cinema.venue, seller=Seller.objects.create(legal_name="Roxy Ltd"), ticket_tax_rate=7
        )
        halls = [[seat.pk for seat in hall.seats.order_by("pk")] for hall in (cinema.hall, other)]
        self.ids = [halls[0], halls[0], halls[1]]
        self.types = {"adult": cinema.adult, "child": cinema.child}
        self.prices = ModelPrices(list(PRICES), {"adult": ("Adult", Decimal(0)), "child": CHILDREN[0]})
        for show, price in zip(self.screenings, PRICES, strict=True):
            Show.objects.filter(pk=show.pk).update(price=price)

    def is_live(self, hold: ModelHold) -> bool:
        return bool(hold.seats) and (hold.booked or hold.until > self.clock)

    def taken(self, show: int) -> dict[int, HoldToken]:
        return {
            seat: token
            for token, hold in self.holds.items()
            if hold.show == show and self.is_live(hold)
            for seat in hold.seats
        }

    def expect(self, code: str | None, call: Callable[[], Any]) -> Any:
        """Run the call: it must fail with this code, or succeed if there is none."""
        if code is None:
            return call()
        with pytest.raises(Problem) as raised:
            call()
        assert raised.value.code == code
        return None

    def sale_error(self, show: int, seats: set[int]) -> str | None:
        if show in self.unsellable:
            return self.unsellable[show]
        ids = {self.ids[show][seat] for seat in seats}
        return "seat-out-of-service" if ids & self.broken else None

    def delete_expired(self, show: int, seats: set[int]) -> None:
        """B8: a new hold of an expired seat removes its old row."""
        for hold in self.holds.values():
            if hold.show == show and not self.is_live(hold):
                hold.seats -= seats

    @rule(target=tokens, show=shows, seats=some_seats, key=keys)
    def hold(self, show: int, seats: list[int], key: str | None) -> Any:
        return self.request_hold(show, seats, key)

    @rule(target=tokens, token=tokens, show=shows, key=st.sampled_from(KEYS))
    def hold_with_a_used_key(self, token: HoldToken, show: int, key: str) -> Any:
        """Use a key again with the same seats, for this show or another."""
        use = self.key_uses.get(key)
        seats = use.seats if use and not use.added_to else self.holds[token].seats
        return self.request_hold(show, sorted(seats), key) if seats else multiple()

    def key_of_run(self, key: str | None) -> str | None:
        return key and f"{key} key of run {self.number:08}"

    def request_hold(self, show: int, seats: list[int], key: str | None) -> Any:
        """B15: a key of another request is rejected; the same request returns its hold.

        If that hold has ended, the request holds the same seats again.
        """
        wanted, use = set(seats), self.key_uses.get(key or "")
        found = self.holds[use.returned] if use else None
        exists = found is not None and self.is_live(found)
        code = None
        if use and not use.is_for(show, seats, None):
            code = "idempotency-mismatch"
        elif found and found.booked:
            code = "already-booked"
        elif not exists:
            taken = "seats-taken" if wanted & set(self.taken(show)) else None
            code = self.sale_error(show, wanted) or taken
        ids = [self.ids[show][seat] for seat in seats]
        made = self.expect(
            code,
            lambda: hold_seats(
                show_id=self.screenings[show].pk, seat_ids=ids, idempotency_key=self.key_of_run(key)
            ),
        )
        if made is None:
            return multiple()
        assert made.token.show_id == self.screenings[show].pk
        if not exists:
            self.delete_expired(show, wanted)
        if use and found:
            assert (made.token.hold_id, made.show_id) == (use.returned.hold_id, use.returned.show_id)
            if not exists:
                found.hold_again(self.clock, self.clock + TERM, wanted)
            assert set(made.seat_ids) == {self.ids[show][seat] for seat in found.seats}
            return multiple()
        assert made.token.hold_id not in {token.hold_id for token in self.holds}
        self.holds[made.token] = ModelHold(show, self.clock, self.clock + TERM, wanted)
        if key:
            self.key_uses[key] = KeyUse(show, frozenset(seats), None, made.token)
        return made.token

    def hold_error(self, hold: ModelHold) -> str | None:
        if not self.is_live(hold):
            return "hold-expired"
        return "already-booked" if hold.booked else None

    def payment_error(self, hold: ModelHold) -> str | None:
        """A hold is sold once, even if its key holds the seats again after a refund."""
        sold = "already-booked" if hold.order else None
        return self.hold_error(hold) or self.sale_error(hold.show, hold.seats) or sold

    @rule(token=tokens, seats=some_seats, steps=st.integers(0, 2), key=keys)
    def add(self, token: HoldToken, seats: list[int], steps: int, key: str | None) -> None:
        self.time_passes(steps)
        hold, use = self.holds[token], self.key_uses.get(key or "")
        new = set(seats) - hold.seats
        if use and not use.is_for(hold.show, seats, token):
            code: str | None = "idempotency-mismatch"
        else:
            code = self.hold_error(hold)
            if code is None and new and not use:
                too_many = "invalid" if len(hold.seats | new) > 10 else None
                taken = "seats-taken" if new & set(self.taken(hold.show)) else None
                code = too_many or self.sale_error(hold.show, new) or taken
        ids = [self.ids[hold.show][seat] for seat in seats]
        self.expect(
            code,
            lambda: hold_seats(
                show_id=token.show_id, seat_ids=ids, token=token, idempotency_key=self.key_of_run(key)
            ),
        )
        if code is None and new and not use:
            self.delete_expired(hold.show, new)
            hold.seats |= new
            payment_deadline = hold.until if hold.paying_since is not None else 0
            hold.until = max(payment_deadline, min(self.clock + TERM, hold.started + HOUR))
            if key:
                self.key_uses[key] = KeyUse(hold.show, frozenset(seats), token, token)

    @rule(token=tokens, steps=st.integers(0, 2))
    def extend(self, token: HoldToken, steps: int) -> None:
        self.time_passes(steps)
        hold = self.holds[token]
        code = self.hold_error(hold)
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
        wanted = [self.ids[hold.show][seat] for seat in seats]
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
            assert released == ([self.ids[hold.show][seat] for seat in sorted(hold.seats)] if live else [])
            hold.seats.clear()

    @rule(token=tokens, children=st.integers(0, 2), card=st.sampled_from(CARDS))
    def pay(self, token: HoldToken, children: int = 0, card: str = CARDS[0]) -> None:
        """B13: exactly the confirmed seats are sold, at the prices of their show."""
        hold = self.holds[token]
        code = self.payment_error(hold)
        types = {
            seat: "child" if index < children else "adult" for index, seat in enumerate(sorted(hold.seats))
        }
        lines = self.prices.lines(hold.show, types)
        ids = self.ids[hold.show]
        purchase = Purchase(
            token=token,
            total=sum((line[2] for line in lines), Decimal(0)),
            ticket_types={ids[seat]: self.types[kind].pk for seat, kind in types.items()},
            method={"card": card},
        )
        order = self.expect(code, lambda: book(purchase=purchase))
        if order:
            assert order.show_id == token.show_id
            assert self.lines_of(order) == [(ids[seat], *rest, rest[1]) for seat, *rest in lines]
            hold.order = ModelOrder(
                {line[0]: line[2] for line in lines}, refuses_refunds=card == REFUSES_REFUNDS
            )
            for payment in order.payments.all():
                capture_payment(payment.pk)

    def lines_of(self, order: TicketOrder) -> list[tuple[Any, ...]]:
        """Seat, name, price, tax rate, tax, and the price on the ticket."""
        wanted = ("seat_id", "name", "gross", "tax_rate", "tax", "ticket__price")
        return list(order.lines.order_by("seat_id").values_list(*wanted))

    @rule(token=tokens)
    def pay_with_a_declined_card(self, token: HoldToken) -> None:
        """B13: the hold remains, with ten minutes from the payment for another attempt."""
        hold = self.holds[token]
        code = self.payment_error(hold)
        code = code or "payment-declined"
        self.expect(code, lambda: book(purchase=Purchase(token=token, method={"card": DECLINED})))
        if code == "payment-declined":
            hold.paying_since = self.clock if hold.paying_since is None else hold.paying_since
            longest = hold.paying_since + LONGEST_PAYMENT
            hold.until = max(hold.until, min(self.clock + TIME_TO_PAY, longest))

    @rule(token=tokens)
    def scan_a_ticket(self, token: HoldToken) -> None:
        hold = self.holds[token]
        if hold.order and hold.order.tickets:
            seat = min(hold.order.tickets)
            ticket = Ticket.objects.get(
                show=token.show_id, seat=self.ids[hold.show][seat], status=TicketStatus.VALID
            )
            verdict = admit(code=ticket.code, show_id=token.show_id, door="main door")
            expected = "AlreadyUsed" if seat in hold.order.admitted else "Admitted"
            assert type(verdict).__name__ == expected
            hold.order.admitted.add(seat)

    @rule(token=tokens, most=st.integers(1, 3), actor=st.sampled_from(["customer", "staff:1"]))
    def get_a_refund(self, token: HoldToken, most: int, actor: str) -> None:
        """B17: seats are free at once, and money is refunded or stays owed. Staff can refund every ticket."""
        hold = self.holds[token]
        if hold.order is None:
            return
        seats = sorted(hold.order.tickets)[:most]
        ids = [self.ids[hold.show][seat] for seat in seats]
        used = hold.order.admitted & set(seats) and actor == "customer"
        code = "not-refundable" if not seats or used else None
        order = TicketOrder.objects.get(hold_id=token.hold_id, show_id=token.show_id, paid_at__isnull=False)
        self.expect(code, lambda: refund_order(order_id=order.pk, seat_ids=ids, reason="", actor=actor))
        if code is None:
            hold.order.refund(seats)
            hold.seats -= set(seats)
            self.execute_refunds()

    def execute_refunds(self) -> None:
        for queued in Refund.objects.filter(status="QUEUED"):
            execute_refund(queued.pk)

    @rule(steps=st.integers(1, 4))
    def time_passes(self, steps: int) -> None:
        self.clock += steps * STEP
        step = timedelta(seconds=steps * STEP)
        Booking.objects.filter(show__in=self.screenings).update(
            locked_until=F("locked_until") - step,
            hold_started_at=F("hold_started_at") - step,
            frozen_at=F("frozen_at") - step,
        )

    @rule(token=tokens)
    def make_a_hold_almost_an_hour_old(self, token: HoldToken) -> None:
        """Set the start of a hold back, as after many extensions."""
        hold, age = self.holds[token], 33 * STEP
        if self.clock - hold.started > TERM:
            return
        hold.started -= age
        rows = Booking.objects.of_hold(hold_id=token.hold_id, show_id=token.show_id)
        rows.update(hold_started_at=F("hold_started_at") - timedelta(seconds=age))

    @precondition(lambda self: len(self.broken) < 2)
    @rule(token=tokens)
    def a_seat_goes_out_of_service_before_the_payment(self, token: HoldToken) -> None:
        hold = self.holds[token]
        broken = [self.ids[hold.show][seat] for seat in sorted(hold.seats)[:1]]
        self.broken.update(broken)
        Seat.objects.filter(pk__in=broken).update(in_service=False)
        self.pay(token)

    @rule(show=shows, price=st.sampled_from(PRICES))
    def a_price_changes(self, show: int, price: Decimal) -> None:
        self.prices.shows[show] = price
        Show.objects.filter(pk=self.screenings[show].pk).update(price=price)

    @rule(child=st.sampled_from(CHILDREN), rate=st.sampled_from(TAX_RATES))
    def a_ticket_type_and_the_tax_change(self, child: tuple[str, Decimal], rate: Decimal) -> None:
        self.prices.types["child"], self.prices.tax_rate = child, rate
        TicketType.objects.filter(pk=self.types["child"].pk).update(name=child[0], adjustment=child[1])
        VenueTerms.objects.filter(pk=self.terms.pk).update(ticket_tax_rate=rate)

    @rule(show=shows, error=st.sampled_from([*SALES, None]))
    def sales_open_or_close(self, show: int, error: str | None) -> None:
        if self.unsellable.get(show) == "show-cancelled":
            return
        opens, closes = (timedelta(hours=hours) for hours in SALES[error])
        Show.objects.filter(pk=self.screenings[show].pk).update(
            sales_open_at=F("starts_at") + opens, sales_close_at=F("starts_at") + closes
        )
        self.unsellable.pop(show, None)
        if error:
            self.unsellable[show] = error

    @precondition(lambda self: len(self.holds) > 5)
    @rule(show=shows)
    def a_show_is_cancelled(self, show: int) -> None:
        """B17: every customer gets a refund, including those who were admitted."""
        self.unsellable[show] = "show-cancelled"
        cancel_show(show_id=self.screenings[show].pk)
        refund_show_orders(self.screenings[show].pk)
        for hold in self.holds.values():
            if hold.show == show and hold.order and hold.order.tickets:
                hold.order.refund(list(hold.order.tickets))
                hold.seats.clear()
        self.execute_refunds()

    @invariant()
    def taken_seats_agree_with_the_model(self) -> None:
        for show, screening in enumerate(self.screenings):
            rows = (
                TakenSeat.objects.filter(show=screening)
                .order_by("seat_id")
                .values_list("seat_id", "hold_id", "status")
            )
            assert list(rows) == [
                (self.ids[show][seat], token.hold_id, "BOOKED" if self.holds[token].booked else "LOCKED")
                for seat, token in sorted(self.taken(show).items())
            ]

    @invariant()
    def expiry_times_agree_with_the_model(self) -> None:
        now = database_now()
        until: dict[object, int] = {
            (token.hold_id, token.show_id): hold.until for token, hold in self.holds.items()
        }
        for row in Booking.objects.filter(show__in=self.screenings, status="LOCKED"):
            left = timedelta(seconds=until[row.hold_id, row.show_id] - self.clock)
            assert row.locked_until is not None
            assert abs(row.locked_until - now - left) < TOLERANCE

    @invariant()
    def orders_agree_with_the_model(self) -> None:
        orders = TicketOrder.objects.filter(show__in=self.screenings, paid_at__isnull=False)
        expected = [
            (token.hold_id, token.show_id, hold.order.status)
            for token, hold in self.holds.items()
            if hold.order
        ]
        assert sorted(orders.values_list("hold_id", "show_id", "status")) == sorted(expected)

    @invariant()
    def valid_tickets_agree_with_the_model(self) -> None:
        valid = Ticket.objects.filter(show__in=self.screenings, status=TicketStatus.VALID)
        expected = [
            (token.show_id, self.ids[hold.show][seat], price)
            for token, hold in self.holds.items()
            if hold.order
            for seat, price in hold.order.tickets.items()
        ]
        assert sorted(valid.values_list("show_id", "seat_id", "price")) == sorted(expected)

    @invariant()
    def kept_money_is_the_price_of_valid_tickets_or_owed(self) -> None:
        """B14: no payment is pending between the rules of this machine."""
        orders = TicketOrder.objects.filter(show__in=self.screenings).values("reference")
        taken = DemoPayment.objects.filter(order__in=orders).aggregate(
            net=Sum(F("captured") - F("refunded"), default=0)
        )
        sold = [hold.order for hold in self.holds.values() if hold.order]
        value = sum((price for order in sold for price in order.tickets.values()), Decimal(0))
        assert taken["net"] == value + sum((order.refused for order in sold), Decimal(0))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["fast hold", "plain transaction"])
def test_random_operations_agree_with_the_model(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fast hold, and with the plain transaction only."""
    if path == "plain transaction":
        monkeypatch.setattr("matinee.booking.fast_hold.attempt", lambda *_: None)
    run_state_machine_as_test(BookingMachine, settings=RUN)


@pytest.mark.django_db
def test_a_build_without_a_row_for_each_key_is_detected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the row, a key finds the order of another show and sells it at the price of this one (B15)."""
    key_without_row.mutate(monkeypatch.setattr)
    with pytest.raises((AssertionError, pytest.fail.Exception, Problem)):
        run_state_machine_as_test(BookingMachine, settings=settings(RUN, phases=[Phase.generate]))
