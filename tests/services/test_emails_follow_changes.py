"""Every change of an order that affects the customer sends its email, once, in the order's language."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

import matinee
from matinee.booking.errors import SeatsTaken
from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from matinee.checkout import order_events, ticket_resend
from matinee.checkout.cancelled_shows import cancel_and_refund_show, refund_show_orders
from matinee.checkout.emails.delivery import send_due_emails
from matinee.checkout.emails.kinds import EMAIL_RULES, NoEmail, email_for_event
from matinee.checkout.errors import PaymentDeclined
from matinee.checkout.models import (
    Customer,
    EmailKind,
    OrderEmail,
    OrderEvent,
    Payment,
    Refund,
    RefundStatus,
    Seller,
    TicketOrder,
    VenueTerms,
)
from matinee.checkout.order_status import mark_for_attention
from matinee.checkout.purchase import Purchase
from matinee.checkout.queries import upcoming_bookings
from matinee.checkout.reconcile import reconcile_orders
from matinee.checkout.refunds import execute_refund, refund_for_customer, refund_order
from matinee.checkout.release import release_payment
from matinee.checkout.services import book, resend_tickets
from matinee.checkout.settlement import settle_order
from matinee.checkout.ticket_resend import send_tickets_for_holder
from matinee.core.clock import ClockTimestamp
from matinee.payments.models import DemoPayment
from matinee.tickets.models import Ticket
from tests.cinema import Cinema, make_cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("sends_email")]

REFUND_REFUSED, CAPTURE_FAILS, DECLINED = "4000000000005126", "4000000000008047", "4000000000000002"
CHALLENGED, LATE, SETTLED = "4000002500003155", "4000000000008021", "4000000000008039"
IMMEDIATELY = timedelta(0)


@dataclass
class Scenario:
    """Buys seats of a cinema in one language."""

    cinema: Cinema
    language: str

    def purchase(self, *names: str, card: str = "", email: str = "ada@example.org") -> Purchase:
        hold = hold_seats(show_id=self.cinema.show.pk, seat_ids=self.cinema.ids(*names))
        return Purchase(
            token=hold.token,
            customer_email=email,
            language=self.language,
            method={"card": card} if card else {},
        )

    def buy(self, *names: str, card: str = "", email: str = "ada@example.org") -> TicketOrder:
        return book(purchase=self.purchase(*names, card=card, email=email))

    def sold(self, *names: str, card: str = "") -> TicketOrder:
        """Buy seats, and send the email with the tickets."""
        order = self.buy(*names, card=card)
        sent()
        return order


@pytest.fixture(params=["de", pytest.param("en", marks=pytest.mark.faults)])
def scenario(request: pytest.FixtureRequest) -> Scenario:
    cinema = make_cinema()
    VenueTerms.objects.create(
        venue=cinema.venue, seller=Seller.objects.create(legal_name="Roxy"), refundable_until_minutes=60
    )
    return Scenario(cinema, request.param)


@pytest.fixture(autouse=True)
def _each_change_has_its_email(db: None) -> Iterator[None]:  # noqa: ARG001
    """After each test: each event of an order has its email, and no other."""
    yield
    for event in OrderEvent.objects.all():
        email = OrderEmail.objects.filter(event=event).first()
        decision = email_for_event(event)
        expected = None if isinstance(decision, NoEmail) or not event.order.customer.email else decision
        # The rules of these two depend on the state at the time of the event.
        if event.type not in {"refunded", "expired"}:
            assert (email and email.kind) == expected, event.type


def sent() -> list[str]:
    """Send the due emails to their recipients in the order's language, and return their kinds."""
    before = set(OrderEmail.objects.filter(status="SENT").values_list("pk", flat=True))
    mail.outbox.clear()
    send_due_emails()
    emails = list(OrderEmail.objects.filter(status="SENT").exclude(pk__in=before).order_by("sent_at", "pk"))
    assert len(mail.outbox) == len(emails)
    for email, message in zip(emails, mail.outbox, strict=True):
        is_notice = email.kind == "address_corrected"
        assert message.to == ["ada@example.org" if is_notice else email.order.customer.email]
        assert isinstance(message, EmailMultiAlternatives)
        assert f'<html lang="{email.order.language}">' in str(message.alternatives[0][0])
        assert ("Ihre" in message.body) == (email.order.language == "de")
    return [email.kind for email in emails]


def execute_refunds() -> None:
    for queued in Refund.objects.filter(status=RefundStatus.QUEUED):
        execute_refund(queued.pk)


def text() -> str:
    (message,) = mail.outbox
    return str(message.body).replace("\N{NO-BREAK SPACE}", " ")


def html() -> str:
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    return str(message.alternatives[0][0])


def money(scenario: Scenario, euros: int) -> str:
    return f"{euros},00 €" if scenario.language == "de" else f"€{euros}.00"


def bought(scenario: Scenario) -> None:
    scenario.buy("A1")


def found(scenario: Scenario) -> None:
    from matinee.checkout.order_lookup import send_booking_links

    send_booking_links(scenario.sold("A1").pk)


def several_found(scenario: Scenario) -> None:
    from matinee.checkout.order_lookup import send_booking_links

    scenario.sold("A1")
    send_booking_links(scenario.sold("A2").pk)


def address_corrected(scenario: Scenario) -> None:
    order = scenario.sold("A1")
    send_tickets_for_holder(order_id=order.pk, email="bob@example.org")


def sent_again_to_the_holder(scenario: Scenario) -> None:
    send_tickets_for_holder(order_id=scenario.sold("A1").pk)


def sent_again(scenario: Scenario) -> None:
    resend_tickets(order_id=scenario.sold("A1").pk, actor="staff:1")


def all_refunded_by_the_customer(scenario: Scenario) -> None:
    order = scenario.sold("A1", "A2")
    refund_for_customer(order=order)
    execute_refunds()


def one_refunded_by_the_customer(scenario: Scenario) -> None:
    order = scenario.sold("A1", "A2")
    refund_for_customer(order=order, seat_ids=scenario.cinema.ids("A1"))
    execute_refunds()


def all_refunded_by_staff(scenario: Scenario) -> None:
    refund_order(order_id=scenario.sold("A1", "A2").pk, seat_ids=None, reason="by staff", actor="staff:1")
    execute_refunds()


def one_refunded_by_staff(scenario: Scenario) -> None:
    order = scenario.sold("A1", "A2")
    refund_order(order_id=order.pk, seat_ids=scenario.cinema.ids("A2"), reason="by staff", actor="staff:1")
    execute_refunds()


def show_cancelled(scenario: Scenario) -> None:
    scenario.sold("A1", "A2")
    cancel_and_refund_show(show_id=scenario.cinema.show.pk)
    for _ in range(2):
        refund_show_orders(scenario.cinema.show.pk)
    execute_refunds()


def show_cancelled_after_a_partial_refund(scenario: Scenario) -> None:
    order = scenario.sold("A1", "A2")
    refund_for_customer(order=order, seat_ids=scenario.cinema.ids("A1"))
    sent()
    cancel_and_refund_show(show_id=scenario.cinema.show.pk)
    refund_show_orders(scenario.cinema.show.pk)


def refund_refused(scenario: Scenario) -> None:
    order = scenario.sold("A1", card=REFUND_REFUSED)
    refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
    sent()
    execute_refunds()


def refused_refund_settled(scenario: Scenario) -> None:
    refund_refused(scenario)
    sent()
    settle_order(reference=TicketOrder.objects.get().reference, how="In cash.", actor="operator:eve")


def needs_a_person(scenario: Scenario) -> None:
    mark_for_attention(scenario.buy("A1", card=CHALLENGED), "processing failed", error="SeatNotFound")


def capture_failed(scenario: Scenario) -> None:
    scenario.sold("A1", card=CAPTURE_FAILS)
    reconcile_orders(min_age=IMMEDIATELY)


def show_moved(scenario: Scenario) -> None:
    order = scenario.sold("A1")
    order_events.record(
        order,
        "show moved",
        actor="staff:1",
        old_starts_at="2026-11-25T19:15:00+00:00",
        old_hall="Saal 1",
        new_starts_at="2026-11-26T20:00:00+00:00",
        new_hall="Saal 2",
    )


def challenge_abandoned(scenario: Scenario) -> None:
    scenario.buy("A1", card=CHALLENGED)
    Booking.objects.update(locked_until=ClockTimestamp())
    reconcile_orders(min_age=IMMEDIATELY)


def seats_lost_after_the_capture(scenario: Scenario) -> None:
    order = scenario.buy("A1", card=LATE)
    Booking.objects.filter(hold_id=order.hold_id).update(locked_until=ClockTimestamp())
    scenario.buy("A1", email="")
    DemoPayment.objects.update(status="TAKEN", captured=12)
    reconcile_orders(min_age=IMMEDIATELY)
    assert not Ticket.objects.filter(order_line__order=order).exists()


def second_payment_returned(scenario: Scenario) -> None:
    order = scenario.sold("A1")
    reconcile_orders(min_age=IMMEDIATELY)
    second = Payment.objects.create(
        order=order, provider="demo", reference="", amount=12, status="SETTLED", captured=12
    )
    release_payment(second)


EXPECTED_EMAILS: dict[Callable[[Scenario], None], list[str]] = {
    bought: ["tickets"],
    found: ["link"],
    several_found: ["link"],
    address_corrected: ["tickets", "address_corrected"],
    sent_again_to_the_holder: ["tickets"],
    sent_again: ["tickets"],
    all_refunded_by_the_customer: ["refund"],
    one_refunded_by_the_customer: ["refund"],
    all_refunded_by_staff: ["refund"],
    one_refunded_by_staff: ["refund"],
    show_cancelled: ["show_cancelled"],
    show_cancelled_after_a_partial_refund: ["show_cancelled"],
    refund_refused: ["refund_refused"],
    refused_refund_settled: ["refund_settled"],
    needs_a_person: ["needs_attention"],
    capture_failed: ["capture_failed"],
    show_moved: ["show_moved"],
    challenge_abandoned: ["not_completed"],
    seats_lost_after_the_capture: ["not_completed"],
    second_payment_returned: ["payment_returned"],
}


@pytest.mark.parametrize("change", EXPECTED_EMAILS, ids=lambda change: change.__name__)
def test_a_change_sends_its_email(scenario: Scenario, change: Callable[[Scenario], None]) -> None:
    change(scenario)
    assert sent() == EXPECTED_EMAILS[change]
    assert sent() == []


def test_every_kind_of_email_has_a_scenario() -> None:
    assert {kind for kinds in EXPECTED_EMAILS.values() for kind in kinds} == set(EmailKind.values)


class TestContent:
    """The email contains the seats, the amount and the valid tickets."""

    def test_a_partial_refund(self, scenario: Scenario) -> None:
        one_refunded_by_the_customer(scenario)
        sent()
        seat, other = (
            ("Reihe A, Platz 1", "Reihe A, Platz 2")
            if scenario.language == "de"
            else ("Row A, seat 1", "Row A, seat 2")
        )
        cancelled, _, left = text().partition(money(scenario, 12))
        assert seat in cancelled
        assert other not in cancelled
        assert other in left
        assert seat not in left
        order = TicketOrder.objects.get()
        assert [name for name, *_ in mail.outbox[0].attachments] == [
            f"{order.reference}.pdf",
            f"{order.reference}.ics",
        ]

    def test_a_full_refund(self, scenario: Scenario) -> None:
        all_refunded_by_staff(scenario)
        sent()
        assert money(scenario, 24) in text()
        reference = TicketOrder.objects.get().reference
        assert [name for name, *_ in mail.outbox[0].attachments] == [f"{reference}.ics"]
        words = (
            f"Ihre Buchung {reference} ist storniert"
            if scenario.language == "de"
            else f"Your booking {reference} is cancelled"
        )
        assert mail.outbox[0].subject == words

    def test_a_cancelled_show_contains_the_amount_not_refunded_before(self, scenario: Scenario) -> None:
        show_cancelled_after_a_partial_refund(scenario)
        sent()
        assert money(scenario, 12) in text()
        assert money(scenario, 24) not in text()

    def test_a_refused_refund_contains_the_owed_amount(self, scenario: Scenario) -> None:
        refund_refused(scenario)
        sent()
        assert text().count(money(scenario, 12)) == 2

    def test_taken_money_of_an_ended_order_is_refunded(self, scenario: Scenario) -> None:
        seats_lost_after_the_capture(scenario)
        sent()
        assert money(scenario, 12) in text()

    def test_no_charge_is_mentioned_without_taken_money(self, scenario: Scenario) -> None:
        challenge_abandoned(scenario)
        sent()
        assert (
            "Ihnen wurde nichts berechnet." if scenario.language == "de" else "You were not charged."
        ) in text()

    @pytest.mark.parametrize("change", [bought, all_refunded_by_staff, one_refunded_by_staff, show_cancelled])
    def test_a_free_order_mentions_no_money(
        self, scenario: Scenario, change: Callable[[Scenario], None]
    ) -> None:
        type(scenario.cinema.show).objects.update(price=0)
        change(scenario)
        sent()
        for part in (text(), html()):
            assert "€" not in part
            assert "EUR" not in part
            assert "on its way" not in part
            assert "erstatten" not in part

    def test_a_moved_show_contains_both_times_and_halls(self, scenario: Scenario) -> None:
        show_moved(scenario)
        sent()
        if scenario.language == "de":
            assert "Bisher: Mittwoch, 25. November 2026, 20:15 Uhr, Saal 1\n" in text()
            assert "Jetzt: Donnerstag, 26. November 2026, 21:00 Uhr, Saal 2\n" in text()
        else:
            assert "Before: Wednesday 25 November 2026, 20:15, Saal 1\n" in text()
            assert "Now: Thursday 26 November 2026, 21:00, Saal 2\n" in text()
        assert len(mail.outbox[0].attachments) == 2


class TestNoEmail:
    """Changes without an email: nothing changed for the customer, or the page showed it."""

    def test_when_an_order_with_valid_tickets_needs_attention(self, scenario: Scenario) -> None:
        mark_for_attention(scenario.sold("A1"), "processing failed")
        assert sent() == []

    def test_when_an_order_without_debt_is_settled(self, scenario: Scenario) -> None:
        capture_failed(scenario)
        assert sent() == ["capture_failed"]
        settle_order(reference=TicketOrder.objects.get().reference, how="Called.", actor="operator:eve")
        assert sent() == []

    def test_after_a_decline_and_an_expired_hold(self, scenario: Scenario) -> None:
        with pytest.raises(PaymentDeclined):
            scenario.buy("A1", card=DECLINED)
        Booking.objects.update(locked_until=ClockTimestamp())
        reconcile_orders(min_age=IMMEDIATELY)
        assert TicketOrder.objects.get().status == "EXPIRED"
        assert sent() == []

    def test_after_a_failed_capture_of_a_refunded_order(self, scenario: Scenario) -> None:
        order = scenario.sold("A1", card=CAPTURE_FAILS)
        refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
        assert sent() == ["refund"]
        reconcile_orders(min_age=IMMEDIATELY)
        assert order.events.filter(type="capture failed").exists()
        assert sent() == []

    def test_when_a_cancelled_show_has_no_valid_tickets(self, scenario: Scenario) -> None:
        all_refunded_by_the_customer(scenario)
        assert sent() == ["refund"]
        cancel_and_refund_show(show_id=scenario.cinema.show.pk)
        refund_show_orders(scenario.cinema.show.pk)
        assert sent() == []


def test_a_seat_lost_during_payment_sends_an_email(scenario: Scenario) -> None:
    """The page shows it too. The bank may show a reserved amount for days."""
    purchase = scenario.purchase("A1")

    class Slow:
        """The demo provider. During its request, another client takes the seat."""

        def __getattr__(self, name: str) -> object:
            from matinee.payments.demo import Demo

            return getattr(Demo(), name)

        def authorise(self, *args: object, **more: object) -> object:
            from matinee.payments.demo import Demo

            result = Demo().authorise(*args, **more)  # type: ignore[arg-type]
            Booking.objects.update(locked_until=ClockTimestamp())
            scenario.buy("A1")
            return result

    with pytest.raises(SeatsTaken):
        book(purchase=purchase, provider=Slow())  # type: ignore[arg-type]
    assert sorted(sent()) == ["not_completed", "tickets"]


EVENTS = {
    "payment.status.lower()": {"authorised", "settled", "needs_action", "pending"},
    "event": {"processing failed"},
    "SENT_AGAIN": {ticket_resend.SENT_AGAIN},
    "CORRECTED": {ticket_resend.CORRECTED},
    "FORMER_ADDRESS_NOTICE": {ticket_resend.FORMER_ADDRESS_NOTICE},
}
"""The types of events that are computed, by place in the code."""


def recorded_events() -> set[str]:
    """Return the types of all events that the code records."""
    found: set[str] = set()
    for file in Path(matinee.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "order_events.record":
                event = node.args[1]
                found |= {str(event.value)} if isinstance(event, ast.Constant) else EVENTS[ast.unparse(event)]
    return found


NOT_RECORDED = {"show moved"}
"""Events with an email that no code records yet."""


def test_every_event_has_an_email_or_a_reason_for_none() -> None:
    assert recorded_events() | NOT_RECORDED == set(EMAIL_RULES)
    for rule in EMAIL_RULES.values():
        assert callable(rule) or isinstance(rule, EmailKind) or (isinstance(rule, NoEmail) and rule.reason)


def test_an_event_that_is_not_listed_cannot_be_written(scenario: Scenario) -> None:
    order = scenario.buy("A1")
    entries = OrderEvent.objects.count()
    with pytest.raises(KeyError):
        order_events.record(order, "something new")
    assert OrderEvent.objects.count() == entries


@pytest.mark.parametrize(
    "address", ["ada@xn--strae-oqa.example", "ADA@Straße.Example", " Ada@straße.example"]
)
def test_upcoming_bookings_are_found_by_an_address_in_any_form(scenario: Scenario, address: str) -> None:
    order = scenario.buy("A1")
    Customer.objects.filter(order=order).update(email="Ada@xn--strae-oqa.example")
    assert upcoming_bookings(Customer(email=address)) == [order]
